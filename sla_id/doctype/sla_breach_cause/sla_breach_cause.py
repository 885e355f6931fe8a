"""SLA Breach Cause, a row."""

from sla_id.record_row import RecordRow


class SLABreachCause(RecordRow):
	pass
