"""SLA Agreement Party, a row."""

from sla_id.record_row import RecordRow


class SLAAgreementParty(RecordRow):
	pass
