// SLA Notice: what a manager answers when taking note of it.

frappe.ui.form.on("SLA Notice", {
	refresh(frm) {
		frm.disable_save();
		const { agreement, state } = frm.doc;
		if (agreement) {
			frm.add_custom_button(__("Open agreement"), () =>
				frappe.set_route("Form", "SLA Agreement", agreement),
			);
		}
		if (state === "Open" && frappe.user.has_role(["SLA Manager", "System Manager"])) {
			frm.add_custom_button(__("Acknowledge"), () => acknowledge(frm)).addClass("btn-primary");
		}
	},
});

function acknowledge(frm) {
	sla_id.ask(
		{
			fieldname: "answer",
			fieldtype: "Small Text",
			label: __("Answer"),
			description: __(
				"What was done about it, or why nothing needs to be done. This stays with the notice.",
			),
		},
		({ answer }) =>
			sla_id
				.call("sla_id.api.agreement.acknowledge_notice", {
					notice: frm.doc.name,
					answer: answer || "",
				})
				.then(() => frm.reload_doc()),
		__("Acknowledge this notice"),
		__("Acknowledge"),
	);
}
