frappe.listview_settings["SLA Management Cycle"] = {
	add_fields: ["state", "next_due"],

	get_indicator({ state, next_due }) {
		const today = frappe.datetime.get_today();
		if (state === "Reviewed") return [__("Reviewed"), "green", "state,=,Reviewed"];
		if (next_due && next_due < today)
			return [__("Step overdue"), "red", `state,=,Running|next_due,<,${today}`];
		const soon = frappe.datetime.add_days(today, 7);
		if (next_due && next_due <= soon)
			return [__("Step due soon"), "orange", `state,=,Running|next_due,<=,${soon}`];
		return [__("Running", null, "SLA Management Cycle"), "blue", "state,=,Running"];
	},

	onload(listview) {
		if (!frappe.model.can_create("SLA Management Cycle")) return;
		listview.page.add_inner_button(__("Start this semester's cycle"), async () => {
			const name = await sla_id.call("sla_id.api.service_level_management.create_cycle");
			frappe.set_route("Form", "SLA Management Cycle", name);
		});
	},
};
