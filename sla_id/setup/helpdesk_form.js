// Helpdesk's own front end (HD Form Script, agents): a button "SLA" on a ticket that shows its clocks.
// Written into the site by setup/helpdesk_form.py. Helpdesk runs this text; it sees only what setupForm is given.
function setupForm({ doc, call, toast, $dialog }) {
	// Helpdesk's own fills places in otherwise than the desk's: only its translations are asked for
	const __ = (text, ...values) =>
		(window.__ ? window.__(text) : text).replace(/{(\d)}/g, (place, number) => values[number] ?? place);
	const shades = {
		blue: "#0b5cad",
		orange: "#8a3c00",
		red: "#9c1c1c",
		yellow: "#6b5200",
		green: "#17603a",
	};

	function esc(text) {
		const element = document.createElement("span");
		element.textContent = text ?? "";
		return element.innerHTML.replaceAll('"', "&quot;");
	}

	function card(clock) {
		const name = clock.team ? `${clock.label} · ${clock.team}` : clock.label;
		return `<div style="border:1px solid #e2e2e2;border-left:4px solid ${shades[clock.colour] || "#7c7c7c"};border-radius:8px;padding:10px 12px;margin-bottom:8px">
			<div style="display:flex;justify-content:space-between;gap:8px">
				<strong>${esc(name)}</strong>
				<span style="color:${shades[clock.colour] || "#3d444c"};font-weight:600">${esc(clock.state_label)}</span>
			</div>
			<div>${clock.due_text ? esc(`${due_label(clock)}: ${clock.due_text}`) : ""}</div>
			<div style="color:#525252">${clock.due_own_text ? esc(__("Your time: {0}", clock.due_own_text)) : ""}</div>
			<div style="color:#525252">${esc(clock.left_text)}</div>
			${
				clock.due && clock.receipt
					? `<details><summary style="cursor:pointer">${esc(__("Why this deadline"))}</summary>
					<pre style="white-space:pre;overflow-x:auto;font-size:12px;background:#f5f5f5;border-radius:6px;padding:8px;margin-top:6px">${esc(clock.receipt)}</pre></details>`
					: ""
			}
		</div>`;
	}

	function due_label({ state }) {
		if (state === "paused") return __("Due, if work resumed now");
		return ["met", "missed", "done", "excluded"].includes(state) ? __("Was due") : __("Due");
	}

	function link(doctype, name, text) {
		return `<a style="text-decoration:underline" target="_blank" href="/app/${doctype}/${encodeURIComponent(name)}">${esc(text)}</a>`;
	}

	function level(row) {
		return __("Level {0}", row.level);
	}

	function request(row) {
		const facts = [
			row.reason,
			row.explanation && `“${row.explanation}”`,
			__("asked by {0}, {1}", row.asked_by, row.asked),
			__("Decide by {0}. After that, the request counts as valid.", row.decide_by),
		].filter(Boolean);
		return `<li>${link("sla-escalation-request", row.name, level(row))}: ${facts.map(esc).join(" · ")}</li>`;
	}

	function escalation(row) {
		const taken = row.acknowledged
			? __("taken over by {0}, {1}", row.acknowledged_by, row.acknowledged)
			: row.acknowledge_by && __("must be taken over by {0}", row.acknowledge_by);
		const title = [level(row), row.title].filter(Boolean).join(" · ");
		const facts = [row.fired, taken].filter(Boolean).map(esc).join(" · ");
		return `<li>${link("sla-escalation", row.name, title)}: ${facts}
			<ul style="list-style:circle;padding-left:20px">${row.duties.map(duty).join("")}</ul></li>`;
	}

	function duty(row) {
		const facts = [row.state_label, row.late_text, row.due_text && __("Due: {0}", row.due_text)];
		return `<li>${esc(row.label)}: ${facts.filter(Boolean).map(esc).join(" · ")}</li>`;
	}

	function list(title, rows, draw) {
		if (!rows.length) return "";
		return `<strong>${esc(title)}</strong><ul style="list-style:disc;padding-left:20px;margin-bottom:8px">${rows.map(draw).join("")}</ul>`;
	}

	async function show() {
		let data;
		try {
			data = await call("sla_id.api.ticket.get_clocks", {
				doctype: "HD Ticket",
				name: String(doc.name),
			});
		} catch (error) {
			toast.error(error?.messages?.[0] || __("The clocks could not be loaded."));
			return;
		}
		$dialog({
			title: `SLA · ${data.agreement || __("No Agreement")}${data.priority ? ` · ${data.priority}` : ""}`,
			size: "xl",
			html: `${data.problem ? `<p style="margin-bottom:8px">${esc(data.problem)}</p>` : ""}
				${data.clocks.map(card).join("")}
				${list(__("Requests waiting for a decision"), data.requests, request)}
				${list(__("Escalations"), data.escalations, escalation)}
				${list(__("Why these targets"), data.reasons, (reason) => `<li>${esc(reason)}</li>`)}`,
		});
	}

	return { actions: [{ label: "SLA", onClick: show }] };
}
