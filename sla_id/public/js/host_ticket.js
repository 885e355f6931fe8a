// HD Ticket and Issue in the desk: the clocks at the top of the form. After clock_panel.js in hooks.py's doctype_js.

(() => {
	const SECTION = "sla-host-section";

	function refresh(frm) {
		frm.dashboard.parent.find(`.${SECTION}`).remove();
		if (frm.is_new() || !has_record(frm)) return;
		// a class without spaces: the dashboard removes what is "custom" when another document is opened
		const body = frm.dashboard.add_section("", __("Service level"), `custom ${SECTION}`);
		frm.dashboard.show();
		sla_id.clock_panel.show(body, {
			fetch: () => fetch_clocks(frm.doc.doctype, frm.doc.name),
			reasons: true,
			mark_fact: (code, value) =>
				sla_id.call("sla_id.api.ticket.mark_fact", {
					doctype: frm.doc.doctype,
					name: String(frm.doc.name),
					code,
					value,
				}),
			record_link: frappe.model.can_read("SLA Ticket"),
		});
		sla_id.ticket_actions.add_workaround(frm, frm.doc.doctype, String(frm.doc.name), () =>
			frm.reload_doc(),
		);
		const { doctype, name } = frm.doc;
		sla_id.ticket_actions.add_escalation(frm, doctype, String(name), `${doctype} ${name}`, () =>
			frm.reload_doc(),
		);
		sla_id.outages.add_to_ticket(frm, doctype, String(name));
		sla_id.ticket_claims.add_to_ticket(frm, doctype, String(name), () => frm.reload_doc());
	}

	// Tickets from before the app was installed have none, and nothing to show.
	function has_record(frm) {
		return Boolean(frm.doc.sla_id_state);
	}

	function fetch_clocks(doctype, name) {
		return sla_id.call("sla_id.api.ticket.get_clocks", { doctype, name: String(name) });
	}

	// A priority that a person changes later holds once there is a reason: ask for it at once.
	function ask_reason(frm) {
		if (frm.is_new() || !has_record(frm) || !frm.doc.sla_id_priority) return;
		sla_id.ask_text(
			__("Reason for this priority"),
			(reason) => frm.set_value("sla_id_priority_reason", reason),
			__("Why {0}?", [frm.doc.sla_id_priority]),
		);
	}

	for (const doctype of ["HD Ticket", "Issue"]) {
		frappe.ui.form.on(doctype, { refresh, sla_id_priority: ask_reason });
	}
})();
