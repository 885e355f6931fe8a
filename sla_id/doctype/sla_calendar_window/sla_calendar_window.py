"""SLA Calendar Window, a row."""

from sla_id.record_row import RecordRow


class SLACalendarWindow(RecordRow):
	pass
