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

	// An outage from the ticket in one act: what it says is filled in, and can be changed before it is sent.
	async function report_outage() {
		const said = await ask("suggest_from_ticket", {});
		if (!said) return;
		if (said.outages.length) {
			const links = said.outages.map((name) => link("sla-outage", name, name)).join(", ");
			$dialog({ title: __("Report an outage"), html: `<p>${esc(__("It is recorded:"))} ${links}</p>` });
			return;
		}
		$dialog({
			title: __("Report an outage"),
			size: "lg",
			html: outage_form(said),
			actions: [
				{
					label: __("Report an outage"),
					variant: "solid",
					onClick: (dialog) => send_outage(dialog, said),
				},
			],
		});
	}

	function outage_form(said) {
		const row = (label, control) =>
			`<label style="display:block;margin-bottom:10px"><span style="display:block;margin-bottom:4px">${esc(label)}</span>${control}</label>`;
		const style =
			'style="width:100%;border:1px solid #c7c7c7;border-radius:6px;padding:6px 8px;background:transparent"';
		const services = said.known_services.map(
			({ name, label }) =>
				`<option value="${esc(name)}"${said.services.includes(name) ? " selected" : ""}>${esc(`${name} · ${label}`)}</option>`,
		);
		const open = said.open.map(
			({ name, title }) => `<option value="${esc(name)}">${esc(`${name}: ${title}`)}</option>`,
		);
		return `${open.length ? row(__("Belongs to an open outage"), `<select id="sla-outage-join" ${style}><option value="">${esc(__("No, report a new one"))}</option>${open.join("")}</select>`) : ""}
			${row(__("Title"), `<input id="sla-outage-title" maxlength="140" value="${esc(said.title)}" ${style}>`)}
			${row(__("Service", null, "SLA Outage"), `<select id="sla-outage-service" ${style}><option value=""></option>${services.join("")}</select>`)}
			${row(`${__("Started at")} (${Intl.DateTimeFormat().resolvedOptions().timeZone})`, `<input id="sla-outage-start" type="datetime-local" value="${local_time(said.started)}" ${style}>`)}
			${row(__("Cause"), `<textarea id="sla-outage-cause" rows="2" ${style}></textarea>`)}
			${said.partner ? `<label><input id="sla-outage-everybody" type="checkbox"${said.everybody ? " checked" : ""}> ${esc(__("Other partners are affected too"))}</label>` : ""}`;
	}

	// An instant as an input of the browser takes it, in the browser's zone.
	function local_time(iso) {
		const at = new Date(iso);
		return new Date(at.getTime() - at.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
	}

	async function send_outage(dialog, said) {
		const value = (name) => document.getElementById(`sla-outage-${name}`)?.value?.trim() || "";
		const join = value("join");
		if (!join && !value("start")) {
			toast.error(__("Started at: give a date and a time."));
			return;
		}
		// the minute that the ticket came in keeps its seconds while nobody changes it
		const start =
			value("start") === local_time(said.started)
				? said.started
				: join || new Date(value("start")).toISOString();
		const name = join
			? await ask("join", { outage: join })
			: await ask("report_ticket", {
					title: value("title"),
					services: JSON.stringify([value("service")].filter(Boolean)),
					started: start,
					cause: value("cause"),
					everybody: document.getElementById("sla-outage-everybody")?.checked ?? true,
				});
		if (!name) return;
		(dialog?.close || dialog)?.();
		toast.success(__("Recorded: {0}", name));
	}

	// A function of the app's about this ticket; undefined where it was refused, and says why.
	async function ask(method, values) {
		try {
			return await call(`sla_id.api.outages.${method}`, {
				doctype: "HD Ticket",
				name: String(doc.name),
				...values,
			});
		} catch (error) {
			toast.error(error?.messages?.[0] || __("The outage could not be recorded."));
		}
	}

	return {
		actions: [
			{ label: "SLA", onClick: show },
			{ label: __("Report outage"), onClick: report_outage },
		],
	};
}
