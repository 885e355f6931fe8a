"""What one partner was told of maintenance, when, and whether it was in time."""

from sla_id.record_row import RecordRow


class SLAMaintenanceAnnouncement(RecordRow):
	pass
