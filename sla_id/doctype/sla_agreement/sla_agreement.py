"""A version of a service level agreement. Approved versions can't be edited; amend to change."""

from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from sla_id.agreements.agreement_cache import forget_agreements
from sla_id.agreements.signing.approvals import need_approvals
from sla_id.agreements.signing.proposal import withdraw_if_changed
from sla_id.agreements.signing.versions import refuse_cancel, replace_earlier, status_on
from sla_id.agreements.validation import check_agreement


class SLAAgreement(Document):
	def validate(self) -> None:
		"""Refuse what can't be kept; a text that changes after it was proposed is a draft again."""
		check_agreement(self)
		withdraw_if_changed(self)

	def on_update(self) -> None:
		"""What was read of it earlier in this request may be what it said before."""
		forget_agreements()

	def before_submit(self) -> None:
		"""Both sides have approved exactly this text, and it overlaps with no other version."""
		need_approvals(self)
		replace_earlier(self)

	def on_submit(self) -> None:
		"""From now on its status follows its dates."""
		self.db_set("status", status_on(self, getdate(nowdate())), update_modified=False)

	def before_cancel(self) -> None:
		"""Only what nobody was promised anything by can be taken back."""
		refuse_cancel(self)

	def on_cancel(self) -> None:
		"""Taken back before it came into force."""
		self.db_set("status", "Cancelled", update_modified=False)
