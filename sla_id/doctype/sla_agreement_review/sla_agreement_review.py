"""A joint review of an agreement (000 §7.1, 001 §4)."""

from frappe.model.document import Document


class SLAAgreementReview(Document):
	pass
