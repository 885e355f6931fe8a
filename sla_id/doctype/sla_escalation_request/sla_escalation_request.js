// SLA Escalation Request: what to decide and by when, with the buttons for who may.

frappe.ui.form.on("SLA Escalation Request", {
	refresh(frm) {
		const { may_decide, may_withdraw } = frm.doc.__onload || {};
		frm.disable_save();
		const english = !(frappe.boot.lang || "en").startsWith("id") && Boolean(frm.doc.reason_label_en);
		frm.toggle_display("reason_label", !english);
		frm.toggle_display("reason_label_en", english);
		frm.add_custom_button(__("Open ticket"), () =>
			frappe.set_route("Form", "SLA Ticket", frm.doc.sla_ticket),
		);
		if (frm.doc.status === "Open") {
			const text = __("Decide by {0}. After that, the request counts as valid.", [
				sla_id.words.say_utc(frm.doc.decide_by_utc),
			]);
			frm.dashboard.set_headline_alert(frappe.utils.escape_html(text), "orange");
		}
		if (may_decide) add_decisions(frm);
		if (may_withdraw) {
			frm.add_custom_button(__("Withdraw"), () =>
				frappe.confirm(__("Withdraw this request?"), () => withdraw(frm)),
			);
		}
	},
});

function add_decisions(frm) {
	const decide = (valid) => sla_id.escalations.decide(frm.doc.name, valid, () => frm.reload_doc());
	frm.add_custom_button(__("Accept"), () => decide(true)).addClass("btn-primary");
	frm.add_custom_button(__("Refuse"), () => decide(false));
}

function withdraw(frm) {
	return sla_id
		.call("sla_id.api.escalation_requests.withdraw", { request: frm.doc.name })
		.then(() => frm.reload_doc());
}
