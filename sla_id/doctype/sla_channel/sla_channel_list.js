frappe.listview_settings["SLA Channel"] = {
	add_fields: ["channel_name_en"],
	before_render: () => sla_id.words.title_rows("channel_name"),
};
