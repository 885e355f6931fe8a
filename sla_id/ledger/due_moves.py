"""The audit entry of due times that moved though nothing happened to the ticket: a calendar, a holiday list or a release
was changed.

Who changes one leaves a note on every open ticket; whoever evaluates the ticket next compares its due times with those
before, writes the entry where one has moved, and takes the note away.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, tzinfo
from typing import Any

from sla_id.agreements.words.code_names import CLOCKS
from sla_id.engine import ClockState, EventType
from sla_id.engine.clocks import STOPPED
from sla_id.engine.words import say_instant
from sla_id.instants import from_utc
from sla_id.ledger.clock_row import ClockRow
from sla_id.ledger.events import Entry

ORIGIN = "Reconciliation"
LEFT_ALONE = frozenset({*STOPPED, ClockState.PAUSED})
"""A clock that has stopped keeps its due time, and while one is paused it moves by itself."""


def describe_change(doctype: str, name: str, user: str) -> str:
	"""The note that is left on a ticket: which record was changed, and by whom."""
	return json.dumps({"doctype": doctype, "name": name, "by": user})


def moved_dues(before: Mapping[tuple[str, str], Any], after: Iterable[ClockRow]) -> dict[str, list[str]]:
	"""The clocks whose due time is another than before: {"resolution": [naive UTC before, after]}; a team's as "ola:Team".

	`before` are their rows by `key`.
	"""
	found = {}
	for row in after:
		old = before.get(row.key)
		if old is None or old.cycle != row.cycle or {old.state, row.state} & LEFT_ALONE:
			continue
		if old.due_utc and row.due_utc and old.due_utc != row.due_utc:
			found[":".join(filter(None, row.key))] = [str(old.due_utc), str(row.due_utc)]
	return found


def explain_moves(note: str | None, dues: Mapping[str, list[str]], now: datetime) -> list[Entry]:
	"""What is to be recorded of what has moved, by the note on the SLA Ticket; who calls takes the note off."""
	if not note or not dues:
		return []
	cause = json.loads(note)
	reason = f"{cause['doctype']} {cause['name']}"
	return [Entry(EventType.DUE_MOVED, now, reason=reason, details={**cause, "dues": dues})]


def say_moves(details: Mapping[str, Any], language: str, zone: tzinfo, *, teams: bool) -> str:
	"""What an entry says has moved, in words; with `teams` their operational targets too."""
	said = []
	for key, (before, after) in details.get("dues", {}).items():
		clock, _colon, team = key.partition(":")
		if team and not teams:
			continue
		was, is_now = from_utc(before), from_utc(after)
		assert was is not None and is_now is not None
		label = CLOCKS[clock].get(language) + (f" ({team})" if team else "")
		said.append(f"{label}: {say_instant(was, language, zone)} → {say_instant(is_now, language, zone)}")
	return "; ".join(said)
