"""SLA Action Plan Revision, a row."""

from sla_id.record_row import RecordRow


class SLAActionPlanRevision(RecordRow):
	pass
