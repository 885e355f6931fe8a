"""The CSV as incidents in order of time, read as `embedded.replay` says, with what was skipped or left out and why."""

from __future__ import annotations

import csv
import itertools
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypeVar
from zoneinfo import ZoneInfo

Value = TypeVar("Value")

WIB = ZoneInfo("Asia/Jakarta")
SHIFT = timedelta(weeks=418)
INTO_THE_MINUTE = timedelta(seconds=30)
"""When in its minute a row was written."""
LEVELS = {"1 - High": "H", "2 - Medium": "M", "3 - Low": "L"}
CHANNELS = {"Phone": "call_center", "IVR": "call_center", "Email": "email", "Self service": "portal"}
STATES = frozenset({"New", "Active", "Resolved", "Closed"})
AWAITING = "Awaiting "


@dataclass(frozen=True, slots=True)
class Row:
	"""One row of an incident; a field is None where the log doesn't know it."""

	at: datetime
	state: str | None
	group: str | None
	impact: str | None
	urgency: str | None


@dataclass(frozen=True, slots=True)
class Incident:
	"""An incident and its rows in order of time. Instants are aware, and moved by SHIFT; rows by INTO_THE_MINUTE too."""

	number: str
	opened: datetime
	caller: str
	category: str
	channel: str | None
	rows: tuple[Row, ...]


@dataclass(slots=True)
class Log:
	"""What a replay has to do, and what it leaves out."""

	incidents: list[Incident] = field(default_factory=list)
	skipped: dict[str, str] = field(default_factory=dict)
	"""Number of the incident: why it is left out."""
	untidy: Counter[str] = field(default_factory=Counter)
	"""What isn't as one would expect, and how often."""
	row_count: int = 0


def read_log(path: Path, limit: int | None = None) -> Log:
	"""The first `limit` incidents of the file, or all. Raises OSError, KeyError for a missing column."""
	log = Log()
	grouped: dict[str, list[dict[str, str]]] = {}
	with path.open(encoding="utf-8-sig", newline="") as handle:
		for raw in csv.DictReader(handle):
			grouped.setdefault(raw["number"], []).append(raw)
	for number, raws in list(grouped.items())[:limit]:
		log.row_count += len(raws)
		try:
			log.incidents.append(_incident(number, raws, log.untidy))
		except _Unusable as why:
			log.skipped[number] = str(why)
	return log


class _Unusable(Exception):
	"""Why an incident can't be replayed."""


def _incident(number: str, raws: list[dict[str, str]], untidy: Counter[str]) -> Incident:
	opened = _first(_instant(raw["opened_at"]) for raw in raws)
	if opened is None:
		opened = _first(_instant(raw["sys_created_at"]) for raw in raws)
		untidy["tickets without opened_at, opened at sys_created_at"] += opened is not None
	if opened is None:
		raise _Unusable("no readable opened_at or sys_created_at")
	rows = _rows(raws, opened, untidy)
	if not rows:
		raise _Unusable("no row with a readable time at or after its opening")
	_note(raws, rows, opened, untidy)
	return Incident(
		number=number,
		opened=opened,
		caller=_known(raws[0]["caller_id"]) or "Unknown caller",
		category=_known(raws[0]["category"]) or "Unknown category",
		channel=_first(CHANNELS.get(raw["contact_type"]) for raw in raws),
		rows=tuple(rows),
	)


def _rows(raws: list[dict[str, str]], opened: datetime, untidy: Counter[str]) -> list[Row]:
	timed = [(at, raw) for raw in raws if (at := _instant(raw["sys_updated_at"])) is not None]
	untidy["rows without a readable time, left out"] += len(raws) - len(timed)
	untidy["rows out of order, put in order"] += sum(a[0] > b[0] for a, b in itertools.pairwise(timed))
	rows: list[Row] = []
	revision = -1
	for at, raw in sorted(timed, key=lambda pair: pair[0]):
		if at < opened:
			untidy["rows written before the opening, left out"] += 1
			continue
		own = int(raw["sys_mod_count"]) if raw["sys_mod_count"].isdigit() else revision
		if own < revision:
			untidy["rows of an older revision written late, left out"] += 1
			continue
		revision = own
		state = raw["incident_state"]
		known = state in STATES or state.startswith(AWAITING)
		untidy["rows of an unknown state, the state before kept"] += not known
		rows.append(
			Row(
				at + INTO_THE_MINUTE,
				state if known else None,
				_known(raw["assignment_group"]),
				LEVELS.get(raw["impact"]),
				LEVELS.get(raw["urgency"]),
			)
		)
	return rows


def _note(raws: list[dict[str, str]], rows: list[Row], opened: datetime, untidy: Counter[str]) -> None:
	"""Count what is odd and yet taken as it comes."""
	states = [row.state for row in rows if row.state]
	settled = [state in ("Resolved", "Closed") for state in states]
	untidy["rows that repeat a minute and a state"] += len(rows) - len({(row.at, row.state) for row in rows})
	untidy["rows without a known impact or urgency"] += sum(not (row.impact and row.urgency) for row in rows)
	untidy["tickets reopened"] += any(a and not b for a, b in itertools.pairwise(settled))
	untidy["tickets with rows after Closed"] += "Closed" in states[:-1]
	untidy["tickets that never end in the log"] += not (settled and settled[-1])
	resolved = _instant(raws[-1]["resolved_at"])
	untidy["tickets with resolved_at before their opening"] += resolved is not None and resolved < opened


def _instant(text: str) -> datetime | None:
	try:
		return datetime.strptime(text.strip(), "%d-%m-%Y %H:%M").replace(tzinfo=WIB) + SHIFT
	except ValueError:
		return None


def _known(text: str) -> str | None:
	return None if text.strip() in ("", "?") else text.strip()


def _first(values: Iterable[Value | None]) -> Value | None:
	return next((value for value in values if value is not None), None)
