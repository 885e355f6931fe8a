"""A joint review of an agreement (000 §7.1, 001 §4)."""

from frappe.model.document import Document

from sla_id.agreement_lifecycle.agreement_acts import record_review


class SLAAgreementReview(Document):
	def on_submit(self) -> None:
		"""The agreement's review dates follow."""
		record_review(self)
