"""SLA Agreement Target, a row."""

from sla_id.record_row import RecordRow


class SLAAgreementTarget(RecordRow):
	pass
