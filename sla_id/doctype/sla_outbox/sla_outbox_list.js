frappe.listview_settings["SLA Outbox"] = {
	add_fields: ["state", "kind"],
	hide_name_column: true,

	// a list's first column takes text, and asks no formatter of the field
	formatters: { template: (value) => __(value, null, "SLA Outbox") },

	get_indicator({ state }) {
		const colours = {
			Queued: "blue",
			Sending: "yellow",
			Sent: "green",
			Delivered: "green",
			Failed: "orange",
			Dead: "red",
			Dismissed: "gray",
		};
		return [__(state, null, "SLA Outbox"), colours[state] || "gray", `state,=,${state}`];
	},

	onload(list) {
		if (!frappe.user.has_role("SLA Manager")) return;
		list.page.add_actions_menu_item(__("Send again"), () => {
			const names = list.get_checked_items(true);
			frappe.confirm(
				__("Send {0} messages again? Those that may have arrived could arrive twice.", [
					names.length,
				]),
				() =>
					sla_id.call("sla_id.api.outbox.resend", { names }).then((count) => {
						frappe.show_alert(__("{0} messages will be sent again.", [count]));
						list.refresh();
					}),
			);
		});
		list.page.add_actions_menu_item(__("Dismiss", null, "SLA Outbox"), () => {
			const names = list.get_checked_items(true);
			frappe.confirm(__("Dismiss {0} messages? They won't be sent.", [names.length]), () =>
				sla_id.call("sla_id.api.outbox.dismiss_given_up", { names }).then((count) => {
					frappe.show_alert(__("{0} messages were dismissed.", [count]));
					list.refresh();
				}),
			);
		});
	},
};
