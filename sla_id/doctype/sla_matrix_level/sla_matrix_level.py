"""SLA Matrix Level, a row."""

from sla_id.record_row import RecordRow


class SLAMatrixLevel(RecordRow):
	pass
