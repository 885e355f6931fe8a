"""SLA Escalation Task, a row."""

from sla_id.record_row import RecordRow


class SLAEscalationTask(RecordRow):
	pass
