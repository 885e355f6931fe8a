frappe.listview_settings["SLA Escalation"] = {
	add_fields: ["level", "late_seconds", "tier_title_en"],
	hide_name_column: true,

	// the title is in the language of the agreement, which has it in both
	before_render() {
		if ((frappe.boot.lang || "en").startsWith("id")) return;
		for (const row of cur_list.data) row.tier_title = row.tier_title_en || row.tier_title;
	},

	// a partner's words
	formatters: { subject: (value) => frappe.utils.escape_html(value || "") },

	get_indicator({ level }) {
		const colours = { 1: "blue", 2: "orange" };
		return [__("Level {0}", [level]), colours[level] || "red", `level,=,${level}`];
	},
};
