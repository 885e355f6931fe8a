// SLA Calendar: the week in words while it is typed, and "Try it" before anybody depends on it.

frappe.ui.form.on("SLA Calendar", {
	refresh(frm) {
		say_week(frm);
		frm.add_custom_button(__("Try it"), () => try_it(frm));
	},
	always_open: say_week,
	time_zone: say_week,
	close_on_national: say_week,
	close_on_cuti_bersama: say_week,
	close_on_regional: say_week,
});

for (const table of ["SLA Calendar Window", "SLA Calendar Shift"]) {
	frappe.ui.form.on(table, {
		day: say_week,
		start_time: say_week,
		end_time: say_week,
		shift_name: say_week,
		windows_remove: say_week,
		shifts_remove: say_week,
	});
}

function say_week(frm) {
	sla_id.call("sla_id.api.calendar.say_week", { doc: frm.doc }).then((text) => {
		// shown only: the calendar isn't changed by being looked at
		frm.doc.preview = text;
		frm.refresh_field("preview");
	});
	offer_midnight(frm);
}

// 23:59 is what people write who don't know that 24:00 may be written.
function offer_midnight(frm) {
	const label = __("End at 24:00 instead of 23:59");
	const rows = [...(frm.doc.windows || []), ...(frm.doc.shifts || [])].filter((row) =>
		/^23:59(:\d\d)?$/.test((row.end_time || "").trim()),
	);
	frm.remove_custom_button(label);
	if (!rows.length || frm.doc.always_open || !frm.perm[0]?.write) return;
	frm.add_custom_button(label, () => {
		for (const row of rows) frappe.model.set_value(row.doctype, row.name, "end_time", "24:00");
	});
}

function try_it(frm) {
	const dialog = new frappe.ui.Dialog({
		title: __("Try it"),
		fields: [
			{
				fieldname: "start",
				fieldtype: "Datetime",
				label: __("Start", null, "SLA Calendar"),
				reqd: 1,
				default: frappe.datetime.now_datetime(),
				description: __("Wall-clock time in {0}", [frappe.utils.escape_html(frm.doc.time_zone)]),
			},
			{
				fieldname: "target",
				fieldtype: "Data",
				label: __("Target", null, "SLA Agreement Target"),
				reqd: 1,
				default: "3 days",
				description: __("As in an agreement: 30 min, 4 h, 3 days"),
			},
			{ fieldname: "column", fieldtype: "Column Break" },
			{
				fieldname: "hours_per_day",
				fieldtype: "Float",
				label: __("Hours per working day"),
				default: 8,
			},
			{
				fieldname: "end_of_day",
				fieldtype: "Check",
				label: __("Due at the end of the last working day"),
			},
			{ fieldname: "section", fieldtype: "Section Break" },
			{ fieldname: "answer", fieldtype: "HTML" },
		],
		primary_action_label: __("Calculate", null, "SLA Calendar"),
		primary_action: ({ start, target, hours_per_day, end_of_day }) =>
			sla_id
				.call("sla_id.api.calendar.try_deadline", {
					doc: frm.doc,
					start,
					target,
					hours_per_day,
					end_of_day: Boolean(end_of_day),
				})
				.then((answer) => show_answer(dialog, answer)),
	});
	dialog.show();
}

function show_answer(dialog, { due_text, length_text, receipt }) {
	const esc = frappe.utils.escape_html;
	dialog.get_field("answer").$wrapper.html(`
		<p><strong>${__("Due: {0}", [esc(due_text)])}</strong> (${__("{0} working time", [esc(length_text)])})</p>
		<pre class="sla-receipt" tabindex="0">${esc(receipt)}</pre>
	`);
}
