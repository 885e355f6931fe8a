"""Who is on duty: people take turns, and overrides stand in for them."""

from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime


class SLAOncallSchedule(Document):
	def validate(self) -> None:
		"""Refuse what can't be computed with."""
		self._need_zone()
		if not self.members:
			frappe.throw(_("Add at least one person who takes a turn."))
		if (self.turn_days or 0) < 1:
			frappe.throw(_("Days a turn: give 1 or more."))
		for row in self.overrides:
			if get_datetime(row.to_time) <= get_datetime(row.from_time):
				frappe.throw(_("Override {0}: the end must be after the start.").format(row.idx))

	def _need_zone(self) -> None:
		try:
			ZoneInfo(self.time_zone)
		except (KeyError, ValueError, TypeError, OSError):
			frappe.throw(
				_("There is no time zone {0}. Use a name such as Asia/Jakarta (WIB).").format(self.time_zone)
			)
