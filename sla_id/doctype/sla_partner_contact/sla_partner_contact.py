"""SLA Partner Contact, a row."""

from sla_id.record_row import RecordRow


class SLAPartnerContact(RecordRow):
	pass
