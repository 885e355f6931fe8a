"""A partner (Mitra): whom agreements, tickets and portal users belong to, whichever host the ticket lives in."""

from frappe.model.document import Document

from sla_id.agreements.validation import check_partner


class SLAPartner(Document):
	def validate(self) -> None:
		"""Refuse an unknown zone and records of another partner."""
		check_partner(self)
