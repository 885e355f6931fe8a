frappe.listview_settings["SLA Credit Note"] = {
	add_fields: ["state", "kind", "amount", "currency"],

	get_indicator({ state }) {
		const colours = { Draft: "orange", Approved: "green", Rejected: "gray" };
		return [__(state, null, "SLA Credit Note"), colours[state], `state,=,${state}`];
	},
};
