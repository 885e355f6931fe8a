"""SLA Agreement Revision, a row."""

from sla_id.record_row import RecordRow


class SLAAgreementRevision(RecordRow):
	pass
