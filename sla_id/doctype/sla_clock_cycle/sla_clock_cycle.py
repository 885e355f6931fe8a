"""One cycle of a ticket's clock, as reports count it. `ledger/stored_cycles.py` writes it; nobody else does."""

import frappe
from frappe import _
from frappe.model.document import Document


class SLAClockCycle(Document):
	def validate(self) -> None:
		"""Refuse every change: a row follows from its ticket's events."""
		frappe.throw(_("A clock's cycles follow from its ticket's events and can't be changed."))

	def on_trash(self) -> None:
		"""Refuse to delete, but for the removal of the whole app."""
		if not frappe.flags.in_uninstall:
			frappe.throw(_("A clock's cycles follow from its ticket's events and can't be changed."))


def on_doctype_update() -> None:
	"""The indexes that reports read by: what is due, completed or created in a period, of a partner or of all."""
	for field in ("due_utc", "stopped_utc", "started_utc"):
		frappe.db.add_index("SLA Clock Cycle", [field, "partner"], f"{field}_partner")
