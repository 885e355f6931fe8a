"""A service, or a part of one, for which a time is claimed not to count."""

from sla_id.record_row import RecordRow


class SLAExclusionService(RecordRow):
	pass
