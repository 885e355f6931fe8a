"""SLA Escalation Telling, a row: a person and a channel, how often told by it, or why not."""

from sla_id.record_row import RecordRow


class SLAEscalationTelling(RecordRow):
	pass
