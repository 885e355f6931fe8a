"""SLA On-call Override, a row."""

from sla_id.record_row import RecordRow


class SLAOncallOverride(RecordRow):
	pass
