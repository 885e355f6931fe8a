frappe.listview_settings["SLA Escalation Request"] = {
	add_fields: ["status", "level", "decide_by_text", "decide_by_utc", "late"],
	hide_name_column: true,

	get_indicator({ status, late }) {
		const colours = { Open: "orange", Valid: "green", "Not valid": "red", Withdrawn: "gray" };
		return [
			__(status, null, "SLA Escalation Request"),
			late ? "yellow" : colours[status] || "gray",
			`status,=,${status}`,
		];
	},

	formatters: {
		level: (value) => sla_id.words.cell(__("Level {0}", [cint(value)])),
		// once it is decided, by when it had to be is history
		decide_by_text: (_value, _df, { status, decide_by_utc }) =>
			sla_id.words.utc_cell(status === "Open" ? decide_by_utc : ""),
	},
};
