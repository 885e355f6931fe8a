"""SLA Escalation Duty, a row."""

from sla_id.record_row import RecordRow


class SLAEscalationDuty(RecordRow):
	pass
