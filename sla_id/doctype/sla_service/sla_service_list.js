frappe.listview_settings["SLA Service"] = {
	add_fields: ["service_name_en"],
	before_render: () => sla_id.words.title_rows("service_name"),
};
