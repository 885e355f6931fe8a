"""Escalation tiers, who answers for each and when each is due."""

from frappe.model.document import Document

from sla_id.agreements.validation import check_policy
from sla_id.notify.outbox.channels import personal_channels


class SLAEscalationPolicy(Document):
	def validate(self) -> None:
		"""Refuse what can't be computed with."""
		check_policy(self, told_by=list(personal_channels()))
