"""SLA Call Participant, a row."""

from frappe.model.document import Document


class SLACallParticipant(Document):
	pass
