"""Working hours: the windows, holidays, shifts and breaks that clocks are counted on."""

from frappe.model.document import Document

from sla_id.agreements.working_calendars import check_calendar


class SLACalendar(Document):
	def validate(self) -> None:
		"""Refuse what can't be computed with; show the week in words."""
		check_calendar(self)
