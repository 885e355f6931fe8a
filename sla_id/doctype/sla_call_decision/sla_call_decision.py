"""SLA Call Decision, a row."""

from sla_id.record_row import RecordRow


class SLACallDecision(RecordRow):
	pass
