"""A request for an escalation tier; decided once, never changed afterwards, never deleted."""

import frappe
from frappe import _
from frappe.model.document import Document

from sla_id.escalation.requests.request_and_decide import OPEN, REFUSED, show_as_it_stands
from sla_id.escalation.requests.who_may_ask import may_decide


class SLAEscalationRequest(Document):
	def onload(self) -> None:
		"""As it stands at this moment, and what the reader may do about it."""
		show_as_it_stands(self)
		user = frappe.session.user
		self.set_onload("may_decide", self.status == OPEN and may_decide(self, user))
		self.set_onload("may_withdraw", self.status == OPEN and self.requested_by == user)

	def validate(self) -> None:
		"""Refuse a refusal without an answer, and any change of what was decided."""
		if self.status == REFUSED and not (self.answer or "").strip():
			frappe.throw(_("Answer: say why the request isn't valid. The requester will read it."))
		before = self.get_doc_before_save()
		if before is not None and before.status != OPEN:
			frappe.throw(_("This request has already been decided: {0}.").format(_(before.status)))

	def on_trash(self) -> None:
		"""Refuse to delete, but for the removal of the whole app."""
		if not frappe.flags.in_uninstall:
			frappe.throw(_("Requests stay on record."))
