// Loaded once with the desk: what our forms share. Questions to the server and to the person, words, and times in UTC shown as
// what they are.

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

// The server's answer. frappe.xcall alone never ends when the connection is gone, or after a 409 and some other refusals: what
// waits for it would wait for ever.
sla_id.call = (method, args) =>
	new Promise((resolve, reject) => {
		frappe.call({ method, args }).then(
			(answer) => resolve(answer?.message),
			() => reject(new sla_id.Refused(method))
		);
	});

sla_id.Refused = class extends Error {};

// frappe.prompt, but the dialog stays until `send(values)` has ended: what was typed isn't lost when the server refuses it.
sla_id.ask = (fields, send, title, action) => {
	const dialog = new frappe.ui.Dialog({
		title,
		fields: [fields].flat(),
		primary_action_label: action,
		async primary_action(values) {
			const button = dialog.get_primary_btn();
			if (button.prop("disabled")) return;
			button.prop("disabled", true);
			try {
				await send(values);
				dialog.hide();
			} catch (error) {
				// why it was refused has been said by the desk
				if (!(error instanceof sla_id.Refused)) throw error;
			} finally {
				button.prop("disabled", false);
			}
		},
	});
	dialog.show();
	return dialog;
};
