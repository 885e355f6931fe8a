"""What the self-check found was one long text in SLA Settings; now it is counts there and rows of their own."""

import frappe


def execute() -> None:
	"""Remove the text, and the time of its run: until the next one there are no counts, and 0 would say "nothing found"."""
	frappe.db.delete(
		"Singles", {"doctype": "SLA Settings", "field": ["in", ["self_check_report", "self_checked_utc"]]}
	)
	frappe.clear_document_cache("SLA Settings", "SLA Settings")
