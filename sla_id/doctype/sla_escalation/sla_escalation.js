// SLA Escalation: what the tier owes as a checklist, and the ways to fulfil it (000 §4.2).

(() => {
	const SECTION = "sla-duties-section";
	const COLOURS = { open: "blue", late: "red", done: "green", done_late: "orange", lapsed: "gray" };
	const AGENTS = ["SLA Agent", "SLA Manager", "System Manager", "Agent", "Support Team"];
	const call = (method, args) => sla_id.call(`sla_id.api.escalation_work.${method}`, args);
	const esc = (text) => frappe.utils.escape_html(String(text ?? ""));

	frappe.ui.form.on("SLA Escalation", {
		refresh(frm) {
			if (frm.is_new()) return;
			// the checklist says in words what the table holds, due_text what due_utc does
			frm.toggle_display(["duties", "due_utc"], false);
			add_buttons(frm);
			call("get_duties", { sla_ticket: frm.doc.sla_ticket }).then((rows) => draw(frm, rows));
		},
	});

	function add_buttons(frm) {
		const { name, sla_ticket } = frm.doc;
		const open = (doctype, method) =>
			call(method, { escalation: name }).then((made) => frappe.set_route("Form", doctype, made));
		if (frappe.model.can_create("SLA Action Plan")) {
			frm.add_custom_button(__("Write action plan"), () => open("SLA Action Plan", "write_plan"));
		}
		if (frappe.model.can_create("SLA Conference Call")) {
			frm.add_custom_button(__("Call a conference"), () => open("SLA Conference Call", "call_conference"));
		}
		frm.add_custom_button(__("SLA Ticket"), () => frappe.set_route("Form", "SLA Ticket", sla_ticket));
	}

	function draw(frm, rows) {
		frm.dashboard.parent.find(`.${SECTION}`).remove();
		const duties = rows.find((row) => row.escalation === frm.doc.name)?.duties || [];
		if (!duties.length) return;
		const body = frm.dashboard.add_section(
			`<ul class="sla-findings">${duties.map(duty_html).join("")}</ul>`,
			__("What it owes"),
			`custom ${SECTION}`
		);
		frm.dashboard.show();
		body.find("[data-duty]").on("click", (event) => tick(frm, event.currentTarget.dataset.duty, duties));
	}

	function duty_html(duty) {
		const said = [
			duty.due_text && __("Due: {0}", [esc(duty.due_text)]),
			duty.done_text && __("Done: {0}", [esc(duty.done_text)]),
			esc(duty.done_by),
			esc(duty.planned_text),
			duty.note && `“${esc(duty.note)}”`,
			reference(duty),
		].filter(Boolean);
		const may_tick = duty.by_hand && !duty.done_text && AGENTS.some((role) => frappe.user.has_role(role));
		return `<li class="sla-finding">
			<span class="indicator-pill ${COLOURS[duty.state]}">${esc(duty.state_label)}</span>
			<strong>${esc(duty.label)}</strong>
			${duty.late_text ? `<span class="text-danger">${esc(duty.late_text)}</span>` : ""}
			${said.length ? `<div class="sla-source">${said.join(" · ")}</div>` : ""}
			${may_tick ? `<button class="btn btn-xs btn-default" data-duty="${esc(duty.row)}">${__("Tick it off")}</button>` : ""}
		</li>`;
	}

	function reference({ reference_doctype, reference_name }) {
		if (!reference_name || !frappe.model.can_read(reference_doctype)) return "";
		const url = frappe.utils.get_form_link(reference_doctype, reference_name);
		return `<a href="${url}">${esc(__(reference_doctype))}</a>`;
	}

	function tick(frm, row, duties) {
		const { label } = duties.find((duty) => duty.row === row);
		sla_id.ask(
			[{ fieldname: "note", fieldtype: "Small Text", label: __("What was done?"), reqd: 1 }],
			({ note }) =>
				call("tick_duty", { escalation: frm.doc.name, row, note }).then(() => {
					frappe.show_alert({ message: __("The duty is ticked off."), indicator: "green" });
					frm.reload_doc();
				}),
			esc(label),
			__("Save")
		);
	}
})();
