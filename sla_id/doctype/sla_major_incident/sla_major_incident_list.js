frappe.listview_settings["SLA Major Incident"] = {
	add_fields: ["status", "partner_count"],

	get_indicator({ status }) {
		return [__(status), status === "Open" ? "red" : "green", `status,=,${status}`];
	},
};
