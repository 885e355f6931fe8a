frappe.views.calendar["SLA Maintenance"] = {
	field_map: { start: "start", end: "end", id: "name", title: "title", allDay: "all_day", color: "color" },
	get_events_method: "sla_id.api.maintenance.get_events",
};
