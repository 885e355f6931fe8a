frappe.listview_settings["SLA Event"] = {
	hide_name_column: true,

	formatters: {
		event_type: (value) =>
			({
				reported: __("Reported"),
				received: __("Received", null, "SLA Event"),
				confirmed: __("Confirmed"),
				team_assigned: __("Team assigned"),
				handed_over: __("Handed over"),
				paused: __("Paused"),
				resumed: __("Resumed"),
				workaround_applied: __("Workaround applied"),
				fixed: __("Fixed", null, "SLA Event"),
				fulfilled: __("Fulfilled"),
				reopened: __("Reopened"),
				reclassified: __("Reclassified"),
				update_sent: __("Update sent"),
				partner_replied: __("Partner replied"),
				out_of_scope: __("Out of scope"),
				in_scope: __("In scope"),
				exclusion_approved: __("Exclusion approved"),
				cancelled: __("Cancelled"),
				merged: __("Merged"),
			})[value] || frappe.utils.escape_html(value || ""),
	},
};
