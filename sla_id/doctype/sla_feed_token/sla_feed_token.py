"""The address of somebody's calendar feed. Written by `sla_id.maintenance.feed_tokens` alone."""

import frappe
from frappe import _
from frappe.model.document import Document


class SLAFeedToken(Document):
	def validate(self) -> None:
		"""Refuse what isn't written by the app: a token that somebody else chose would be known to them."""
		if not self.flags.sla_id_feed:
			frappe.throw(
				_("Calendar addresses are made and revoked on the maintenance page."), frappe.PermissionError
			)
