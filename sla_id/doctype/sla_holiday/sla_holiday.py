"""SLA Holiday, a row."""

from sla_id.record_row import RecordRow


class SLAHoliday(RecordRow):
	pass
