"""SLA Agreement Clause, a row."""

from sla_id.record_row import RecordRow


class SLAAgreementClause(RecordRow):
	pass
