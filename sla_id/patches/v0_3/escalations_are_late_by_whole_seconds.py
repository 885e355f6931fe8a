"""How late an escalation was became a duration, and Frappe's form shows none that isn't of whole seconds."""

import frappe
from pypika.functions import Floor


def execute() -> None:
	"""Run any number of times."""
	table = frappe.qb.DocType("SLA Escalation")
	frappe.qb.update(table).set(table.late_seconds, Floor(table.late_seconds)).run()
