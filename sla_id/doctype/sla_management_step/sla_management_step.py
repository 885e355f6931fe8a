"""SLA Management Step, a row."""

from sla_id.record_row import RecordRow


class SLAManagementStep(RecordRow):
	pass
