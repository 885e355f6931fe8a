"""SLA Service Channel, a row."""

from sla_id.record_row import RecordRow


class SLAServiceChannel(RecordRow):
	pass
