"""Leaving no trace: what install made outside the app's own DocTypes is removed again."""

import frappe

from sla_id.notify.digests.subscriptions import REMOVED
from sla_id.setup import helpdesk_form
from sla_id.setup.custom_fields import BOOKS_FIELDS, CUSTOM_FIELDS, MESSAGE_FIELDS
from sla_id.setup.host_indexes import remove_host_indexes

ROLES = ("SLA Manager", "SLA Agent", "SLA Partner", "SLA Executive")


def before_uninstall() -> None:
	"""Before the tables go: the fields on the hosts' tickets and what points at our records."""
	for doctype, fields in (CUSTOM_FIELDS | MESSAGE_FIELDS | BOOKS_FIELDS).items():
		remove_host_fields(doctype, [field["fieldname"] for field in fields])
	remove_host_indexes()
	helpdesk_form.remove()
	remove_references()


def before_app_uninstall(app: str) -> None:
	"""A host is about to go: what was added to its tickets goes with it, our records stay."""
	going = [doctype for doctype in CUSTOM_FIELDS if _app_of(doctype) == app]
	fields = {doctype: CUSTOM_FIELDS[doctype] for doctype in going}
	if going and not any(_app_of(doctype) not in (app, None) for doctype in CUSTOM_FIELDS):
		fields |= MESSAGE_FIELDS
	fields |= {doctype: added for doctype, added in BOOKS_FIELDS.items() if _app_of(doctype) == app}
	for doctype, added in fields.items():
		remove_host_fields(doctype, [field["fieldname"] for field in added])
	remove_host_indexes(tuple(going))
	if "HD Ticket" in going:
		helpdesk_form.remove()


def _app_of(doctype: str) -> str | None:
	"""The app that a DocType belongs to; None where the site hasn't got it."""
	module = frappe.db.get_value("DocType", doctype, "module")
	return frappe.db.get_value("Module Def", module, "app_name") if module else None


def after_uninstall() -> None:
	"""After the tables are gone: roles, scheduled jobs, portal entries, and what others keep of us."""
	frappe.db.delete("Scheduled Job Type", {"method": ["like", "sla_id.%"]})
	for role in ROLES:
		frappe.db.delete("Has Role", {"role": role})
		frappe.db.delete("Custom DocPerm", {"role": role})
		frappe.db.delete("Role", {"name": role})
	entries = frappe.get_hooks("standard_portal_menu_items", app_name="sla_id")
	frappe.db.delete("Portal Menu Item", {"route": ["in", [entry["route"] for entry in entries]]})
	frappe.db.delete("Singles", {"doctype": "SLA Settings"})
	frappe.db.delete("Logs To Clear", {"ref_doctype": "SLA Outbox"})
	frappe.db.delete("DefaultValue", {"defkey": REMOVED})
	frappe.db.commit()  # nosemgrep: v15 commits before it calls this hook and not again
	frappe.clear_cache()


def remove_host_fields(doctype: str, fieldnames: list[str]) -> None:
	"""Drop the custom fields, and their columns where the table still is."""
	names = frappe.get_all(
		"Custom Field", filters={"dt": doctype, "fieldname": ["in", fieldnames]}, pluck="name"
	)
	for name in names:
		frappe.delete_doc("Custom Field", name, force=True, ignore_missing=True)
	if not frappe.db.exists("DocType", doctype):
		return
	columns = set(frappe.db.get_table_columns(doctype))
	for fieldname in fieldnames:
		if fieldname in columns:
			frappe.db.sql_ddl(f"alter table `tab{doctype}` drop column `{fieldname}`")  # nosemgrep: constants
	frappe.clear_cache(doctype=doctype)


def remove_references() -> None:
	"""Notifications, comments and calendar entries that point at the app's records."""
	remove_events()
	ours = frappe.get_all("DocType", filters={"module": "SLA ID"}, pluck="name")
	for doctype, field in (
		("Notification Log", "document_type"),
		("Comment", "reference_doctype"),
		("Version", "ref_doctype"),
		("ToDo", "reference_type"),
	):
		frappe.db.delete(doctype, {field: ["in", ours]})


def remove_events() -> None:
	"""The calendar entries of conference calls."""
	for name in frappe.get_all("SLA Conference Call", filters={"event": ["is", "set"]}, pluck="event"):
		frappe.delete_doc("Event", name, force=True, ignore_missing=True, ignore_permissions=True)
