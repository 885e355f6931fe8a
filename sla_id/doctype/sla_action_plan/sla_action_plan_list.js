frappe.listview_settings["SLA Action Plan"] = {
	add_fields: ["status", "revision"],
	hide_name_column: true,

	get_indicator({ status }) {
		const colours = { Draft: "orange", Sent: "blue", Done: "green", Withdrawn: "gray" };
		return [__(status, null, "SLA Action Plan"), colours[status] || "gray", `status,=,${status}`];
	},
};
