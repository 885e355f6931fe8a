// The partner's ticket page: asking for an escalation, and withdrawing a request that is still open.

(() => {
	const section = document.querySelector("section.sla-requests");
	const form = section?.querySelector("form");

	async function post(method, values) {
		const response = await fetch(`/api/method/sla_id.api.escalation_requests.${method}`, {
			method: "POST",
			headers: {
				Accept: "application/json",
				"Content-Type": "application/json",
				"X-Frappe-CSRF-Token": section.dataset.csrf,
			},
			body: JSON.stringify(values),
		});
		if (response.ok) return;
		throw new Error(reason(await response.json().catch(() => ({}))));
	}

	// Frappe wraps its messages twice: a JSON list of JSON objects whose text may hold markup.
	function reason(answer) {
		try {
			const texts = JSON.parse(answer._server_messages).map((entry) => JSON.parse(entry).message);
			return texts.map((text) => String(text).replace(/<[^>]*>/g, " ")).join(" ");
		} catch {
			return answer.exception || "Error";
		}
	}

	async function run(button, method, values) {
		const notice = section.querySelector(".sla-notice");
		button.disabled = true;
		notice.hidden = true;
		try {
			await post(method, values);
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
			if (window.confirm(section.dataset.sure)) run(button, "withdraw", { request: button.dataset.withdraw });
		});
	}
})();
