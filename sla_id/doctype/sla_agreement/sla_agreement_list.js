frappe.listview_settings["SLA Agreement"] = {
	add_fields: ["effective_from", "effective_to", "next_review", "is_default"],

	get_indicator({ effective_from, effective_to, next_review }) {
		const today = frappe.datetime.get_today();
		if (effective_from > today) return [__("Not yet in force"), "blue", `effective_from,>,${today}`];
		if (effective_to && effective_to < today) return [__("Expired", null, "SLA Agreement"), "gray", `effective_to,<,${today}`];
		// a warning only: it stays in force (X19)
		if (next_review && next_review < today) {
			return [__("In force, review overdue"), "orange", `next_review,<,${today}|docstatus,=,1`];
		}
		return [__("In force"), "green", `effective_from,<=,${today}|docstatus,=,1`];
	},
};
