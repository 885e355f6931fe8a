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
	if (state === "Approved") add_books(frm);
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

// Drafting it in ERPNext, where that is installed; what was drafted is linked.
async function add_books(frm) {
	const { name } = frm.doc;
	const known = await call("suggest_books", { credit_note: name });
	if (frm.doc.name !== name || !known.possible) return;
	if (known.held) {
		const { doctype, name: held } = known.held;
		frm.add_custom_button(`${__(doctype)} ${held}`, () => frappe.set_route("Form", doctype, held));
		return;
	}
	frm.add_custom_button(__("Draft in ERPNext"), () => ask_books(frm, known)).addClass("btn-primary");
}

function ask_books(frm, known) {
	const link = (fieldname, options, label, more = {}) => ({
		fieldname,
		fieldtype: "Link",
		options,
		label,
		default: known[fieldname],
		...more,
	});
	const only = (doctype) => ({ depends_on: `eval:doc.document==="${doctype}"` });
	const of_company = (dialog, more) => () => ({
		filters: { company: dialog().get_value("company"), is_group: 0, ...more },
	});
	let dialog = null;
	const opened = () => dialog;
	dialog = sla_id.ask(
		[
			{
				fieldname: "document",
				fieldtype: "Select",
				options: known.documents,
				label: __("Document", null, "SLA Credit Note"),
				default: known.documents[0],
				reqd: 1,
			},
			link("customer", "Customer", __("Customer")),
			link("invoice", "Sales Invoice", __("Invoice"), {
				...only("Sales Invoice"),
				get_query: () => ({
					filters: { docstatus: 1, is_return: 0, customer: dialog.get_value("customer") },
				}),
			}),
			link("company", "Company", __("Company"), only("Journal Entry")),
			link("account", "Account", __("Account of credits"), { get_query: of_company(opened) }),
			link("receivable", "Account", __("Receivable account"), {
				...only("Journal Entry"),
				get_query: of_company(opened, { account_type: "Receivable" }),
			}),
			link("cost_center", "Cost Center", __("Cost center"), { get_query: of_company(opened) }),
		],
		(values) =>
			call("draft_in_books", { credit_note: frm.doc.name, ...values }).then(({ doctype, name }) =>
				frappe.set_route("Form", doctype, name),
			),
		__("Draft in ERPNext"),
		__("Draft", null, "SLA Credit Note"),
	);
}

function draw(frm, shown) {
	const esc = sla_id.escape;
	const facts = [
		[__("Amount", null, "SLA Credit Note"), shown.amount],
		[__("Amount in words"), shown.words],
		[__("Before the cap"), shown.before_cap],
		[__("May be claimed until"), shown.claim_until],
	].filter(([, value]) => value);
	const heads = [__("About"), __("Agreement"), __("Before the cap"), __("Amount", null, "SLA Credit Note")];
	const rows = shown.lines.map(
		(row) =>
			`<tr><td>${esc(row.label)}</td><td>${esc(row.agreement)}</td><td class="text-right">${esc(row.before_cap)}</td><td class="text-right">${esc(row.amount)}</td></tr>`,
	);
	frm.get_field("panel").$wrapper.html(`
		<dl class="sla-plan-lines">${facts.map(([label, value]) => `<dt>${esc(label)}</dt><dd>${esc(value)}</dd>`).join("")}</dl>
		<div class="sla-table-wrap"><table class="sla-table"><thead><tr>${heads.map((head) => `<th>${esc(head)}</th>`).join("")}</tr></thead><tbody>${rows.join("")}</tbody></table></div>`);
}
