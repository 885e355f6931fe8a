"""Records due times that moved although nothing happened to the ticket, because a calendar, holiday list or
release changed.

The change leaves a note on every open ticket. The next evaluation of a ticket compares its due times with the
earlier ones, writes an audit entry if one has moved, and removes the note.
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
from sla_id.ledger.stored_events import Entry

ORIGIN = "Reconciliation"
LEFT_ALONE = frozenset({*STOPPED, ClockState.PAUSED})
"""A clock that has stopped keeps its due time, and while one is paused it moves by itself."""


def describe_change(doctype: str, name: str, user: str) -> str:
	"""The note left on a ticket: which record was changed, and by whom."""
	return json.dumps({"doctype": doctype, "name": name, "by": user})


def moved_dues(before: Mapping[tuple[str, str], Any], after: Iterable[ClockRow]) -> dict[str, list[str]]:
	"""The clocks whose due time has changed: {"resolution": [naive UTC before, after]}; a team's is
	"ola:Team".

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
	"""What to record about moved due times, using the note on the SLA Ticket. The caller removes the note."""
	if not note or not dues:
		return []
	cause = json.loads(note)
	reason = f"{cause['doctype']} {cause['name']}"
	return [Entry(EventType.DUE_MOVED, now, reason=reason, details={**cause, "dues": dues})]


def say_moves(details: Mapping[str, Any], language: str, zone: tzinfo, *, teams: bool) -> str:
	"""Which due times an entry says have moved, in words. With `teams`, also those of operational targets."""
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
