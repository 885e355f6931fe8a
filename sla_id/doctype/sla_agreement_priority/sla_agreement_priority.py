"""SLA Agreement Priority, a row."""

from sla_id.record_row import RecordRow


class SLAAgreementPriority(RecordRow):
	pass
