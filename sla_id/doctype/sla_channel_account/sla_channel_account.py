"""How messages leave by WhatsApp, SMS or a gateway of one's own."""

import frappe
from frappe import _
from frappe.model.document import Document


class SLAChannelAccount(Document):
	def validate(self) -> None:
		"""Refuse a body or headers that no message could be sent with."""
		self._need_json("body_template", (dict, list, str))
		self._need_json("headers", dict)

	def _need_json(self, field: str, kind: type | tuple[type, ...]) -> None:
		text = (self.get(field) or "").strip()
		try:
			read = frappe.parse_json(text) if text else {}
		except (ValueError, RecursionError):
			read = None
		if not isinstance(read, kind):
			label = _(self.meta.get_label(field))
			frappe.throw(_("{0}: give JSON, for example {1}.").format(label, '{"to": "{number}"}'))
