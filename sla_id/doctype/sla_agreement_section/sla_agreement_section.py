"""SLA Agreement Section, a row."""

from sla_id.record_row import RecordRow


class SLAAgreementSection(RecordRow):
	pass
