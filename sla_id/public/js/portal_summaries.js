// The page of summaries: saving one of them.

(() => {
	const page = document.querySelector(".sla-summaries");

	async function save(form) {
		const response = await fetch("/api/method/sla_id.api.digests.choose", {
			method: "POST",
			headers: {
				Accept: "application/json",
				"Content-Type": "application/json",
				"X-Frappe-CSRF-Token": page.dataset.csrf,
			},
			body: JSON.stringify({
				frequency: form.dataset.frequency,
				enabled: form.elements.enabled.checked,
				at: form.elements.at.value,
				weekday: form.elements.weekday?.value || "",
			}),
		});
		if (response.ok) return page.dataset.saved;
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

	for (const form of page?.querySelectorAll("form") ?? []) {
		form.addEventListener("submit", async (event) => {
			event.preventDefault();
			const [button, notice] = ["button", ".sla-notice"].map((found) => form.querySelector(found));
			button.disabled = true;
			notice.textContent = await save(form).catch((error) => error.message);
			notice.hidden = false;
			button.disabled = false;
		});
	}
})();
