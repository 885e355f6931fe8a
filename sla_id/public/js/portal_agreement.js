// The partner's agreement page: their decision on a proposed version, and the report of a changed contact.

(() => {
	async function post(method, values, csrf) {
		const response = await fetch(`/api/method/${method}`, {
			method: "POST",
			headers: {
				"Content-Type": "application/json",
				Accept: "application/json",
				"X-Frappe-CSRF-Token": csrf,
			},
			body: JSON.stringify(values),
		});
		const answer = await response.json().catch(() => ({}));
		if (!response.ok) throw new Error(reason(answer));
		return answer.message;
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
				await post(
					"sla_id.api.agreement.decide",
					{
						agreement: decide.dataset.agreement,
						decision: button.dataset.decision,
						content_hash: decide.dataset.hash,
						comment: decide.querySelector("textarea").value,
					},
					decide.dataset.csrf
				);
				location.reload();
			} catch (error) {
				say(decide, error.message);
				busy(decide, false);
			}
		})
	);

	const change = document.querySelector("details.sla-contact-change");
	change?.querySelector("button").addEventListener("click", async () => {
		busy(change, true);
		try {
			const text = change.querySelector("textarea");
			await post(
				"sla_id.api.agreement.report_contact",
				{ agreement: change.dataset.agreement, change: text.value },
				change.dataset.csrf
			);
			text.value = "";
			say(change, change.dataset.thanks);
		} catch (error) {
			say(change, error.message);
		}
		busy(change, false);
	});
})();
