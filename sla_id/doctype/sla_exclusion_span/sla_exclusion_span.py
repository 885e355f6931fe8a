"""A span of the claimed time that was granted."""

from sla_id.record_row import RecordRow


class SLAExclusionSpan(RecordRow):
	pass
