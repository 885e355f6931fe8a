// SLA Ticket Pause: what it says, and its trail. It is written and decided from the ticket.

frappe.ui.form.on("SLA Ticket Pause", {
	refresh(frm) {
		frm.disable_save();
		sla_id.audit_timeline.draw(frm);
		sla_id.ticket_claims.add_decisions(frm);
	},
});
