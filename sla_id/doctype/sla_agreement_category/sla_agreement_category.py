"""SLA Agreement Category, a row."""

from sla_id.record_row import RecordRow


class SLAAgreementCategory(RecordRow):
	pass
