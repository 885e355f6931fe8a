"""SLA Agreement Calendar, a row."""

from sla_id.record_row import RecordRow


class SLAAgreementCalendar(RecordRow):
	pass
