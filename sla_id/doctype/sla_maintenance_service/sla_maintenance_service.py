"""A service, or a part of one, that maintenance touches."""

from sla_id.record_row import RecordRow


class SLAMaintenanceService(RecordRow):
	pass
