"""A person's subscription to a summary by e-mail; `sla_id.notify.digests.subscriptions` says when it is due and to whom."""

from frappe.model.document import Document

from sla_id.notify.digests.subscriptions import check_digest, remember_removal


class SLADigest(Document):
	def validate(self) -> None:
		"""Refuse what the person may not see, and work out when it is due."""
		check_digest(self)

	def on_trash(self) -> None:
		"""Who removes their digest gets no other one unasked."""
		remember_removal(self)
