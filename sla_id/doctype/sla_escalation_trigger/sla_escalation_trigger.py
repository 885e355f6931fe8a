"""SLA Escalation Trigger, a row."""

from sla_id.record_row import RecordRow


class SLAEscalationTrigger(RecordRow):
	pass
