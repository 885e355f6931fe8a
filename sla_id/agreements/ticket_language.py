"""The language and zone in which the texts on a ticket's records are written, and an instant written so.

They are those of its agreement.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from sla_id.agreements.choose import record_agreement
from sla_id.engine.words import say_instant
from sla_id.instants import site_zone
from sla_id.ticket_record import TicketRecord


def agreement_reading(record: TicketRecord) -> tuple[str, ZoneInfo]:
	"""(language, zone) of a ticket's agreement. Without an agreement, Indonesian and the site's zone."""
	if not record.agreement:
		return "id", site_zone()
	agreement = record_agreement(record)
	return agreement.language, agreement.zone


def say_at(record: TicketRecord, at: datetime) -> str:
	"""An instant in words, in the zone and language of the ticket's agreement."""
	language, zone = agreement_reading(record)
	return say_instant(at, language, zone)
