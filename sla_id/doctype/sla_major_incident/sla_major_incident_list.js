frappe.listview_settings["SLA Major Incident"] = {
	add_fields: ["status", "partner_count"],

	get_indicator({ status }) {
		return [
			__(status, null, "SLA Major Incident"),
			status === "Open" ? "red" : "green",
			`status,=,${status}`,
		];
	},
};
