"""What an update ships otherwise than the site has it, and taking it. Permission first, typed."""

from typing import Any

import frappe
from frappe import _

from sla_id.access import MANAGERS, need_role
from sla_id.api.arguments import answerable
from sla_id.fixtures.add_and_compare_shipped import find_differences, take_shipped


@frappe.whitelist()
@answerable
def list_differences() -> list[dict[str, Any]]:
	"""Records that the app ships and the site has changed or deleted: doctype, label, name, fields (none if
	deleted).
	"""
	need_role(*MANAGERS)
	return [
		{
			"doctype": difference.doctype,
			"label": _(difference.doctype),
			"name": difference.name,
			"fields": list(difference.fields),
		}
		for difference in find_differences()
	]


@frappe.whitelist(methods=["POST"])
@answerable
def take(doctype: str, name: str) -> None:
	"""Reset a record to what is shipped now, or restore it. For users who may change such records."""
	need_role(*MANAGERS)
	frappe.has_permission(doctype, "write", throw=True)
	take_shipped(doctype, name)
