frappe.query_reports["SLA Service Coverage"] = {
	tree: true,
	name_field: "service",
	parent_field: "parent_service",
	initial_depth: 3,
	filters: [
		{ fieldname: "only_gaps", fieldtype: "Check", label: __("Only the gaps") },
		{
			fieldname: "status",
			fieldtype: "Select",
			label: __("Status"),
			options: [
				{ value: "", label: "" },
				{ value: "Covered", label: __("Covered") },
				{ value: "No SLA", label: __("No SLA") },
				{ value: "No OLA", label: __("No OLA") },
			],
		},
		{
			fieldname: "service",
			fieldtype: "Link",
			options: "SLA Service",
			label: __("Service and its sub-services"),
		},
	],

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		if (column.fieldname !== "status_text" || !data) return shown;
		const colours = { Covered: "green", "No SLA": "red", "No OLA": "orange" };
		return `<span class="indicator-pill ${colours[data.status] || "gray"}">${shown}</span>`;
	},
};
