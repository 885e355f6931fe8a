frappe.listview_settings["SLA Escalation Request"] = {
	add_fields: ["status", "level", "decide_by_text", "late"],
	hide_name_column: true,

	get_indicator({ status, late }) {
		const colours = { Open: "orange", Valid: "green", "Not valid": "red", Withdrawn: "gray" };
		return [__(status), late ? "yellow" : colours[status] || "gray", `status,=,${status}`];
	},

	formatters: {
		level: (value) => __("Level {0}", [cint(value)]),
		// once it is decided, by when it had to be is history; without the day of the week the time fits in
		decide_by_text: (value, _df, doc) =>
			doc.status === "Open" ? frappe.utils.escape_html((value || "").replace(/^[^,]*, /, "")) : "",
	},
};
