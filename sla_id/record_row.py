"""A row of a table in one of our records: saved with the record, never by itself.

Frappe's REST routes save and delete a row alone when they are given its name: past the checks of its record and past the
lock of what is signed.
"""

import frappe
from frappe import _
from frappe.model.document import Document


class RecordRow(Document):
	"""What every table of ours is made of; `validate` and `on_trash` run only where a row is saved by itself."""

	def validate(self) -> None:
		"""Throws PermissionError."""
		self._refuse()

	def before_update_after_submit(self) -> None:
		"""The same for a row of what is submitted, for which Frappe calls no `validate`. Throws PermissionError."""
		self._refuse()

	def on_trash(self) -> None:
		"""Throws PermissionError, but for the removal of the whole app."""
		if not frappe.flags.in_uninstall:
			self._refuse()

	def _refuse(self) -> None:
		frappe.throw(
			_("This is a row of {0} {1}. Change it there.").format(
				_(self.parenttype or ""), self.parent or ""
			),
			frappe.PermissionError,
		)
