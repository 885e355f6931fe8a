// Helpdesk's own front end (HD Form Script, agents): a button "SLA" on a ticket that shows its clocks.
// Written into the site by setup/helpdesk_form.py. Helpdesk runs this text; it sees only what setupForm is given.
function setupForm({ doc, call, toast, $dialog }) {
	const __ = window.__ || ((text) => text);
	const colours = {
		running: "#0b5cad",
		at_risk: "#8a3c00",
		breached: "#9c1c1c",
		missed: "#9c1c1c",
		paused: "#6b5200",
		met: "#17603a",
	};

	function esc(text) {
		const element = document.createElement("span");
		element.textContent = text ?? "";
		return element.innerHTML.replaceAll('"', "&quot;");
	}

	function card(clock) {
		const name = clock.team ? `${clock.label} · ${clock.team}` : clock.label;
		const left = clock.running && clock.remaining_text ? `${__("Working time left")}: ${clock.remaining_text}` : "";
		return `<div style="border:1px solid #e2e2e2;border-left:4px solid ${colours[clock.state] || "#7c7c7c"};border-radius:8px;padding:10px 12px;margin-bottom:8px">
			<div style="display:flex;justify-content:space-between;gap:8px">
				<strong>${esc(name)}</strong>
				<span style="color:${colours[clock.state] || "#3d444c"};font-weight:600">${esc(clock.state_label)}</span>
			</div>
			<div>${clock.due_text ? esc(`${__("Due")}: ${clock.due_text}`) : ""}</div>
			<div style="color:#525252">${esc(left)}</div>
			${
				clock.due && clock.receipt
					? `<details><summary style="cursor:pointer">${esc(__("Why this deadline"))}</summary>
					<pre style="white-space:pre;overflow-x:auto;font-size:12px;background:#f5f5f5;border-radius:6px;padding:8px;margin-top:6px">${esc(clock.receipt)}</pre></details>`
					: ""
			}
		</div>`;
	}

	async function show() {
		let data;
		try {
			data = await call("sla_id.api.ticket.get_clocks", { doctype: "HD Ticket", name: String(doc.name) });
		} catch (error) {
			toast.error(error?.messages?.[0] || __("The clocks could not be loaded."));
			return;
		}
		const reasons = data.reasons.map((reason) => `<li>${esc(reason)}</li>`).join("");
		$dialog({
			title: `SLA · ${data.agreement || __("No Agreement")}${data.priority ? ` · ${data.priority}` : ""}`,
			size: "xl",
			html: `${data.problem ? `<p style="margin-bottom:8px">${esc(data.problem)}</p>` : ""}
				${data.clocks.map(card).join("")}
				${reasons ? `<strong>${esc(__("Why these targets"))}</strong><ul style="list-style:disc;padding-left:20px">${reasons}</ul>` : ""}`,
		});
	}

	return { actions: [{ label: "SLA", onClick: show }] };
}
