"""The custom fields on the hosts' tickets, kept up with an update without undoing what a site has changed on them.

What was shipped last is remembered in SLA Settings: a property of a field that reads otherwise is the site's own by now.
"""

import json
from typing import Any

import frappe
from frappe.custom.doctype.custom_field.custom_field import create_custom_fields
from frappe.utils import cstr

from sla_id.setup.custom_fields import BOOKS_FIELDS, CUSTOM_FIELDS, MESSAGE_FIELDS

SETTINGS, LOG = "SLA Settings", "shipped_fields"
PLACED = frozenset({"fieldname", "fieldtype", "module"})
"""What makes a field the one it is."""


def add_host_fields() -> None:
	"""Add the fields of every host that is present, and bring those up to date that the site hasn't changed."""
	present = {
		doctype: fields
		for doctype, fields in (CUSTOM_FIELDS | BOOKS_FIELDS).items()
		if frappe.db.exists("DocType", doctype)
	}
	if not present:
		return
	present = {**present, **MESSAGE_FIELDS}
	before = json.loads(frappe.db.get_single_value(SETTINGS, LOG) or "{}")
	wanted = {
		doctype: [_with_the_sites_own(doctype, field, before.get(doctype, {})) for field in fields]
		for doctype, fields in present.items()
	}
	create_custom_fields(wanted, ignore_validate=True)
	shipped = {
		doctype: {field["fieldname"]: field for field in fields} for doctype, fields in present.items()
	}
	frappe.db.set_single_value(SETTINGS, LOG, json.dumps({**before, **shipped}, sort_keys=True))


def _with_the_sites_own(doctype: str, field: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
	"""A field as it is shipped, but for the properties that the site has changed since it was shipped last."""
	shipped_last = before.get(field["fieldname"])
	if not shipped_last:
		return field
	properties = sorted(set(field) - PLACED)
	held = frappe.db.get_value(
		"Custom Field", {"dt": doctype, "fieldname": field["fieldname"]}, properties, as_dict=True
	)
	if not held:
		return field
	own = {
		name: held[name]
		for name in properties
		if cstr(held[name] or "") != cstr(shipped_last.get(name) or "")
	}
	return {**field, **own}
