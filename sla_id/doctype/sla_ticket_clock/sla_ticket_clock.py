"""SLA Ticket Clock, a row."""

from sla_id.record_row import RecordRow


class SLATicketClock(RecordRow):
	pass
