// SLA Ticket: clocks and receipts in words. The panel itself is public/js/clock_panel.js, which the hosts' forms share.

frappe.ui.form.on("SLA Ticket", {
	refresh(frm) {
		const { reference_doctype, reference_name } = frm.doc;
		// what the panel says in words need not stand there as codes
		frm.toggle_display(["clocks", "choice", "due_utc"], false);
		sla_id.clock_panel.show(frm.get_field("clock_panel").$wrapper, {
			fetch: () => sla_id.call("sla_id.api.ticket.get_record", { sla_ticket: frm.doc.name }),
			on_data: (data) => sla_id.clock_panel.receipts(frm.get_field("receipt_panel").$wrapper, data),
		});
		if (frappe.model.can_read(reference_doctype)) {
			frm.add_custom_button(__("Open ticket"), () =>
				frappe.set_route("Form", reference_doctype, reference_name),
			);
		}
		if (!["Met", "Missed", "Excluded", "No Agreement"].includes(frm.doc.state)) {
			sla_id.ticket_actions.add_workaround(frm, reference_doctype, reference_name, () =>
				frm.reload_doc(),
			);
			sla_id.ticket_actions.add_escalation(frm, reference_doctype, reference_name, frm.doc.name, () =>
				frm.reload_doc(),
			);
		}
		sla_id.outages.add_to_ticket(frm, reference_doctype, reference_name);
		if (!["Excluded", "No Agreement"].includes(frm.doc.state)) {
			sla_id.ticket_claims.add_to_ticket(frm, reference_doctype, reference_name, () =>
				frm.reload_doc(),
			);
		}
		if (frappe.user.has_role(["SLA Manager", "SLA Agent", "System Manager"])) {
			frm.add_custom_button(__("Change partner"), () => change_partner(frm));
		}
	},
});

// A ticket's partner follows nothing by itself: a person says whose it is, and why.
function change_partner(frm) {
	sla_id.ask(
		[
			{
				fieldname: "partner",
				fieldtype: "Link",
				options: "SLA Partner",
				label: __("Partner"),
				reqd: 1,
			},
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Reason"), reqd: 1 },
		],
		async (values) => {
			await sla_id.call("sla_id.api.ticket.change_partner", {
				doctype: frm.doc.reference_doctype,
				name: frm.doc.reference_name,
				...values,
			});
			frm.reload_doc();
		},
		__("Whose ticket is it?"),
		__("Change partner"),
	);
}
