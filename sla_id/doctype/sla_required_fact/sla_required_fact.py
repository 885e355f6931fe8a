"""SLA Required Fact, a row."""

from sla_id.record_row import RecordRow


class SLARequiredFact(RecordRow):
	pass
