frappe.listview_settings["SLA Holiday List"] = {
	add_fields: ["basis", "year"],

	// estimated days may still move: no decree sets them yet
	get_indicator({ basis }) {
		const colours = { Decree: "green", Estimated: "orange", Mixed: "yellow" };
		return [__(basis, null, "SLA Holiday List"), colours[basis] || "gray", `basis,=,${basis}`];
	},
};
