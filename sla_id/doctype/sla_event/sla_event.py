"""The ledger: what happened to a ticket and when. Only added to, never changed."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Count


class SLAEvent(Document):
	def validate(self) -> None:
		"""Refuse every change of what is recorded."""
		if not self.is_new():
			frappe.throw(_("Events can't be changed. Record what happened as a new event."))

	def on_trash(self) -> None:
		"""Refuse to delete, but for the removal of the whole app."""
		if not frappe.flags.in_uninstall:
			frappe.throw(_("Events can't be deleted. The ledger only grows."))


def on_doctype_update() -> None:
	"""A ticket's events are numbered: by its unique number one is read under a lock that keeps nobody from adding others."""
	event = frappe.qb.DocType("SLA Event")
	numbered = (event.sla_ticket, event.sequence)
	twice = frappe.qb.from_(event).select(event.sla_ticket).groupby(*numbered).having(Count("*") > 1).limit(1)
	if not twice.run():
		frappe.db.add_unique("SLA Event", ["sla_ticket", "sequence"], "numbered")
