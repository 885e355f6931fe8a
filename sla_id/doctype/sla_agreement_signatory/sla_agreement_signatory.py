"""SLA Agreement Signatory, a row."""

from sla_id.record_row import RecordRow


class SLAAgreementSignatory(RecordRow):
	pass
