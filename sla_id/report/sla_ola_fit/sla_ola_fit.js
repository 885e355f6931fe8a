frappe.query_reports["SLA OLA Fit"] = {
	filters: [
		{
			fieldname: "agreement",
			fieldtype: "Link",
			options: "SLA Agreement",
			label: __("Agreement"),
			get_query: () => ({ filters: { docstatus: 1 } }),
		},
		{
			fieldname: "only_failing",
			fieldtype: "Check",
			label: __("Only what can't always be met"),
			default: 1,
		},
	],

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		if (!data || !value) return shown;
		if (column.fieldname === "result") {
			const colours = { always: "green", sometimes: "orange", never: "red" };
			return `<span class="indicator-pill ${colours[data.verdict] || "gray"}">${shown}</span>`;
		}
		// 24 marks, an hour each: a dot where the promise can be kept
		return column.fieldname.startsWith("day_")
			? `<span style="font-family: monospace; letter-spacing: 1px">${frappe.utils.escape_html(value)}</span>`
			: shown;
	},
};
