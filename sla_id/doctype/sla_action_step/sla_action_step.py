"""SLA Action Step, a row."""

from sla_id.record_row import RecordRow


class SLAActionStep(RecordRow):
	pass
