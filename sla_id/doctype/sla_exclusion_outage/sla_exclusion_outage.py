"""An outage of which a claim says that some of it doesn't count."""

from sla_id.record_row import RecordRow


class SLAExclusionOutage(RecordRow):
	pass
