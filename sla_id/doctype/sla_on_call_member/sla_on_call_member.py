"""SLA On-call Member, a row."""

from sla_id.record_row import RecordRow


class SLAOncallMember(RecordRow):
	pass
