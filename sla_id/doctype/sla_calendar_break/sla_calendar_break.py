"""SLA Calendar Break, a row."""

from sla_id.record_row import RecordRow


class SLACalendarBreak(RecordRow):
	pass
