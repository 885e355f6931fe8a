"""A file that shows why a time shouldn't count."""

from sla_id.record_row import RecordRow


class SLAExclusionEvidence(RecordRow):
	pass
