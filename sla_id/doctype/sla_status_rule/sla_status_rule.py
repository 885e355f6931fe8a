"""SLA Status Rule, a row."""

from sla_id.record_row import RecordRow


class SLAStatusRule(RecordRow):
	pass
