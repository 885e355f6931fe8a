"""SLA Agreement Channel, a row."""

from sla_id.record_row import RecordRow


class SLAAgreementChannel(RecordRow):
	pass
