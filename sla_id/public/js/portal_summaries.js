// The page of summaries: saving one of them.

(() => {
	const page = document.querySelector(".sla-summaries");

	async function save(form) {
		await slaPortal.post("sla_id.api.digests.choose", {
			frequency: form.dataset.frequency,
			enabled: form.elements.enabled.checked,
			at: form.elements.at.value,
			weekday: form.elements.weekday?.value || "",
		});
		return page.dataset.saved;
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
