frappe.listview_settings["SLA Statement"] = {
	add_fields: ["state", "month", "missed", "credit", "currency", "open_disputes"],

	onload(list) {
		if (!["SLA Manager", "System Manager"].some((role) => frappe.user.has_role(role))) return;
		list.page.add_inner_button(__("Make a statement"), () => make());
	},

	get_indicator({ state, open_disputes }) {
		if (open_disputes) return [__("Disputed", null, "SLA Statement Line"), "orange", "open_disputes,>,0"];
		const colours = { Draft: "gray", Sealed: "blue", Replaced: "darkgrey" };
		return [__(state, null, "SLA Statement"), colours[state], `state,=,${state}`];
	},
};

function make() {
	sla_id.ask(
		[
			{
				fieldname: "partner",
				fieldtype: "Link",
				options: "SLA Partner",
				label: __("Partner"),
				reqd: 1,
			},
			{
				fieldname: "month",
				fieldtype: "Date",
				label: __("A day of the month"),
				default: frappe.datetime.add_months(frappe.datetime.get_today(), -1),
				reqd: 1,
			},
		],
		({ partner, month }) =>
			sla_id
				.call("sla_id.api.statements.make", { partner, month })
				.then((name) => frappe.set_route("Form", "SLA Statement", name)),
		__("Make a statement"),
		__("Make", null, "SLA Statement"),
	);
}
