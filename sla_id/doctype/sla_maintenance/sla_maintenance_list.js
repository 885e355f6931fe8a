frappe.listview_settings["SLA Maintenance"] = {
	add_fields: ["state", "planned_start_utc"],
	hide_name_column: true,

	onload(list) {
		list.page.add_menu_item(__("Calendar address"), () => make_address());
		if (!sla_id.maintenance.may()) return;
		list.page.set_primary_action(__("Plan maintenance"), () => sla_id.maintenance.plan(), "add");
	},

	refresh(list) {
		if (sla_id.maintenance.may())
			list.page.set_primary_action(__("Plan maintenance"), () => sla_id.maintenance.plan(), "add");
	},

	get_indicator({ state }) {
		const colours = {
			Planned: "gray",
			Announced: "blue",
			Started: "orange",
			Overrun: "red",
			Ended: "green",
			Cancelled: "darkgrey",
		};
		return [__(state, null, "SLA Maintenance"), colours[state], `state,=,${state}`];
	},
};

function make_address() {
	sla_id.ask(
		{
			fieldname: "service",
			fieldtype: "Link",
			options: "SLA Service",
			label: __("Service", null, "SLA Maintenance"),
			description: __("Only maintenance that touches it. Empty: all"),
		},
		async ({ service }) => {
			const address = await sla_id.call("sla_id.api.maintenance.make_feed", { service: service || "" });
			frappe.msgprint({
				title: __("Calendar address"),
				message: `<p>${__("Copy this address now. It isn't shown again.")}</p><input class="form-control" readonly value="${sla_id.escape(address)}">`,
			});
		},
		__("Calendar address"),
		__("Make", null, "SLA Feed Token"),
	);
}
