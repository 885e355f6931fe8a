"""SLA Escalation Tier, a row."""

from sla_id.record_row import RecordRow


class SLAEscalationTier(RecordRow):
	pass
