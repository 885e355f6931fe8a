"""A partner whom an outage concerns; without any, all whose agreements cover its services."""

from sla_id.record_row import RecordRow


class SLAOutagePartner(RecordRow):
	pass
