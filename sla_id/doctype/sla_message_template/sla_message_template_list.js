frappe.listview_settings["SLA Message Template"] = {
	// a list's first column takes text, and asks no formatter of the field
	formatters: { template: (value) => __(value, null, "SLA Message Template") },
};
