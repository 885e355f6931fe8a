// Loaded once with the desk: words that several of our forms share, and times in UTC shown as what they are.

frappe.provide("sla_id.words");

// A clock by its code. In the context of our DocType: other apps call other things a response.
sla_id.words.say_clock = (code) =>
	({
		response: __("Response", null, "SLA Ticket"),
		next_update: __("Next update"),
		workaround: __("Workaround"),
		resolution: __("Resolution", null, "SLA Ticket"),
		permanent_fix: __("Permanent fix"),
		fulfilment: __("Fulfilment"),
		ola: __("OLA"),
	})[code] || code;

// Fields named *_utc hold UTC. Frappe takes every time for one of the site's zone: it names that zone below the field, and
// moves the value into the reader's.
$(document).on("form-load", (_event, frm) => {
	if (frm.meta.module !== "SLA ID") return;
	for (const { fieldname, fieldtype } of frm.meta.fields) {
		if (fieldtype !== "Datetime" || !fieldname.endsWith("_utc")) continue;
		frm.set_df_property(fieldname, "hide_timezone", 1);
		frm.set_df_property(fieldname, "formatter", (value) =>
			value ? `${frappe.datetime.str_to_user(value)} UTC` : ""
		);
	}
});
