"""SLA Agreement Component, a row."""

from sla_id.record_row import RecordRow


class SLAAgreementComponent(RecordRow):
	pass
