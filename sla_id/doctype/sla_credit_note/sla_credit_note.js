// SLA Credit Note: its lines and sums, its history; approving and rejecting it.

const call = (method, args) => sla_id.call(`sla_id.api.statements.${method}`, args);

frappe.ui.form.on("SLA Credit Note", {
	async refresh(frm) {
		frm.disable_save();
		sla_id.audit_timeline.draw(frm);
		const { name } = frm.doc;
		const shown = await call("describe_note", { credit_note: name });
		if (frm.doc.name !== name) return;
		draw(frm, shown);
		const may = ["SLA Manager", "System Manager"].some((role) => frappe.user.has_role(role));
		if (may) add_buttons(frm);
	},
});

function add_buttons(frm) {
	const { name, state } = frm.doc;
	const reload = () => frm.reload_doc();
	if (state !== "Draft") return;
	frm.add_custom_button(__("Approve", null, "SLA Credit Note"), () =>
		call("approve_note", { credit_note: name }).then(reload),
	).addClass("btn-primary");
	frm.add_custom_button(__("Reject", null, "SLA Credit Note"), () =>
		sla_id.ask_text(
			__("Reason"),
			(reason) => call("reject_note", { credit_note: name, reason }).then(reload),
			__("Reject {0}", [name]),
			__("Reject", null, "SLA Credit Note"),
		),
	);
}

function draw(frm, shown) {
	const esc = sla_id.escape;
	const facts = [
		[__("Amount"), shown.amount],
		[__("Amount in words"), shown.words],
		[__("Before the cap"), shown.before_cap],
		[__("May be claimed until"), shown.claim_until],
	].filter(([, value]) => value);
	const heads = [__("About"), __("Agreement"), __("Before the cap"), __("Amount")];
	const rows = shown.lines.map(
		(row) =>
			`<tr><td>${esc(row.label)}</td><td>${esc(row.agreement)}</td><td class="text-right">${esc(row.before_cap)}</td><td class="text-right">${esc(row.amount)}</td></tr>`,
	);
	frm.get_field("panel").$wrapper.html(`
		<dl class="sla-plan-lines">${facts.map(([label, value]) => `<dt>${esc(label)}</dt><dd>${esc(value)}</dd>`).join("")}</dl>
		<div class="sla-table-wrap"><table class="sla-table"><thead><tr>${heads.map((head) => `<th>${esc(head)}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`);
}
