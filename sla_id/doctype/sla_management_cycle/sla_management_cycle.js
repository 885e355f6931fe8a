// SLA Management Cycle: how far it is, completing a step, and the semester report.

const call = (method, args) => sla_id.call(`sla_id.api.service_level_management.${method}`, args);
const PENDING = ["Open", "Repeated"];
const DECIDED = [5, 9]; // said by steps 4 and 8

frappe.ui.form.on("SLA Management Cycle", {
	refresh(frm) {
		frm.set_df_property("steps", "cannot_add_rows", 1);
		frm.set_df_property("steps", "cannot_delete_rows", 1);
		if (frm.is_new()) return;
		draw_progress(frm);
		frm.add_custom_button(__("Semester report"), () => show_report(frm));
		if (frm.doc.state === "Running" && waiting(frm).length) {
			frm.add_custom_button(__("Complete a step"), () => complete(frm)).addClass("btn-primary");
		}
	},
});

const pending = (frm) => frm.doc.steps.filter((row) => PENDING.includes(row.state));
const waiting = (frm) => pending(frm).filter((row) => !DECIDED.includes(row.step));

function draw_progress(frm) {
	const total = frm.doc.steps.length;
	if (!total) return;
	const done = total - pending(frm).length;
	frm.dashboard.add_progress(
		__("Steps"),
		(done / total) * 100,
		__("{0} of {1} steps are done", [done, total]),
	);
	const late = waiting(frm).filter((row) => row.due_on && row.due_on < frappe.datetime.get_today());
	if (late.length) {
		frm.dashboard.set_headline_alert(
			__("Overdue: step {0}", [late.map((row) => row.step).join(", ")]),
			"red",
		);
	}
}

function complete(frm) {
	const rows = waiting(frm);
	const dialog = new frappe.ui.Dialog({
		title: __("Complete a step"),
		size: "large",
		fields: [
			{
				fieldname: "step",
				fieldtype: "Select",
				label: __("Step"),
				reqd: 1,
				options: rows.map((row) => ({
					value: String(row.step),
					label: `${row.step}. ${__(row.action)}`,
				})),
				default: String(
					(rows.find((row) => frm.doc.next_step?.startsWith(`${row.step}.`)) || rows[0]).step,
				),
				onchange: () => show_details(frm, dialog),
			},
			{ fieldname: "details", fieldtype: "HTML" },
			{
				fieldname: "finding",
				fieldtype: "Small Text",
				label: __("Finding"),
				description: __("What was found or decided"),
			},
			{
				fieldname: "adjustment_needed",
				fieldtype: "Check",
				label: __("An SLA needs to be adjusted: repeat steps 2 to 8"),
				depends_on: "eval: doc.step == '8'",
			},
			{
				fieldname: "not_needed",
				fieldtype: "Check",
				label: __("Not needed in this semester"),
				depends_on: "eval: ['2', '3', '10'].includes(doc.step)",
			},
		],
		primary_action_label: __("Complete"),
		async primary_action(values) {
			const result = await call("complete_step", {
				cycle: frm.doc.name,
				...values,
				step: Number(values.step),
			});
			dialog.hide();
			if (result.state === "Repeated") {
				frappe.show_alert({
					message: __("Round {0}: do the earlier steps again.", [result.round]),
					indicator: "orange",
				});
			}
			frm.reload_doc();
		},
	});
	dialog.show();
	show_details(frm, dialog);
}

async function show_details(frm, dialog) {
	const step = Number(dialog.get_value("step"));
	if (!step) return;
	const details = await call("look_at_step", { cycle: frm.doc.name, step });
	const lines = details
		? details
				.split("\n")
				.map((line) => `<div>${frappe.utils.escape_html(line)}</div>`)
				.join("")
		: "";
	dialog.fields_dict.details.$wrapper.html(
		lines ? `<div class="form-message blue" style="max-height: 40vh; overflow: auto">${lines}</div>` : "",
	);
}

async function show_report(frm) {
	const message = await call("semester_report", { cycle: frm.doc.name });
	frappe.msgprint({ title: frm.doc.name, message, wide: true });
}
