"""SLA Pause Reason, a row."""

from sla_id.record_row import RecordRow


class SLAPauseReason(RecordRow):
	pass
