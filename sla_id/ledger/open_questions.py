"""What a ticket's ledger still lacks that its agreement wants to know: why it was paused, and why a target was missed.

Called by `derive`; `ticket_claims/` asks the ticket's people about it.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sla_id.agreements.agreement_cache import effective_agreement
from sla_id.agreements.choose import Choice
from sla_id.engine import Clock, Evaluation, EventType, Pause
from sla_id.instants import to_utc
from sla_id.ledger.stored_events import Recorded

SHORTEST = timedelta(minutes=1)
"""A pause that was over sooner needs no reason: somebody set a status by mistake."""
QUESTIONS = ("needs_answer", "pause_unexplained", "cause_missing", "pause_over_utc")
"""The fields of an SLA Ticket that say it."""
NONE: dict[str, Any] = {"needs_answer": 0, "pause_unexplained": 0, "cause_missing": 0, "pause_over_utc": None}


def open_questions(
	evaluation: Evaluation, events: Sequence[Recorded], choice: Choice | None
) -> dict[str, Any]:
	"""The fields `QUESTIONS` of a ticket, by its ledger."""
	if choice is None or not choice.agreement:
		return NONE
	missed = [clock for clock in evaluation.clocks if clock.breached or clock.missed_cycles]
	if not missed and not evaluation.pauses:
		return NONE
	agreement = effective_agreement(choice.all_levels).file
	causes = agreement.breach_causes
	unnamed = bool(agreement.pause_reasons) and any(unexplained_pauses(evaluation))
	uncaused = bool(causes and causes.ask) and any(unexplained_clocks(missed, events))
	over = _over_since(evaluation)
	return {
		"needs_answer": int(unnamed or uncaused or over is not None),
		"pause_unexplained": int(unnamed),
		"cause_missing": int(uncaused),
		"pause_over_utc": to_utc(over),
	}


def unexplained_pauses(evaluation: Evaluation) -> Iterable[Pause]:
	"""The pauses for which nobody has named a reason."""
	return (
		pause
		for pause in evaluation.pauses
		if pause.naming is None and (pause.end is None or pause.end - pause.start >= SHORTEST)
	)


def unexplained_clocks(clocks: Iterable[Clock], events: Sequence[Recorded]) -> Iterable[Clock]:
	"""Those of missed clocks for which nobody has given a cause."""
	known = {cycle_of(entry.details) for entry in events if entry.event.type is EventType.BREACH_EXPLAINED}
	for clock in clocks:
		last = clock.cycle if clock.breached else 1
		if not any((kind, team) == clock.key and cycle >= last for kind, team, cycle in known):
			yield clock


def cycle_of(details: dict[str, Any]) -> tuple[str, str, int]:
	"""(clock, team, cycle) that an answer is about."""
	return details["clock"], details["team"], details["cycle"]


def _over_since(evaluation: Evaluation) -> datetime | None:
	"""When the pause ended by itself that the helpdesk's status still shows. None if there is none."""
	last = evaluation.pauses[-1] if evaluation.pauses else None
	return last.ended_by_itself(evaluation.now) if last is not None and last.end is None else None
