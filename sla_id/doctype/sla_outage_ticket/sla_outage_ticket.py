"""A ticket that reports an outage."""

from sla_id.record_row import RecordRow


class SLAOutageTicket(RecordRow):
	pass
