// The partner's ticket page: what the report still needs, sent as a reply and as files.

(() => {
	const section = document.querySelector("section.sla-missing");
	const form = section?.querySelector("form");

	async function post(method, body, headers) {
		const response = await fetch(`/api/method/sla_id.api.portal.${method}`, {
			method: "POST",
			headers: { Accept: "application/json", "X-Frappe-CSRF-Token": section.dataset.csrf, ...headers },
			body,
		});
		if (response.ok) return;
		const answer = await response.json().catch(() => ({}));
		throw new Error(reason(answer));
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
				await post("give_file", body, {});
			}
			const values = texts();
			if (Object.keys(values).length || !files.length) {
				await post("give_facts", JSON.stringify({ sla_ticket: section.dataset.ticket, values }), {
					"Content-Type": "application/json",
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
