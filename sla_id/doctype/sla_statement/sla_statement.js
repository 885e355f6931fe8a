// SLA Statement: the statement in full, what has changed since, its history; computing anew, sealing, revising, replying.

const call = (method, args) => sla_id.call(`sla_id.api.statements.${method}`, args);
const may = () => ["SLA Manager", "System Manager"].some((role) => frappe.user.has_role(role));

frappe.ui.form.on("SLA Statement", {
	async refresh(frm) {
		frm.disable_save();
		sla_id.audit_timeline.draw(frm);
		const { name } = frm.doc;
		const shown = await call("describe", { statement: name });
		if (frm.doc.name !== name) return;
		frm.get_field("panel").$wrapper.html(shown.html);
		if (may()) add_buttons(frm, shown);
	},
});

function add_buttons(frm, shown) {
	const { name, state } = frm.doc;
	const reload = () => frm.reload_doc();
	if (state === "Draft") {
		frm.add_custom_button(__("Compute anew"), () => call("refresh", { statement: name }).then(reload));
		const seal = frm.add_custom_button(__("Seal", null, "SLA Statement"), () => ask_to_seal(frm));
		if (!shown.changed) seal.addClass("btn-primary");
	}
	if (state === "Sealed") frm.add_custom_button(__("Revise"), () => revise(frm));
	for (const row of shown.disputed) {
		const label = __("Reply: {0}", [row.label || __("Credit", null, "SLA Statement")]);
		frm.add_custom_button(label, () => reply(frm, row)).addClass("btn-primary");
	}
}

function ask_to_seal(frm) {
	const text = __(
		"It is sealed as it stands, and its partner is told. A sealed statement never changes; it can only be revised.",
	);
	frappe.confirm(text, () => call("seal", { statement: frm.doc.name }).then(() => frm.reload_doc()));
}

function revise(frm) {
	sla_id.ask_text(
		__("Reason, which the partner reads"),
		(reason) =>
			call("revise", { statement: frm.doc.name, reason }).then((name) =>
				frappe.set_route("Form", "SLA Statement", name),
			),
		__("Revise {0}", [frm.doc.name]),
		__("Revise"),
	);
}

function reply(frm, row) {
	const dialog = sla_id.ask_text(
		__("Reply, which the partner reads"),
		(text) =>
			call("reply", { statement: frm.doc.name, row: row.row, reply: text }).then(() =>
				frm.reload_doc(),
			),
		row.label || __("Credit", null, "SLA Statement"),
		__("Reply", null, "SLA Statement"),
	);
	dialog.set_df_property("text", "description", sla_id.escape(row.reason));
}
