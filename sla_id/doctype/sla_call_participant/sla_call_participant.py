"""SLA Call Participant, a row."""

from sla_id.record_row import RecordRow


class SLACallParticipant(RecordRow):
	pass
