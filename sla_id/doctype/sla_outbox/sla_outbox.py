"""A message that leaves. Written by `sla_id.notify.outbox.enqueue`, delivered by its workers."""

import frappe
from frappe.model.document import Document

from sla_id.notify.outbox.clear_old_messages import KEEP_DAYS, clear_old_messages


class SLAOutbox(Document):
	@staticmethod
	def clear_old_logs(days: int = KEEP_DAYS) -> None:
		"""Frappe's Log Settings call it each day."""
		clear_old_messages(days)


def on_doctype_update() -> None:
	"""The index that `sla_id.notify.outbox.claim.due` reads a channel's queue by, in its order."""
	frappe.db.add_index("SLA Outbox", ["channel", "next_attempt_utc", "creation"], "queue")
