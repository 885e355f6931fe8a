"""In which language and zone the texts kept on a ticket's records are written: its agreement's."""

from zoneinfo import ZoneInfo

from sla_id.agreements.choose import record_agreement
from sla_id.instants import site_zone
from sla_id.ticket_record import TicketRecord


def agreement_reading(record: TicketRecord) -> tuple[str, ZoneInfo]:
	"""(language, zone) of a ticket's agreement; Indonesian and the site's zone without one."""
	if not record.agreement:
		return "id", site_zone()
	agreement = record_agreement(record)
	return agreement.language, agreement.zone
