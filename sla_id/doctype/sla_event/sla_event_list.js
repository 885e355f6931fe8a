frappe.listview_settings["SLA Event"] = { hide_name_column: true };
