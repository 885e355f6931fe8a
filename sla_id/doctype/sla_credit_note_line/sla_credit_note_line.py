"""A line of a credit note."""

from sla_id.record_row import RecordRow


class SLACreditNoteLine(RecordRow):
	pass
