"""SLA Partner Link, a row."""

from sla_id.record_row import RecordRow


class SLAPartnerLink(RecordRow):
	pass
