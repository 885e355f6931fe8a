"""SLA Agreement Guarantee, a row."""

from sla_id.record_row import RecordRow


class SLAAgreementGuarantee(RecordRow):
	pass
