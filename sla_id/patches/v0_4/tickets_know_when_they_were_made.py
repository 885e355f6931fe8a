"""An SLA Ticket knows when its host's ticket was made, so that a later one of the same name doesn't inherit its clocks."""

import frappe

from sla_id.bulk import update_rows
from sla_id.hosts.registry import present_hosts


def execute() -> None:
	"""A host's ticket that is younger than the record is another one: the next look at it finds that."""
	for host in present_hosts():
		made = {
			str(row.name): row.creation
			for row in frappe.get_all(host.doctype, fields=["name", "creation"], limit_page_length=0)
		}
		records = frappe.get_all(
			"SLA Ticket",
			filters={"reference_doctype": host.doctype, "host_creation": ["is", "not set"]},
			fields=["name", "reference_name", "creation"],
			limit_page_length=0,
		)
		update_rows(
			"SLA Ticket",
			{
				record.name: {"host_creation": made[record.reference_name]}
				for record in records
				if record.reference_name in made and made[record.reference_name] <= record.creation
			},
		)
