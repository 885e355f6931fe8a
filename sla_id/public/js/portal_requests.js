// The partner's ticket page: asking for an escalation, and withdrawing a request that is still open.

(() => {
	const section = document.querySelector("section.sla-requests");
	const form = section?.querySelector("form");

	async function run(button, method, values) {
		const notice = section.querySelector(".sla-notice");
		button.disabled = true;
		notice.hidden = true;
		try {
			await slaPortal.post(`sla_id.api.escalation_requests.${method}`, values);
			location.reload();
		} catch (error) {
			notice.textContent = error.message;
			notice.hidden = false;
			button.disabled = false;
		}
	}

	form?.addEventListener("submit", (event) => {
		event.preventDefault();
		const chosen = form.querySelector("input[name=reason]:checked");
		if (!chosen) return;
		run(form.querySelector("button[type=submit]"), "ask", {
			sla_ticket: section.dataset.ticket,
			level: Number(chosen.dataset.level),
			reason: chosen.value,
			explanation: form.querySelector("textarea").value,
		});
	});

	for (const button of section?.querySelectorAll("[data-withdraw]") ?? []) {
		button.addEventListener("click", () => {
			if (window.confirm(section.dataset.sure))
				run(button, "withdraw", { request: button.dataset.withdraw });
		});
	}
})();
