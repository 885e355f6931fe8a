"""Holidays of one country and year, each with its decree and class."""

from frappe.model.document import Document

from sla_id.agreements.holidays import check_list


class SLAHolidayList(Document):
	def validate(self) -> None:
		"""Refuse days of another year and duplicates."""
		check_list(self)
