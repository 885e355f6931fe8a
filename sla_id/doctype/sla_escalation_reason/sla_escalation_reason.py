"""SLA Escalation Reason, a row."""

from sla_id.record_row import RecordRow


class SLAEscalationReason(RecordRow):
	pass
