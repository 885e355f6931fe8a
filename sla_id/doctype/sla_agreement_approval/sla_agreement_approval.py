"""A party's decision on a proposed agreement version: only added to, never changed."""

from typing import Never

import frappe
from frappe import _
from frappe.model.document import Document


class SLAAgreementApproval(Document):
	def validate(self) -> None:
		"""Refuse to rewrite a decision."""
		if not self.is_new():
			self._refuse()

	def on_trash(self) -> None:
		"""Refuse to lose one, but for the removal of the whole app."""
		if not frappe.flags.in_uninstall:
			self._refuse()

	def _refuse(self) -> Never:
		frappe.throw(_("Approvals can't be changed or deleted, only added."))
		raise AssertionError
