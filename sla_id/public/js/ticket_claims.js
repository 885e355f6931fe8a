// Pauses with a reason, claims for a stretch of a ticket's clocks, causes of missed targets: what stands under the clocks, the dialogs
// that say them, and the decisions. The panel of a ticket and the forms of the records share it: hooks.py puts it before theirs.

frappe.provide("sla_id.ticket_claims");

(() => {
	const esc = sla_id.escape;
	const is_manager = () => ["SLA Manager", "System Manager"].some((role) => frappe.user.has_role(role));

	// ---- under the clocks

	sla_id.ticket_claims.html = (data) =>
		[missing_html(data), pauses_html(data), claims_html(data), answers_html(data)].join("");

	function section(look, title, items) {
		if (!items.length) return "";
		return `<div class="${look}"><h4>${title}</h4><ul>${items.map((item) => `<li>${item}</li>`).join("")}</ul></div>`;
	}

	function button(act, value, label, look = "btn-default") {
		return `<button class="btn btn-xs ${look}" data-claims="${act}" data-value="${esc(value)}">${label}</button>`;
	}

	function facts(list) {
		return `<span class="text-muted">${list.filter(Boolean).map(esc).join(" · ")}</span>`;
	}

	function missing_html({ over, missing_reasons = [], missing_causes = [] }) {
		const may = sla_id.is_agent();
		const items = [
			over && esc(over),
			...missing_reasons.map(
				(row) =>
					`${esc(__("Why was it paused on {0}?", [row.start_text]))} ${may ? button("name", row.start, __("Give the reason")) : ""}`,
			),
			...missing_causes.map(
				(row, number) =>
					`${esc(__("Why was the target {0} missed?", [row.label]))} ${may ? button("explain", number, __("Give the cause")) : ""}`,
			),
		];
		return section("sla-missing", __("Its people still have to say"), items.filter(Boolean));
	}

	function pauses_html({ pauses = [] }) {
		return section("sla-decisions", __("Pauses"), pauses.map(pause_html));
	}

	function pause_html(row) {
		const title = row.reason || row.status;
		const span = row.lasts ? __("since {0}", [row.start_text]) : `${row.start_text} – ${row.end_text}`;
		const decided = row.decided_by && __("decided by {0}, {1}", [row.decided_by, row.decided_text]);
		const acts = row.may_decide
			? button("approve", row.name, __("Approve", null, "SLA Ticket Claim"), "btn-primary") +
				button("refuse", row.name, __("Refuse"))
			: "";
		const change =
			row.name && is_manager() && !row.decided_by
				? button("rename", row.start, __("Another reason"))
				: "";
		const by = row.by && __("reason given by {0}, {1}", [row.by, row.asked_text]);
		return `<strong>${row.name ? sla_id.link("SLA Ticket Pause", row.name, title) : esc(title)}</strong>
			<span class="indicator-pill ${row.waits ? "orange" : "gray"}">${esc(row.state_label)}</span>
			${facts([span, row.over_text, by, decided, row.decision_reason, row.evidence])}
			${file_html(row)} ${acts} ${change} ${supposed_html(row, __("If it is approved"))}`;
	}

	function claims_html({ claims = [] }) {
		return section("sla-decisions", __("Excluded afterwards"), claims.map(claim_html));
	}

	function claim_html(row) {
		const shade = { Open: "orange", Granted: "green", "Partly Granted": "green" }[row.status] || "gray";
		const decided = row.decided_by && __("decided by {0}, {1}", [row.decided_by, row.decided_text]);
		const acts = row.may_decide ? button("grant", row.name, __("Decide"), "btn-primary") : "";
		const withdrawal =
			row.may_withdraw && sla_id.is_agent()
				? button("withdraw", row.name, __("Withdraw", null, "SLA Ticket Claim"))
				: "";
		const back = row.may_take_back ? button("take_back", row.name, __("Take back")) : "";
		const taken =
			row.taken_back_by && __("taken back by {0}, {1}", [row.taken_back_by, row.taken_back_text]);
		const stay = row.sent_stay && __("Escalations that were sent stay as they were sent.");
		const granted = row.granted_text && __("granted: {0}", [row.granted_text]);
		return `<strong>${sla_id.link("SLA Ticket Claim", row.name, row.label)}</strong>
			<span class="indicator-pill ${shade}">${esc(row.status_label)}</span>
			${facts([`${row.from_text} – ${row.to_text}`, granted, __("claimed by {0}, {1}", [row.by, row.claimed_text]), decided, row.decision_reason, taken, row.taken_back_reason, row.evidence, stay])}
			${file_html(row)} ${acts} ${withdrawal} ${back} ${supposed_html(row, __("If it is granted"))}`;
	}

	function file_html({ evidence_file }) {
		return evidence_file
			? `<a href="${esc(encodeURI(evidence_file))}" target="_blank" rel="noopener">${__("Evidence")}</a>`
			: "";
	}

	function supposed_html({ supposed }, title) {
		return supposed.length
			? `<span class="sla-supposed">${esc(title)}: ${supposed.map(esc).join("; ")}</span>`
			: "";
	}

	function answers_html({ answers = [] }) {
		const items = answers.map((row, number) => {
			const title = row.team ? `${row.label} · ${row.team}` : row.label;
			const change = sla_id.is_agent()
				? button("correct", number, __("Correct", null, "SLA Breach Answer"))
				: "";
			return `<strong>${sla_id.link("SLA Breach Answer", row.name, title)}</strong>
				${facts([row.cause, row.root_cause, row.by && __("answered by {0}, {1}", [row.by, row.at])])} ${change}`;
		});
		return section("sla-decisions", __("Causes of missed targets"), items);
	}

	// The buttons in what `html` drew; `done` draws anew.
	sla_id.ticket_claims.listen = ($wrapper, data, done) => {
		const find = (value) => data.claims.find((row) => row.name === value);
		const acts = {
			name: (value) => name_reason(data, value, false, done),
			rename: (value) => name_reason(data, value, true, done),
			explain: (value) => explain(data, data.missing_causes[value], null, done),
			correct: (value) => explain(data, data.answers[value], data.answers[value], done),
			approve: (value) => decide_on_pause(value, true, done),
			refuse: (value) => decide_on_pause(value, false, done),
			grant: (value) => decide_on_claim(find(value), done),
			withdraw: (value) => withdraw(value, done),
			take_back: (value) => take_back(value, done),
		};
		$wrapper
			.find("[data-claims]")
			.on("click", ({ currentTarget: { dataset } }) => acts[dataset.claims](dataset.value));
	};

	// ---- on a ticket's form

	// "Pause with a reason" where the agreement names reasons, "Claim an exclusion" where it names classes.
	sla_id.ticket_claims.add_to_ticket = (frm, doctype, name, done) => {
		if (!sla_id.is_agent()) return;
		const group = __("Clocks");
		const act = (start) => async () => {
			const data = await sla_id.call("sla_id.api.ticket.get_clocks", { doctype, name });
			start(data, done);
		};
		frm.add_custom_button(__("Pause with a reason"), act(pause), group);
		frm.add_custom_button(__("Claim an exclusion"), act(claim), group);
	};

	function reason_field({ choices }) {
		return {
			fieldname: "reason",
			fieldtype: "Select",
			label: __("Reason"),
			reqd: 1,
			options: choices.reasons.map(({ code, label }) => ({ value: code, label })),
			description: __("As the agreement names them"),
		};
	}

	function evidence_fields() {
		return [
			{ fieldname: "evidence", fieldtype: "Small Text", label: __("Evidence") },
			{ fieldname: "evidence_file", fieldtype: "Attach", label: __("Evidence as a file") },
		];
	}

	// What the agreement asks for with the chosen reason stands under it.
	function say_what_it_asks(dialog, { choices }) {
		const field = dialog.get_field("reason");
		const say = () => {
			const reason = choices.reasons.find(({ code }) => code === field.get_value());
			const needs = [
				reason?.description,
				reason?.evidence && __("Evidence is needed."),
				reason?.approval &&
					__(
						"Another person has to approve it. Until then the clocks run; approved, the pause counts from its beginning; refused, it never was one.",
					),
				reason?.longest && __("After {0} the clocks resume by themselves.", [reason.longest]),
			];
			field.set_description(esc(needs.filter(Boolean).join(" ")));
		};
		field.df.onchange = say;
		say();
	}

	function pause(data, done) {
		const { choices } = data;
		if (!choices?.reasons.length) {
			frappe.msgprint(
				__("The agreement names no reasons: a status of the helpdesk pauses the ticket."),
			);
			return;
		}
		const fields = [
			{
				fieldname: "status",
				fieldtype: "Select",
				label: __("Status"),
				reqd: 1,
				options: choices.statuses.map((status) => ({ value: status, label: __(status) })),
				default: choices.statuses[0],
			},
			reason_field(data),
			...evidence_fields(),
		];
		const send = (values) =>
			sla_id.call("sla_id.api.ticket_claims.pause", { ...ticket(data), ...values }).then(done);
		say_what_it_asks(
			sla_id.ask(fields, send, __("Pause with a reason"), __("Pause", null, "SLA Ticket Claim")),
			data,
		);
	}

	function ticket({ choices }) {
		return { doctype: choices.doctype, name: choices.ticket };
	}

	function name_reason(data, started, again, done) {
		const fields = [reason_field(data), ...evidence_fields()];
		if (again)
			fields.push({
				fieldname: "why",
				fieldtype: "Small Text",
				label: __("Why does it change?"),
				reqd: 1,
			});
		const send = (values) =>
			sla_id
				.call("sla_id.api.ticket_claims.name_reason", { ...ticket(data), started, ...values })
				.then(done);
		say_what_it_asks(sla_id.ask(fields, send, __("Reason of the pause"), __("Save")), data);
	}

	function claim(data, done) {
		const { choices } = data;
		if (!choices?.classes.length) {
			frappe.msgprint(__("The agreement names nothing that may be excluded."));
			return;
		}
		const at = (fieldname, label) => ({ fieldname, fieldtype: "Datetime", label, reqd: 1 });
		const fields = [
			{
				fieldname: "code",
				fieldtype: "Select",
				label: __("Class", null, "SLA Ticket Claim"),
				reqd: 1,
				options: choices.classes.map(({ code, label }) => ({ value: code, label })),
			},
			at("start", __("From")),
			at("end", __("To", null, "SLA Ticket Claim")),
			...evidence_fields(),
		];
		const send = (values) =>
			sla_id.call("sla_id.api.ticket_claims.claim", { ...ticket(data), ...values }).then((name) => {
				frappe.show_alert({
					message: __("Claimed: {0}. Another person decides on it.", [
						sla_id.link("SLA Ticket Claim", name),
					]),
					indicator: "green",
				});
				return done(name);
			});
		sla_id.ask(fields, send, __("Claim an exclusion"), __("Claim", null, "SLA Ticket Claim"));
	}

	function explain(data, row, known, done) {
		const { causes } = data.choices;
		const fields = [
			causes.length && {
				fieldname: "cause",
				fieldtype: "Select",
				label: __("Cause"),
				reqd: 1,
				options: causes.map(({ code, label }) => ({ value: code, label })),
				default: known?.cause_code,
			},
			{
				fieldname: "root_cause",
				fieldtype: "Small Text",
				label: __("Root cause"),
				description: __("What led to it. Partners see the cause, not this."),
				reqd: 1,
				default: known?.root_cause,
			},
			known && { fieldname: "why", fieldtype: "Small Text", label: __("Why does it change?"), reqd: 1 },
		];
		const about = { ...ticket(data), clock: row.clock, team: row.team };
		const send = (values) =>
			sla_id.call("sla_id.api.ticket_claims.explain", { ...about, ...values }).then(done);
		sla_id.ask(fields.filter(Boolean), send, __("Why was the target missed?"), __("Save"));
	}

	// ---- decisions

	function decide_on_pause(name, approved, done) {
		const send = ({ reason }) =>
			sla_id
				.call("sla_id.api.ticket_claims.decide_on_pause", {
					pause: name,
					approved,
					reason: reason || "",
				})
				.then(done);
		const field = {
			fieldname: "reason",
			fieldtype: "Small Text",
			label: __("Reason"),
			reqd: approved ? 0 : 1,
		};
		const title = approved ? __("Approve the pause") : __("Refuse the pause");
		sla_id.ask(field, send, title, approved ? __("Approve", null, "SLA Ticket Claim") : __("Refuse"));
	}

	function decide_on_claim({ name, from, to }, done) {
		const in_part = "eval:doc.decision === 'part'";
		const at = (fieldname, label, value) => ({
			fieldname,
			fieldtype: "Datetime",
			label,
			default: sla_id.outages.in_site_zone(value),
			depends_on: in_part,
		});
		const fields = [
			{
				fieldname: "decision",
				fieldtype: "Select",
				label: __("Decision"),
				reqd: 1,
				options: [
					{ value: "whole", label: __("Grant the whole") },
					{ value: "part", label: __("Grant a part") },
					{ value: "refuse", label: __("Refuse") },
				],
			},
			at("start", __("From"), from),
			at("end", __("To", null, "SLA Ticket Claim"), to),
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
		];
		const send = ({ decision, start, end, reason }) => {
			const part = decision === "part" ? { start, end } : {};
			const granted = decision !== "refuse";
			return sla_id
				.call("sla_id.api.ticket_claims.decide_on_claim", { claim: name, granted, reason, ...part })
				.then(done);
		};
		sla_id.ask(fields, send, __("Decide on the claim"), __("Save"));
	}

	function withdraw(name, done) {
		sla_id.ask_text(
			__("Reason"),
			(reason) => sla_id.call("sla_id.api.ticket_claims.withdraw", { claim: name, reason }).then(done),
			__("Withdraw the claim"),
			__("Withdraw", null, "SLA Ticket Claim"),
		);
	}

	function take_back(name, done) {
		sla_id.ask_text(
			__("Reason"),
			(reason) => sla_id.call("sla_id.api.ticket_claims.take_back", { claim: name, reason }).then(done),
			__("Take back what was granted: it counts again"),
			__("Take back"),
		);
	}

	// The buttons on the record's own form.
	sla_id.ticket_claims.add_decisions = (frm) => {
		const { doctype, name, status, asked_by, claimed_by, from_utc, to_utc } = frm.doc;
		if (!is_manager() || [asked_by, claimed_by].includes(frappe.session.user)) return;
		const done = () => frm.reload_doc();
		if (doctype === "SLA Ticket Pause" && status === "Waiting") {
			frm.add_custom_button(__("Approve", null, "SLA Ticket Claim"), () =>
				decide_on_pause(name, true, done),
			).addClass("btn-primary");
			frm.add_custom_button(__("Refuse"), () => decide_on_pause(name, false, done));
		}
		if (doctype === "SLA Ticket Claim" && status === "Open") {
			const row = { name, from: from_utc, to: to_utc };
			frm.add_custom_button(__("Decide"), () => decide_on_claim(row, done)).addClass("btn-primary");
		}
		if (doctype === "SLA Ticket Claim" && ["Granted", "Partly Granted"].includes(status))
			frm.add_custom_button(__("Take back"), () => take_back(name, done));
	};
})();
