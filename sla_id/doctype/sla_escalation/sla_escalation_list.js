frappe.listview_settings["SLA Escalation"] = {
	add_fields: ["level", "late_seconds"],
	hide_name_column: true,

	get_indicator({ level }) {
		const colours = { 1: "blue", 2: "orange" };
		return [__("Level {0}", [level]), colours[level] || "red", `level,=,${level}`];
	},
};
