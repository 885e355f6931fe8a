"""A service, or a part of one, that an outage takes down."""

from sla_id.record_row import RecordRow


class SLAOutageService(RecordRow):
	pass
