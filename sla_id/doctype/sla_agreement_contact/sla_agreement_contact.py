"""SLA Agreement Contact, a row."""

from sla_id.record_row import RecordRow


class SLAAgreementContact(RecordRow):
	pass
