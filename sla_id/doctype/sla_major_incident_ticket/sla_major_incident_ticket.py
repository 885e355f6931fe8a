"""SLA Major Incident Ticket, a row."""

from sla_id.record_row import RecordRow


class SLAMajorIncidentTicket(RecordRow):
	pass
