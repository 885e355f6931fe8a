"""SLA Agreement Credit Step, a row."""

from sla_id.record_row import RecordRow


class SLAAgreementCreditStep(RecordRow):
	pass
