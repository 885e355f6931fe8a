"""SLA Holiday Decree, a row."""

from sla_id.record_row import RecordRow


class SLAHolidayDecree(RecordRow):
	pass
