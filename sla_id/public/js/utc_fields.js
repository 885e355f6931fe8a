// Fields named *_utc hold UTC. Frappe takes every time for one of the site's zone: it names that zone below the field, and
// moves the value into the reader's. Here they stay what they are. Loaded with each form that shows one (hooks.py).

(() => {
	frappe.provide("sla_id");
	if (sla_id.utc_fields) return;
	sla_id.utc_fields = (frm) => {
		for (const { fieldname, fieldtype } of frm.meta.fields) {
			if (fieldtype !== "Datetime" || !fieldname.endsWith("_utc")) continue;
			frm.set_df_property(fieldname, "hide_timezone", 1);
			frm.set_df_property(fieldname, "formatter", (value) =>
				value ? `${frappe.datetime.str_to_user(value)} UTC` : ""
			);
		}
	};
	const SHOWN_ON = [
		"SLA Action Plan",
		"SLA Agreement Approval",
		"SLA Channel Account",
		"SLA Conference Call",
		"SLA Digest",
		"SLA Escalation",
		"SLA Escalation Request",
		"SLA Event",
		"SLA Major Incident",
		"SLA Notice",
		"SLA Outbox",
		"SLA Settings",
		"SLA Ticket",
		"SLA Webhook Endpoint",
	];
	for (const doctype of SHOWN_ON) frappe.ui.form.on(doctype, { setup: sla_id.utc_fields });
})();
