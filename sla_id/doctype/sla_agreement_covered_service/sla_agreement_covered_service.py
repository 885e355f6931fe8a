"""SLA Agreement Covered Service, a row."""

from sla_id.record_row import RecordRow


class SLAAgreementCoveredService(RecordRow):
	pass
