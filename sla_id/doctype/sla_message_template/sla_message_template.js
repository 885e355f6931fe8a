frappe.ui.form.on("SLA Message Template", {
	refresh(form) {
		form.add_custom_button(__("Preview", null, "SLA Message Template"), () =>
			show(form, form.doc.subject || "", form.doc.body || ""),
		);
		form.add_custom_button(__("Shipped text"), () => show(form, null, null));
	},
});

function show({ doc }, subject, body) {
	const { template, channel_group, language } = doc;
	sla_id
		.call("sla_id.api.outbox.preview", { template, channel_group, language, subject, body })
		.then((text) => {
			const escape = frappe.utils.escape_html;
			const inside =
				text.format === "html" ? frappe.dom.remove_script_and_style(text.body) : escape(text.body);
			frappe.msgprint({
				title: escape(text.subject) || __("Preview", null, "SLA Message Template"),
				message: text.error ? escape(text.error) : inside || escape(text.subject),
			});
		});
}
