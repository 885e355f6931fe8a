// The partner's agreement page: their decision on a proposed version, and the report of a changed contact.

(() => {
	function busy(section, on) {
		section.querySelectorAll("button").forEach((button) => (button.disabled = on));
	}

	function say(section, text) {
		const notice = section.querySelector(".sla-notice");
		notice.textContent = text;
		notice.hidden = false;
	}

	const decide = document.querySelector("section.sla-decide");
	decide?.querySelectorAll("button").forEach((button) =>
		button.addEventListener("click", async () => {
			busy(decide, true);
			try {
				await slaPortal.post("sla_id.api.agreement.decide", {
					agreement: decide.dataset.agreement,
					decision: button.dataset.decision,
					content_hash: decide.dataset.hash,
					comment: decide.querySelector("textarea").value,
				});
				location.reload();
			} catch (error) {
				say(decide, error.message);
				busy(decide, false);
			}
		}),
	);

	const change = document.querySelector("details.sla-contact-change");
	change?.querySelector("button").addEventListener("click", async () => {
		busy(change, true);
		try {
			const text = change.querySelector("textarea");
			await slaPortal.post("sla_id.api.agreement.report_contact", {
				agreement: change.dataset.agreement,
				change: text.value,
			});
			text.value = "";
			say(change, change.dataset.thanks);
		} catch (error) {
			say(change, error.message);
		}
		busy(change, false);
	});
})();
