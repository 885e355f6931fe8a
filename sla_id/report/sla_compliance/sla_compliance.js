(() => {
	const MISSED = ["missed_closed", "missed_open"];
	const DECIDED = ["met", ...MISSED];
	const DRILLS = {
		decided: DECIDED,
		...Object.fromEntries([...DECIDED, "pending", "excluded", "no_target"].map((name) => [name, [name]])),
	};
	const choices = (words) => Object.entries(words).map(([value, label]) => ({ value, label }));
	const link = (fieldname, options, label) => ({ fieldname, fieldtype: "Link", options, label });
	const clocks = { "": "", ...sla_id.words.clocks };

	frappe.query_reports["SLA Compliance"] = {
		filters: [
			{
				fieldname: "from_date",
				fieldtype: "Date",
				label: __("From"),
				default: frappe.datetime.month_start(),
				reqd: 1,
			},
			{
				fieldname: "to_date",
				fieldtype: "Date",
				label: __("To"),
				default: frappe.datetime.month_end(),
				reqd: 1,
			},
			{
				fieldname: "basis",
				fieldtype: "Select",
				label: __("Basis"),
				options: choices({
					due: __("Due in the period"),
					completed: __("Completed in the period"),
					created: __("Created in the period"),
				}),
				default: "due",
			},
			{
				fieldname: "group_by",
				fieldtype: "Select",
				label: __("Group by"),
				options: choices({
					clock: __("Clock"),
					priority: __("Priority"),
					service: __("Service", null, "SLA Clock Cycle"),
					partner: __("Partner"),
					team: __("Team"),
					channel: __("Channel", null, "SLA Clock Cycle"),
					agreement: __("Agreement version"),
					month: __("Month"),
					week: __("Week"),
				}),
				default: "clock",
			},
			{ fieldname: "clock", fieldtype: "Select", label: __("Clock"), options: choices(clocks) },
			link("partner", "SLA Partner", __("Partner")),
			link("service", "SLA Service", __("Service", null, "SLA Clock Cycle")),
			link("priority", "SLA Priority", __("Priority")),
			link("agreement", "SLA Agreement", __("Agreement version")),
			{ fieldname: "read_at", fieldtype: "Datetime", label: __("Read at") },
		],

		formatter(value, row, column, data, default_formatter) {
			const plain = column.fieldtype === "Data" ? frappe.utils.escape_html(value ?? "") : value;
			const shown = default_formatter(plain, row, column, data);
			if (!data) return shown;
			if (column.fieldname === "kept" && typeof data.is_kept === "boolean")
				return `<span class="indicator-pill ${data.is_kept ? "green" : "red"}">${shown}</span>`;
			if (DRILLS[column.fieldname] && value) {
				// down to the tickets behind the figure
				const key = frappe.utils.escape_html(JSON.stringify(data.key));
				return `<a href="#" class="sla-tickets" data-key="${key}" data-figure="${column.fieldname}">${shown}</a>`;
			}
			return data.is_total ? `<b>${shown}</b>` : shown;
		},

		onload(report) {
			report.page.main.on("click", "a.sla-tickets", async (event) => {
				event.preventDefault();
				const { key, figure } = event.currentTarget.dataset;
				const { message } = await frappe.call("sla_id.api.compliance_tickets.behind_figure", {
					filters: report.get_filter_values(),
					group: JSON.parse(key),
					outcomes: DRILLS[figure],
				});
				if (message.more)
					frappe.show_alert(__("The first {0} tickets are shown.", [message.tickets.length]));
				frappe.set_route("List", "SLA Ticket", { name: ["in", message.tickets] });
			});
		},
	};
})();
