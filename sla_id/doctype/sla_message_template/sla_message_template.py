"""A text of one's own in place of the one that the app brings."""

import frappe
from frappe import _
from frappe.model.document import Document

from sla_id.notify.outbox.template_preview import preview_text


class SLAMessageTemplate(Document):
	def validate(self) -> None:
		"""Refuse a text that can't be read with an example's values."""
		shown = preview_text(
			self.template, self.channel_group, self.language, self.subject or "", self.body or ""
		)
		if shown["error"]:
			frappe.throw(_("This text can't be used: {0}").format(shown["error"]))
