"""SLA Agreement Service, a row."""

from sla_id.record_row import RecordRow


class SLAAgreementService(RecordRow):
	pass
