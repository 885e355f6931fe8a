frappe.listview_settings["SLA Ticket"] = {
	add_fields: ["state", "due_text", "due_utc", "escalation_level"],
	hide_name_column: true,
	filters: [["state", "not in", ["Met", "Missed", "Excluded"]]],

	get_indicator({ state }) {
		return [__(state, null, "SLA Ticket"), sla_id.words.ticket_colour(state), `state,=,${state}`];
	},

	onload(list) {
		if (!["SLA Agent", "SLA Manager", "System Manager"].some((role) => frappe.user.has_role(role)))
			return;
		list.page.add_actions_menu_item(__("Group as major incident"), () => {
			const tickets = list.get_checked_items(true);
			sla_id.ask(
				[
					{
						fieldname: "title",
						fieldtype: "Data",
						label: __("Title"),
						description: __("What has happened, in a few words"),
						reqd: 1,
					},
					{
						fieldname: "reason",
						fieldtype: "Small Text",
						label: __("Reason"),
						description: __("Why these tickets have one cause"),
					},
				],
				async (values) => {
					const name = await sla_id.call("sla_id.api.major_incidents.group", {
						tickets,
						...values,
					});
					frappe.set_route("Form", "SLA Major Incident", name);
				},
				__("Group {0} tickets as a major incident", [tickets.length]),
				__("Group tickets"),
			);
		});
	},

	formatters: {
		// what was due when the ticket was paused isn't what will be due
		due_text: (_value, _df, doc) =>
			doc.state === "Paused"
				? sla_id.words.cell(__("Moves on while paused"))
				: sla_id.words.utc_cell(doc.due_utc),
		escalation_level: (value) => sla_id.words.cell(cint(value) ? __("Level {0}", [cint(value)]) : ""),
	},
};
