"""A partner whom maintenance concerns; without any, all whose agreements cover its services."""

from sla_id.record_row import RecordRow


class SLAMaintenancePartner(RecordRow):
	pass
