"""A line of a statement: a service under one version, or a credit."""

from sla_id.record_row import RecordRow


class SLAStatementLine(RecordRow):
	pass
