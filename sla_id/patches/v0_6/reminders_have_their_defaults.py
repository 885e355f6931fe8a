"""A number that SLA Settings got later reads as 0 on a site that was there before, and 0 switches a reminder off."""

import frappe

SETTINGS, LATER = "SLA Settings", ("outage_ask_after_minutes", "claim_remind_after_hours")


def execute() -> None:
	"""Set the default of each that nobody has ever saved."""
	kept = frappe.db.get_singles_dict(SETTINGS)
	meta = frappe.get_meta(SETTINGS)
	for field in LATER:
		if field not in kept:
			frappe.db.set_single_value(SETTINGS, field, meta.get_field(field).default, update_modified=False)
