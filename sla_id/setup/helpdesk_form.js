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
		const data = await ask("sla_id.api.ticket.get_clocks", {}, __("The clocks could not be loaded."));
		if (!data) return;
		$dialog({
			title: `SLA · ${data.agreement || __("No Agreement")}${data.priority ? ` · ${data.priority}` : ""}`,
			size: "xl",
			html: `${data.problem ? `<p style="margin-bottom:8px">${esc(data.problem)}</p>` : ""}
				${data.clocks.map(card).join("")}
				${missing(data)}
				${list(__("Pauses"), data.pauses, pause_row)}
				${list(__("Excluded afterwards"), data.claims, claim_row)}
				${list(__("Causes of missed targets"), data.answers, answer_row)}
				${list(__("Requests waiting for a decision"), data.requests, request)}
				${list(__("Escalations"), data.escalations, escalation)}
				${list(__("Why these targets"), data.reasons, (reason) => `<li>${esc(reason)}</li>`)}`,
			actions: answers_to(data),
		});
	}

	// What the ticket's people still have to say, as buttons of the dialog, which stays open beneath.
	function answers_to({ missing_reasons = [], missing_causes = [], choices }) {
		const answers = [];
		if (missing_reasons.length) answers.push([__("Give the reason"), say_reason]);
		if (missing_causes.length)
			answers.push([__("Give the cause"), () => say_cause(missing_causes[0], choices.causes)]);
		return answers.map(([label, onClick]) => ({ label, variant: "subtle", onClick }));
	}

	function missing({ over, missing_reasons = [], missing_causes = [] }) {
		const items = [
			over,
			...missing_reasons.map((row) => __("Why was it paused on {0}?", row.start_text)),
			...missing_causes.map((row) => __("Why was the target {0} missed?", row.label)),
		].filter(Boolean);
		const asked = list(__("Its people still have to say"), items, (text) => `<li>${esc(text)}</li>`);
		return `<div id="sla-claim-missing">${asked}</div>`;
	}

	function pause_row(row) {
		const span = row.lasts ? __("since {0}", row.start_text) : `${row.start_text} – ${row.end_text}`;
		const facts = [span, row.state_label, row.over_text, row.by, row.evidence, row.decision_reason];
		const title = row.reason || row.status;
		const name = row.name ? link("sla-ticket-pause", row.name, title) : esc(title);
		return `<li>${name}: ${facts.filter(Boolean).map(esc).join(" · ")}${supposed(row, __("If it is approved"))}</li>`;
	}

	function claim_row(row) {
		const facts = [row.status_label, `${row.from_text} – ${row.to_text}`, row.by, row.evidence];
		const decided = [row.decision_reason, row.taken_back_text, row.taken_back_reason];
		const said = [...facts, ...decided].filter(Boolean).map(esc).join(" · ");
		return `<li>${link("sla-ticket-claim", row.name, row.label)}: ${said}${supposed(row, __("If it is granted"))}</li>`;
	}

	function supposed(row, title) {
		return row.supposed.length ? `<br>${esc(`${title}: ${row.supposed.join("; ")}`)}` : "";
	}

	function answer_row(row) {
		const facts = [row.cause, row.root_cause, row.by].filter(Boolean);
		return `<li>${link("sla-breach-answer", row.name, row.label)}: ${facts.map(esc).join(" · ")}</li>`;
	}

	// "Pause" with a reason, or the reason of a pause that a status began without one.
	async function say_reason() {
		const data = await ask("sla_id.api.ticket.get_clocks", {}, __("The clocks could not be loaded."));
		if (!data) return;
		const { reasons, statuses } = data.choices;
		const pause = data.missing_reasons[0];
		if (!reasons.length) {
			const none = __("The agreement names no reasons: a status of the helpdesk pauses the ticket.");
			$dialog({ title: __("Pause with a reason"), html: `<p>${esc(none)}</p>` });
			return;
		}
		const rows = [
			pause
				? `<p style="margin-bottom:8px">${esc(__("Why was it paused on {0}?", pause.start_text))}</p>`
				: "",
			pause
				? ""
				: labelled(
						__("Status"),
						select(
							"status",
							statuses.map((name) => [name, __(name)]),
						),
					),
			labelled(
				__("Reason"),
				select(
					"reason",
					reasons.map((each) => [each.code, say_reason_label(each)]),
				),
			),
			labelled(__("Evidence"), `<textarea id="sla-claim-evidence" rows="2" ${style}></textarea>`),
		];
		const send = (dialog) => {
			const values = { reason: typed("reason"), evidence: typed("evidence") };
			const given = pause
				? ["name_reason", { ...values, started: pause.start }]
				: ["pause", { ...values, status: typed("status") }];
			return send_claim(dialog, ...given);
		};
		open_form(__("Pause with a reason"), rows, send);
	}

	function say_reason_label({ label, evidence, approval, longest }) {
		const asks = [
			evidence && __("Evidence is needed."),
			approval && __("Another person has to approve it."),
			longest && __("After {0} the clocks resume by themselves.", longest),
		];
		return [label, ...asks].filter(Boolean).join(" · ");
	}

	function say_cause({ clock, team, label }, causes) {
		const rows = [
			`<p style="margin-bottom:8px">${esc(__("Why was the target {0} missed?", label))}</p>`,
			causes.length
				? labelled(
						__("Cause"),
						select(
							"cause",
							causes.map((each) => [each.code, each.label]),
						),
					)
				: "",
			labelled(__("Root cause"), `<textarea id="sla-claim-root" rows="3" ${style}></textarea>`),
		];
		open_form(__("Why was the target missed?"), rows, (dialog) =>
			send_claim(dialog, "explain", { clock, team, cause: typed("cause"), root_cause: typed("root") }),
		);
	}

	function open_form(title, rows, send) {
		const save = { label: __("Save"), variant: "solid", onClick: send };
		$dialog({ title, size: "lg", html: rows.join(""), actions: [save] });
	}

	function select(name, options) {
		const html = options.map(([code, label]) => `<option value="${esc(code)}">${esc(label)}</option>`);
		return `<select id="sla-claim-${name}" ${style}>${html.join("")}</select>`;
	}

	function typed(name) {
		return document.getElementById(`sla-claim-${name}`)?.value?.trim() || "";
	}

	async function send_claim(dialog, method, values) {
		const said = await ask(`sla_id.api.ticket_claims.${method}`, values, __("It could not be recorded."));
		if (!said) return;
		(dialog?.close || dialog)?.();
		// what was shown before isn't true any more
		document.getElementById("sla-claim-missing")?.remove();
		toast.success(__("It is recorded."));
	}

	const style =
		'style="width:100%;border:1px solid #c7c7c7;border-radius:6px;padding:6px 8px;background:transparent"';

	function labelled(label, control) {
		return `<label style="display:block;margin-bottom:10px"><span style="display:block;margin-bottom:4px">${esc(label)}</span>${control}</label>`;
	}

	// An outage from the ticket in one act: what it says is filled in, and can be changed before it is sent.
	async function report_outage() {
		const said = await ask_outage("suggest_from_ticket", {});
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
		const services = said.known_services.map(
			({ name, label }) =>
				`<option value="${esc(name)}"${said.services.includes(name) ? " selected" : ""}>${esc(`${name} · ${label}`)}</option>`,
		);
		const open = said.open.map(
			({ name, title }) => `<option value="${esc(name)}">${esc(`${name}: ${title}`)}</option>`,
		);
		return `${open.length ? labelled(__("Belongs to an open outage"), `<select id="sla-outage-join" ${style}><option value="">${esc(__("No, report a new one"))}</option>${open.join("")}</select>`) : ""}
			${labelled(__("Title"), `<input id="sla-outage-title" maxlength="140" value="${esc(said.title)}" ${style}>`)}
			${labelled(__("Service", null, "SLA Outage"), `<select id="sla-outage-service" ${style}><option value=""></option>${services.join("")}</select>`)}
			${labelled(`${__("Started at")} (${Intl.DateTimeFormat().resolvedOptions().timeZone})`, `<input id="sla-outage-start" type="datetime-local" value="${local_time(said.started)}" ${style}>`)}
			${labelled(__("Cause"), `<textarea id="sla-outage-cause" rows="2" ${style}></textarea>`)}
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
			? await ask_outage("join", { outage: join })
			: await ask_outage("report_ticket", {
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

	function ask_outage(method, values) {
		return ask(`sla_id.api.outages.${method}`, values, __("The outage could not be recorded."));
	}

	// A function of the app's about this ticket; undefined where it was refused, and says why.
	async function ask(method, values, failed) {
		try {
			return await call(method, { doctype: "HD Ticket", name: String(doc.name), ...values });
		} catch (error) {
			toast.error(error?.messages?.[0] || failed);
		}
	}

	return {
		actions: [
			{ label: "SLA", onClick: show },
			{ label: __("Pause", null, "SLA Ticket Claim"), onClick: say_reason },
			{ label: __("Report outage"), onClick: report_outage },
		],
	};
}
