"""The partner's clocks on a ticket's page, as they stand now. Internal teams' own clocks (OLA) stay inside."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from frappe import _

from sla_id.clock_words import clock_colour, say_clock, say_clock_state
from sla_id.engine import Clock, ClockKind
from sla_id.engine.clocks import STOPPED
from sla_id.engine.words import say_duration, say_receipt
from sla_id.ledger.derive import evaluate_events
from sla_id.ledger.stored_events import read_events
from sla_id.portal.reader_times import Elsewhere, say_moment
from sla_id.ticket_record import TicketRecord


def describe_clocks(
	record: TicketRecord, language: str, zone: ZoneInfo, own: Elsewhere | None, now: datetime
) -> list[dict[str, Any]]:
	"""The partner's clocks as they stand now."""
	evaluation = evaluate_events(record, read_events(record.name), now, receipts=True)
	return [
		_clock(clock, language, zone, own, now)
		for clock in evaluation.clocks
		if clock.kind is not ClockKind.OLA
	]


def _clock(
	clock: Clock, language: str, zone: ZoneInfo, own: Elsewhere | None, now: datetime
) -> dict[str, Any]:
	stopped = clock.state in STOPPED
	paused = clock.paused_since is not None
	target, remaining = clock.target_seconds, clock.remaining
	return {
		"label": say_clock(clock.kind),
		"state": say_clock_state(clock.state),
		"colour": clock_colour(clock.state),
		"due_label": _("Was due") if stopped else _("Due, if work resumed now") if paused else _("Due"),
		"due": say_moment(clock.due, language, zone, own) if clock.due else None,
		"waiting": clock.started is None,
		"stopped": say_moment(clock.stopped, language, zone, own) if clock.stopped else None,
		"percent": min(100, round(clock.elapsed / target * 100)) if target else None,
		"used": _("{0} of {1} working time used").format(
			_length(clock.elapsed, language), _length(target, language)
		)
		if target
		else "",
		"left": _say_left(remaining, language) if remaining is not None and not stopped else "",
		"source": clock.terms.source,
		"receipt": say_receipt(clock.receipt, language) if clock.receipt and clock.due else "",
	}


def _say_left(remaining: float, language: str) -> str:
	sentence = _("{0} left") if remaining >= 0 else _("{0} over")
	return sentence.format(_length(abs(remaining), language))


def _length(seconds: float, language: str) -> str:
	return say_duration(int(seconds // 60) * 60 if seconds >= 60 else int(seconds), language)
