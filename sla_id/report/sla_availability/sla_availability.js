frappe.query_reports["SLA Availability"] = {
	filters: [
		{
			fieldname: "month",
			fieldtype: "Date",
			label: __("A day of the period"),
			default: frappe.datetime.get_today(),
			reqd: 1,
		},
		{
			fieldname: "period",
			fieldtype: "Select",
			label: __("Period", null, "SLA Outage"),
			options: ["Month", "Semester", "Year"].map((value) => ({
				value,
				label: { Month: __("Month"), Semester: __("Semester"), Year: __("Year") }[value],
			})),
			default: "Month",
		},
		{ fieldname: "partner", fieldtype: "Link", options: "SLA Partner", label: __("Partner") },
		{
			fieldname: "service",
			fieldtype: "Link",
			options: "SLA Service",
			label: __("Service", null, "SLA Outage"),
		},
	],

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		if (!data || value === undefined || value === "") return shown;
		if (column.fieldname === "met") {
			const open = data.minutes_left < 0 ? "orange" : "blue";
			const colour = { true: "green", false: "red" }[String(data.is_met)] || open;
			return `<span class="indicator-pill ${colour}">${shown}</span>`;
		}
		if (column.fieldname === "minutes_left" && value < 0)
			return `<span class="text-danger">${shown}</span>`;
		if (column.fieldname !== "outages" || !data.outages) return shown;
		// down to the records: the list of the outages behind the figure
		const names = frappe.utils.escape_html(JSON.stringify(data.outage_names));
		return `<a href="#" class="sla-outages" data-names="${names}">${shown}</a>`;
	},

	onload(report) {
		report.page.main.on("click", "a.sla-outages", (event) => {
			event.preventDefault();
			const names = JSON.parse(event.currentTarget.dataset.names);
			frappe.set_route("List", "SLA Outage", { name: ["in", names] });
		});
	},
};
