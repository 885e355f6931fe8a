"""The button "SLA" in Helpdesk's own front end: an HD Form Script for agents. Called by install, migrate and uninstall.

Helpdesk's front end has no other place for it (docs/architecture.md, "The hosts"). Where Helpdesk isn't installed nothing happens.
"""

from pathlib import Path

import frappe

DOCTYPE = "HD Form Script"
NAME = "SLA ID: clocks of a ticket"
VALUES = {
	"dt": "HD Ticket",
	"apply_to": "Form",
	"apply_to_customer_portal": 0,
	"apply_on_new_page": 0,
	"is_standard": 0,
}
"""Not standard: Helpdesk takes every standard script for a field dependency and fails when it is deleted."""


def script() -> str:
	"""The text that Helpdesk runs."""
	return Path(__file__).with_name("helpdesk_form.js").read_text(encoding="utf-8")


def install() -> None:
	"""Create it or bring its text up to date; a site that disabled it keeps it disabled. May be run again."""
	if not frappe.db.exists("DocType", DOCTYPE):
		return
	if not frappe.db.exists(DOCTYPE, NAME):
		doc = frappe.get_doc(
			{"doctype": DOCTYPE, "__newname": NAME, "enabled": 1, **VALUES, "script": script()}
		)
		doc.insert(ignore_permissions=True)
		return
	doc = frappe.get_doc(DOCTYPE, NAME)
	if doc.script != script():
		doc.update({**VALUES, "script": script()})
		doc.save(ignore_permissions=True)


def remove() -> None:
	"""Delete it. Called before the app or Helpdesk goes."""
	if frappe.db.exists("DocType", DOCTYPE):
		frappe.delete_doc(DOCTYPE, NAME, force=True, ignore_missing=True, ignore_permissions=True)
