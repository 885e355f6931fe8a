"""How the app reads the helpdesk."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint


class SLASettings(Document):
	def validate(self) -> None:
		"""The tick takes so many tickets at a time: none, or fewer than none, would be no tick."""
		if self.tick_batch is not None and cint(self.tick_batch) < 1:
			frappe.throw(_("{0}: give 1 or more; 200 is usual.").format(_(self.meta.get_label("tick_batch"))))

	def onload(self) -> None:
		"""Show the default of a field that an update brought and nobody has saved yet: else saving would set it to 0."""
		for field in self.meta.fields:
			if field.default and self.get(field.fieldname) is None:
				self.set(field.fieldname, field.default)
