// No filter is required in Frappe's eyes: the report itself says what is still to be chosen.
frappe.query_reports["SLA Credit What-If"] = {
	filters: [
		{ fieldname: "partner", fieldtype: "Link", options: "SLA Partner", label: __("Partner") },
		{
			fieldname: "from_month",
			fieldtype: "Date",
			label: __("From (a day of the month)"),
			default: frappe.datetime.add_months(frappe.datetime.get_today(), -12),
		},
		{
			fieldname: "to_month",
			fieldtype: "Date",
			label: __("Until (a day of the month)"),
			default: frappe.datetime.add_months(frappe.datetime.get_today(), -1),
		},
		{
			fieldname: "agreement",
			fieldtype: "Link",
			options: "SLA Agreement",
			label: __("Scheme of this agreement"),
		},
		{
			fieldname: "scheme",
			fieldtype: "Data",
			label: __("Or a scheme (JSON)"),
			description: '{"kind": "steps", "steps": [{"below": "99", "percent": "10"}]}',
		},
		{ fieldname: "fee", fieldtype: "Float", label: __("Monthly fee (rupiah)") },
	],

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		return data && !data.indent ? `<strong>${shown}</strong>` : shown;
	},
};
