"""A message that leaves. Written by `sla_id.notify.outbox.enqueue`, delivered by its workers."""

from frappe.model.document import Document

from sla_id.notify.outbox.clear import KEEP_DAYS, clear_old_messages


class SLAOutbox(Document):
	@staticmethod
	def clear_old_logs(days: int = KEEP_DAYS) -> None:
		"""Frappe's Log Settings call it each day."""
		clear_old_messages(days)
