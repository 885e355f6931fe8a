"""SLA Ticket Fact, a row."""

from sla_id.record_row import RecordRow


class SLATicketFact(RecordRow):
	pass
