"""SLA Calendar Shift, a row."""

from sla_id.record_row import RecordRow


class SLACalendarShift(RecordRow):
	pass
