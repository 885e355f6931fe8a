frappe.listview_settings["SLA Escalation"] = {
	add_fields: ["level", "late_seconds", "tier_title_en", "due_utc"],
	hide_name_column: true,

	get_indicator({ level }) {
		const colours = { 1: "blue", 2: "orange" };
		return [__("Level {0}", [level]), colours[level] || "red", `level,=,${level}`];
	},

	formatters: {
		// in the language of the agreement, which has it in both
		tier_title(value, _df, { tier_title_en }) {
			const indonesian = (frappe.boot.lang || "en").startsWith("id");
			return sla_id.words.cell((!indonesian && tier_title_en) || value);
		},
		due_text: (_value, _df, { due_utc }) => sla_id.words.utc_cell(due_utc),
	},
};
