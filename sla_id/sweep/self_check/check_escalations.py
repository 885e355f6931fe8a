"""Compares the escalations that fired and were told with those the engine says must have been.

It replays the ledger in the order in which it grew.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sla_id.engine import Evaluation, evaluate
from sla_id.instants import from_utc, utc_now
from sla_id.kept_json import read_kept
from sla_id.ledger.derive import evaluate_events, timeline
from sla_id.ledger.record import is_unchosen
from sla_id.ledger.stored_events import Recorded
from sla_id.sweep.self_check.finding import Kind
from sla_id.sweep.watermark import OVERLAP
from sla_id.ticket_record import TicketRecord

JUST_BEFORE = timedelta(microseconds=1)
Said = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class Fired:
	"""What is known of a ticket's escalations: which of them have a row, and whether the past can be computed
	as it was.
	"""

	identities: frozenset[str]
	unchanged: bool
	"""No calendar, holiday list or release was changed since the ticket came."""


def check_escalations(
	record: TicketRecord, events: Sequence[Recorded], recorded: Sequence[datetime], fired: Fired
) -> Iterator[Said]:
	"""Find what is wrong with the escalations that fired.

	`recorded` is when each event entered the ledger (aware).
	"""
	told = read_kept(record.told) or {}
	kept, alerts = set(told.get("tiers", {})), set(told.get("alerts", []))
	for identity in sorted(kept - fired.identities):
		yield Kind.ESCALATION, f"{identity} was told, and there is no row of it"
	for identity in sorted(fired.identities - kept):
		yield Kind.ESCALATION, f"{identity} has a row, and the record doesn't know that it was told"
	evaluated = from_utc(record.evaluated_utc)
	if evaluated is None or evaluated > utc_now() + OVERLAP or is_unchosen(record):
		return
	if not record.resolved_utc and not record.excluded:
		now = _evaluated(record, events, evaluated)
		for identity in sorted({entry.identity for entry in now.escalations} - fired.identities - kept):
			yield Kind.ESCALATION, f"{identity} is due, and hasn't fired"
		for identity in sorted({alert.identity for alert in now.alerts} - alerts):
			yield Kind.ESCALATION, f"{identity} was due to be told, and wasn't"
	if fired.unchanged and fired.identities:
		possible = _ever_due(record, events, recorded, evaluated)
		for identity in sorted(fired.identities - possible):
			yield Kind.UNEXPLAINED, f"{identity} fired, and at no time it was due"


def _evaluated(record: TicketRecord, events: Sequence[Recorded], at: datetime) -> Evaluation:
	try:
		return evaluate_events(record, list(events), at)
	except ValueError:
		return Evaluation(at, (), (), None, ())


def _ever_due(
	record: TicketRecord, events: Sequence[Recorded], recorded: Sequence[datetime], until: datetime
) -> set[str]:
	"""Every escalation that was due at some time, judged by what was known at that time."""
	moments = sorted(set(recorded))
	found: set[str] = set()
	for number, moment in enumerate(moments):
		known = [entry for entry, since in zip(events, recorded, strict=True) if since <= moment]
		end = moments[number + 1] - JUST_BEFORE if number + 1 < len(moments) else max(until, moment)
		try:
			told = evaluate(timeline(record, known), [entry.event for entry in known], end)
		except ValueError:
			continue
		found |= {entry.identity for entry in told.escalations}
	return found
