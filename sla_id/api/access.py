"""Who may call what. Frappe 15's own `only_for` lets everybody through while tests run, so that no test could show it."""

import frappe
from frappe import _

MANAGERS = ("SLA Manager", "System Manager")


def need_role(*roles: str) -> None:
	"""Let a user through who has one of those roles. Throws PermissionError."""
	if frappe.session.user != "Administrator" and not set(roles) & set(frappe.get_roles()):
		frappe.throw(_("You need one of these roles: {0}.").format(", ".join(roles)), frappe.PermissionError)
