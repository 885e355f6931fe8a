frappe.listview_settings["SLA Escalation"] = {
	add_fields: ["level", "late_seconds", "tier_title_en"],
	hide_name_column: true,

	before_render: () => sla_id.words.title_rows("tier_title"),

	// a partner's words
	formatters: { subject: (value) => frappe.utils.escape_html(value || "") },

	get_indicator({ level }) {
		const colours = { 1: "blue", 2: "orange" };
		return [__("Level {0}", [level]), colours[level] || "red", `level,=,${level}`];
	},
};
