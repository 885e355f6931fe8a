"""SLA Scope Exclusion, a row."""

from sla_id.record_row import RecordRow


class SLAScopeExclusion(RecordRow):
	pass
