"""SLA Matrix Cell, a row."""

from sla_id.record_row import RecordRow


class SLAMatrixCell(RecordRow):
	pass
