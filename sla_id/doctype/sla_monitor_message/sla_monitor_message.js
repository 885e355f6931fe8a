// SLA Monitor Message: judge it again by hand, as after its target was mapped or an agreement came into force.

frappe.ui.form.on("SLA Monitor Message", {
	refresh(frm) {
		frm.disable_save();
		if (frm.doc.state === "Ignored") return;
		frm.add_custom_button(__("Judge again"), () =>
			sla_id.call("sla_id.api.monitors.judge_again", { message: frm.doc.name }).then((said) => {
				frm.reload_doc();
				frappe.show_alert({
					message: sla_id.escape(said.problem || __(said.state, null, "SLA Monitor Message")),
					indicator: said.problem ? "red" : "green",
				});
			}),
		);
	},
});
