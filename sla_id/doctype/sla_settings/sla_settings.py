"""How the app reads the helpdesk."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint

from sla_id.sweep.what_is_due import LARGEST_BATCH


class SLASettings(Document):
	def validate(self) -> None:
		"""What the tick reads must be such that it can run: so many tickets at a time."""
		if self.tick_batch is not None and not 1 <= cint(self.tick_batch) <= LARGEST_BATCH:
			frappe.throw(
				_("{0}: give 1 to {1}; 200 is usual.").format(
					_(self.meta.get_label("tick_batch")), LARGEST_BATCH
				)
			)

	def onload(self) -> None:
		"""Show the default of a field that an update brought and nobody has saved yet: else saving would set it to 0."""
		for field in self.meta.fields:
			if field.default and self.get(field.fieldname) is None:
				self.set(field.fieldname, field.default)
