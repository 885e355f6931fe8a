frappe.listview_settings["SLA Ticket"] = {
	add_fields: ["state", "due_text", "escalation_level"],
	hide_name_column: true,
	filters: [["state", "not in", ["Met", "Missed", "Excluded"]]],

	get_indicator({ state }) {
		const colours = {
			"On Track": "blue",
			"At Risk": "orange",
			Breached: "red",
			Paused: "yellow",
			Met: "green",
			Missed: "red",
			Problem: "red",
		};
		return [__(state, null, "SLA Ticket"), colours[state] || "gray", `state,=,${state}`];
	},

	formatters: {
		// what was due when the ticket was paused isn't what will be due
		due_text: (value, _df, doc) =>
			doc.state === "Paused" ? __("Moves on while paused") : frappe.utils.escape_html(value || ""),
		escalation_level: (value) => (cint(value) ? __("Level {0}", [cint(value)]) : ""),
	},
};
