"""SLA Service Dependency, a row."""

from sla_id.record_row import RecordRow


class SLAServiceDependency(RecordRow):
	pass
