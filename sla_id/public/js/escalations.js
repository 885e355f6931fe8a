// What a tier owes and what is asked for: rows and dialogs that the clock panel, SLA Escalation and SLA Escalation Request share.
// hooks.py puts this file before theirs in doctype_js.

frappe.provide("sla_id.escalations");

(() => {
	const COLOURS = { open: "blue", late: "red", done: "green", done_late: "orange", lapsed: "gray" };
	const esc = sla_id.escape;

	// The checklist of one escalation, as a list; empty where it owes nothing.
	sla_id.escalations.duties_html = (duties) =>
		duties.length ? `<ul class="sla-findings">${duties.map(duty_html).join("")}</ul>` : "";

	function duty_html(duty) {
		const said = [
			duty.due_text && __("Due: {0}", [esc(duty.due_text)]),
			duty.done_text && __("Done: {0}", [esc(duty.done_text)]),
			esc(duty.done_by),
			esc(duty.planned_text),
			duty.note && `“${esc(duty.note)}”`,
			reference(duty),
		].filter(Boolean);
		const may_tick = duty.by_hand && !duty.done_text && sla_id.is_agent();
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

	// Asks what was done, then ticks a duty of an escalation off.
	sla_id.escalations.tick = (escalation, { row, label }, done) =>
		sla_id.ask_text(
			__("What was done?"),
			(note) =>
				sla_id.call("sla_id.api.escalation_work.tick_duty", { escalation, row, note }).then(() => {
					frappe.show_alert({ message: __("The duty is done."), indicator: "green" });
					return done();
				}),
			esc(label),
			__("Save"),
		);

	// Asks for the answer to a request, then finds it valid or not.
	sla_id.escalations.decide = (request, valid, done) => {
		const title = valid ? __("Accept") : __("Refuse");
		sla_id.ask(
			{
				fieldname: "answer",
				fieldtype: "Small Text",
				label: valid ? __("Answer") : __("Why it is not valid"),
				reqd: valid ? 0 : 1,
				description: __("The requester reads it by e-mail and on the ticket's page."),
			},
			({ answer }) =>
				sla_id
					.call("sla_id.api.escalation_requests.decide", { request, valid, answer: answer || "" })
					.then(done),
			title,
			title,
		);
	};
})();
