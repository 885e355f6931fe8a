frappe.listview_settings["SLA Conference Call"] = {
	add_fields: ["status", "starts_on"],
	hide_name_column: true,

	get_indicator({ status }) {
		const colours = { Planned: "orange", Held: "green", Cancelled: "gray" };
		return [__(status, null, "SLA Conference Call"), colours[status] || "gray", `status,=,${status}`];
	},
};
