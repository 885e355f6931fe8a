"""Pauses with their reasons, exclusions and causes of missed targets on a ticket's page, in the partner's words."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sla_id.engine import Evaluation
from sla_id.ledger.derive import evaluate_events
from sla_id.ledger.stored_events import read_events
from sla_id.portal.reader_times import Elsewhere, say_moment
from sla_id.ticket_claims.describe_claims import Reading, describe_claims
from sla_id.ticket_record import TicketRecord


def describe_for_partner(
	record: TicketRecord, language: str, zone: ZoneInfo, own: Elsewhere | None, now: datetime
) -> dict[str, Any]:
	"""What a partner sees of it: never who did it, files or root causes."""
	events = read_events(record.name)
	evaluation: Evaluation = evaluate_events(record, events, now)
	return describe_claims(
		Reading(record, events, evaluation, language, zone, False, second=_second(language, zone, own))
	)


def _second(language: str, zone: ZoneInfo, own: Elsewhere | None) -> Callable[[datetime], str]:
	"""What stands behind an instant for a reader in another zone."""

	def say(at: datetime) -> str:
		moment = say_moment(at, language, zone, own)
		return f" ({moment.own}, {moment.whose})" if moment.own else ""

	return say
