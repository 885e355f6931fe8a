// SLA Escalation Request: what to decide and by when, with the buttons for who may.

frappe.ui.form.on("SLA Escalation Request", {
	refresh(frm) {
		const { may_decide, may_withdraw } = frm.doc.__onload || {};
		frm.disable_save();
		frm.add_custom_button(__("Open ticket"), () => frappe.set_route("Form", "SLA Ticket", frm.doc.sla_ticket));
		if (frm.doc.status === "Open") {
			const text = __("Decide by {0}. Undecided by then, the request counts as valid.", [frm.doc.decide_by_text]);
			frm.dashboard.set_headline_alert(frappe.utils.escape_html(text), "orange");
		}
		if (may_decide) add_decisions(frm);
		if (may_withdraw) {
			frm.add_custom_button(__("Withdraw"), () =>
				frappe.confirm(__("Withdraw this request?"), () => call(frm, "withdraw"))
			);
		}
	},
});

function add_decisions(frm) {
	const ask = (title, label, reqd, valid) =>
		sla_id.ask(
			{
				fieldname: "answer",
				fieldtype: "Small Text",
				label,
				reqd,
				description: __("The requester reads it by e-mail and on the ticket's page."),
			},
			({ answer }) => call(frm, "decide", { valid, answer: answer || "" }),
			title,
			title
		);
	frm.add_custom_button(__("Accept"), () => ask(__("Accept"), __("Answer"), 0, true)).addClass("btn-primary");
	frm.add_custom_button(__("Refuse"), () => ask(__("Refuse"), __("Why it is not valid"), 1, false));
}

function call(frm, method, values) {
	return sla_id
		.call(`sla_id.api.escalation_requests.${method}`, { request: frm.doc.name, ...values })
		.then(() => frm.reload_doc());
}
