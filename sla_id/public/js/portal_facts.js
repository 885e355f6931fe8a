// The partner's ticket page: what the report still needs, sent as a reply and as files.

(() => {
	const section = document.querySelector("section.sla-missing");
	const form = section?.querySelector("form");

	function texts() {
		const fields = [...form.querySelectorAll("textarea")].filter((field) => field.value.trim());
		return Object.fromEntries(fields.map((field) => [field.name, field.value]));
	}

	form?.addEventListener("submit", async (event) => {
		event.preventDefault();
		const button = form.querySelector("button");
		const notice = form.querySelector(".sla-notice");
		button.disabled = true;
		try {
			const files = [...form.querySelectorAll("input[data-file]")].flatMap((input) => [...input.files]);
			for (const file of files) {
				const body = new FormData();
				body.append("sla_ticket", section.dataset.ticket);
				body.append("file", file);
				await slaPortal.upload("sla_id.api.portal.give_file", body);
			}
			const values = texts();
			if (Object.keys(values).length || !files.length) {
				await slaPortal.post("sla_id.api.portal.give_facts", {
					sla_ticket: section.dataset.ticket,
					values,
				});
			}
			location.reload();
		} catch (error) {
			notice.textContent = error.message;
			notice.hidden = false;
			button.disabled = false;
		}
	});
})();
