"""The button "SLA" in Helpdesk's own front end: an HD Form Script for agents, which shows a ticket's clocks, and one for
customers, which opens the ticket's page. Called by install, migrate and uninstall.

Helpdesk's front end has no other place for it (docs/architecture.md, "The hosts"). Where Helpdesk isn't installed nothing happens.
"""

from pathlib import Path

import frappe

DOCTYPE = "HD Form Script"
SCRIPTS = {
	"SLA ID: clocks of a ticket": ("helpdesk_form.js", {"apply_to_customer_portal": 0}),
	"SLA ID: a customer's due times": ("helpdesk_portal.js", {"apply_to_customer_portal": 1}),
}
"""Name, file and whom it is for."""
VALUES = {"dt": "HD Ticket", "apply_to": "Form", "apply_on_new_page": 0, "is_standard": 0}
"""Not standard: Helpdesk takes every standard script for a field dependency and fails when it is deleted."""


def script(file: str) -> str:
	"""The text that Helpdesk runs."""
	return Path(__file__).with_name(file).read_text(encoding="utf-8")


def install() -> None:
	"""Create them or bring their texts up to date; a site that disabled one keeps it disabled. May be run again."""
	if frappe.db.exists("DocType", DOCTYPE):
		for name, (file, whom) in SCRIPTS.items():
			_install(name, {**VALUES, **whom, "script": script(file)})


def _install(name: str, values: dict[str, object]) -> None:
	if not frappe.db.exists(DOCTYPE, name):
		doc = frappe.get_doc({"doctype": DOCTYPE, "__newname": name, "enabled": 1, **values})
		doc.insert(ignore_permissions=True)
		return
	doc = frappe.get_doc(DOCTYPE, name)
	if doc.script != values["script"]:
		doc.update(values)
		doc.save(ignore_permissions=True)


def remove() -> None:
	"""Delete them. Called before the app or Helpdesk goes."""
	if frappe.db.exists("DocType", DOCTYPE):
		for name in SCRIPTS:
			frappe.delete_doc(DOCTYPE, name, force=True, ignore_missing=True, ignore_permissions=True)
