// SLA Feed Token: revoking it.

frappe.ui.form.on("SLA Feed Token", {
	refresh(frm) {
		frm.disable_save();
		if (
			frm.doc.revoked_utc ||
			!["SLA Manager", "System Manager"].some((role) => frappe.user.has_role(role))
		)
			return;
		frm.add_custom_button(__("Revoke", null, "SLA Feed Token"), () =>
			frappe.confirm(__("Revoke this address? Calendars that use it get nothing any more."), () =>
				sla_id
					.call("sla_id.api.maintenance.revoke_feed", { feed: frm.doc.name })
					.then(() => frm.reload_doc()),
			),
		);
	},
});
