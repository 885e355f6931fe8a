// What the scripts of all partner pages share: calling a function of ours, and the reason where it refuses.

window.slaPortal = (() => {
	async function call(method, body, headers) {
		const token = document.querySelector('meta[name="csrf-token"]').content;
		const response = await fetch(`/api/method/${method}`, {
			method: "POST",
			headers: { Accept: "application/json", "X-Frappe-CSRF-Token": token, ...headers },
			body,
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

	return {
		// `values` as JSON; the function's answer. Throws an Error with the reason for people.
		post: (method, values) =>
			call(method, JSON.stringify(values), { "Content-Type": "application/json" }),
		// A FormData, e.g. with files.
		upload: (method, form) => call(method, form, {}),
	};
})();
