"""The clocks of every incident once more, straight from the CSV: a second opinion, which imports nothing of sla_id.

The reading of the log is written down in `embedded.replay`, the rules are those of the signed document (001), typed in
here again, and the working time is counted minute by minute by the tests' oracle. Holidays are the dates in the decree
files. Whoever changes a rule in the app changes it here by hand, or `compare` says where the two part.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from functools import cache
from pathlib import Path

import yaml

from tests.engine.oracle import Oracle

ROOT = Path(__file__).resolve().parents[2]
HOLIDAY_FILES = ROOT / "sla_id" / "fixtures" / "holidays"
WIB = timezone(timedelta(hours=7))
WEEKS = 418
SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 3600
ALWAYS = "24x7"
SPAN = 60
"""Days: oracles are shared by months and made this much longer at a time, for each minute of theirs takes its time."""
OPEN_FROM, OPEN_TO = "08:00", "16:00"
"""001 §6.1: Monday to Friday."""

PRIORITY = {
	("H", "H"): "P1", ("H", "M"): "P2", ("H", "L"): "P4",
	("M", "H"): "P2", ("M", "M"): "P3", ("M", "L"): "P5",
	("L", "H"): "P4", ("L", "M"): "P5", ("L", "L"): "P6",
}  # fmt: skip
"""001 §6.3: (urgency, impact)."""
DEFAULT_PRIORITY = "P3"
FULFILMENT = {"P1": 8 * HOUR, "P2": 16 * HOUR, "P3": 24 * HOUR, "P4": 32 * HOUR, "P5": 40 * HOUR}
"""001 §6.3, in working seconds; P6 is "more than 40": no due time, a warning at 40."""
OPEN_END = 40 * HOUR
RESPONSE = {"Phone": 120, "IVR": 120, "Email": HOUR, "Self service": HOUR}
"""001 §6.4, by the way in."""
WARN_AT = 3, 4
"""The agreement's file: at risk from 75 %."""

LEVEL_2_SHARE = 1, 2
LEVEL_2_P1 = 4 * HOUR
"""000 §4.2, for replays with its tiers: level 1 at the report, 2 at half the time or a P1's 4 h by the clock on the
wall, 3 when a P1 is missed."""

Gaps = tuple[tuple[int, int | None], ...]
"""Spans that don't count; None: it lasts."""
RESPONSE_CLOCK, FULFILMENT_CLOCK = "response", "fulfilment"


@dataclass(frozen=True, slots=True)
class Expected:
	"""A clock as it must stand. Instants in microseconds since 1970, lengths in seconds."""

	state: str
	priority: str
	"""By the classification of now; a clock that is stopped keeps the target it was stopped with."""
	started: int
	elapsed: int
	target: int | None = None
	due: int | None = None
	stopped: int | None = None
	paused_since: int | None = None


@dataclass(slots=True)
class Story:
	"""What one incident's rows say, by now."""

	opened: int
	way_in: str
	urgency: str = ""
	impact: str = ""
	answered: int | None = None
	waiting_since: int | None = None
	waiting_for: str = ""
	waiting_for_since: int | None = None
	"""Since when for just that: a wait for another thing is a pause of its own, with its own reason."""
	classified: int | None = None
	"""When the priority was last changed, if it was."""
	solved: int | None = None
	solved_as: str = ""
	gaps: list[tuple[int, int]] = field(default_factory=list)
	"""Waiting, and between a solution and the reopening."""

	@property
	def priority(self) -> str:
		"""By the matrix, now."""
		return PRIORITY.get((self.urgency, self.impact), DEFAULT_PRIORITY)

	def take(self, at: int, state: str, urgency: str, impact: str) -> None:
		"""One row."""
		before = self.priority
		self.urgency, self.impact = urgency or self.urgency, impact or self.impact
		if self.priority != before:
			self.classified = at
		if self.solved == at:
			# the log knows no seconds: what was put right in the minute of the solution holds for it
			self.solved_as = self.priority
		waits, ends = state.startswith("Awaiting "), state in ("Resolved", "Closed")
		if not (waits or ends or state in ("New", "Active")):
			return
		if state != "New" and self.answered is None:
			self.answered = at
		if ends and self.solved is not None:
			return
		if self.solved is not None:
			self.gaps.append((self.solved, at))
			self.solved = None
		if self.waiting_since is not None and not waits:
			self.gaps.append((self.waiting_since, at))
			self.waiting_since = None
		if waits and self.waiting_since is None:
			self.waiting_since, self.waiting_for = at, ""
		if waits and self.waiting_for != state:
			self.waiting_for, self.waiting_for_since = state, at
		if ends:
			self.solved, self.solved_as = at, self.priority


class Recomputation:
	"""The log of a file, recomputed for any instant.

	With `one_wait` the desk has one waiting status only, and a change of what is waited for isn't seen.
	"""

	def __init__(self, path: Path, limit: int | None = None, *, one_wait: bool = False) -> None:
		self.one_wait = one_wait
		self.rows: dict[str, tuple[int, list[dict[str, str]]]] = {}
		"""Number: (opening, rows in order); without those that can't be used."""
		found: dict[str, list[dict[str, str]]] = {}
		with path.open(encoding="utf-8-sig", newline="") as handle:
			for row in csv.DictReader(handle):
				if row["number"] in found or limit is None or len(found) < limit:
					found.setdefault(row["number"], []).append(row)
		for number, rows in found.items():
			openings = [
				at for name in ("opened_at", "sys_created_at") for row in rows if (at := instant(row[name]))
			]
			usable = list(_in_order(rows, openings[0])) if openings else []
			if usable:
				self.rows[number] = openings[0], usable
		self.unusable = found.keys() - self.rows.keys()

	def clocks(self, number: str, now: int) -> dict[str, Expected]:
		"""The clocks of an incident at an instant; none before its opening."""
		opened, rows = self.rows[number]
		return expected(story(opened, rows, now), now, self.one_wait) if opened <= now else {}

	def escalations(self, number: str, now: int) -> dict[int, int]:
		"""The levels an incident was escalated to by an instant, under the tiers of 000: when each was due."""
		opened, rows = self.rows[number]
		return escalations(opened, rows, now) if opened <= now else {}


def story(opened: int, rows: list[dict[str, str]], now: int) -> Story:
	"""What the rows up to `now` say; the opening has the first row's classification, whenever that came."""
	told = _opening(opened, rows)
	for row in rows:
		if (at := _at(row)) <= now:
			told.take(at, row["incident_state"], _level(row["urgency"]), _level(row["impact"]))
	return told


def _opening(opened: int, rows: list[dict[str, str]]) -> Story:
	told = Story(opened, next((row["contact_type"] for row in rows if row["contact_type"] in RESPONSE), ""))
	told.urgency, told.impact = _level(rows[0]["urgency"]), _level(rows[0]["impact"])
	return told


def expected(told: Story, now: int, one_wait: bool = False) -> dict[str, Expected]:
	"""Both clocks of a story at `now`."""
	clocks = {}
	if one_wait:
		told.waiting_for_since = told.waiting_since
	if told.way_in:
		target = RESPONSE[told.way_in]
		clocks[RESPONSE_CLOCK] = _clock(told, now, told.answered, target, target)
	length = FULFILMENT.get(told.solved_as if told.solved is not None else told.priority)
	clocks[FULFILMENT_CLOCK] = _clock(told, now, told.solved, length, length or OPEN_END)
	return clocks


def _clock(told: Story, now: int, stopped: int | None, target: int | None, scale: int) -> Expected:
	"""`scale` is what the warning is a share of (an open end warns at the whole of it)."""
	until = now if stopped is None else stopped
	waiting = told.waiting_since if stopped is None else None
	gaps: Gaps = tuple(gap for gap in told.gaps if gap[0] < until)
	if waiting is not None:
		gaps = (*gaps, (waiting, until))
	desk = _desk(told.opened, until, gaps, more_days=15)
	elapsed = desk.elapsed(told.opened, until)
	due = _due(desk, told.opened, until, gaps, target * SECOND) if target else None
	share, whole = WARN_AT if target else (1, 1)
	warns = elapsed >= scale * SECOND * share // whole
	used_up = target is not None and elapsed >= target * SECOND
	return Expected(
		state=_state(stopped, due, waiting, used_up, warns),
		priority=told.priority,
		started=told.opened,
		elapsed=elapsed // SECOND,
		target=target,
		due=due,
		stopped=stopped,
		paused_since=None if waiting is None else told.waiting_for_since,
	)


def _state(stopped: int | None, due: int | None, waiting: int | None, used_up: bool, warns: bool) -> str:
	if stopped is not None:
		return "done" if due is None else "met" if stopped <= due else "missed"
	if used_up:
		return "breached"
	if waiting is not None:
		return "paused"
	if warns:
		return "at_risk"
	return "ageing" if due is None else "running"


def escalations(opened: int, rows: list[dict[str, str]], now: int) -> dict[int, int]:
	"""When each level was due, once, by what was known then."""
	told = _opening(opened, rows)
	due = {1: opened}
	for row in rows:
		at = _at(row)
		if at > now:
			break
		_escalate(due, told, at)
		told.take(at, row["incident_state"], _level(row["urgency"]), _level(row["impact"]))
		_escalate(due, told, at)
	_escalate(due, told, now)
	return due


def _escalate(levels: dict[int, int], told: Story, now: int) -> None:
	"""Add the levels that are due by `now`. None can be due before the priority that has it; none once solved."""
	if told.solved is not None or {2, 3} <= levels.keys():
		return
	gaps: Gaps = tuple(told.gaps)
	if told.waiting_since is not None:
		gaps = (*gaps, (told.waiting_since, None))
	length, urgent = FULFILMENT.get(told.priority, 0) * SECOND, told.priority == "P1"
	share, whole = LEVEL_2_SHARE
	desk = _desk(told.opened, now, gaps)
	reached = [
		(desk.deadline(told.opened, length * share // whole) if length else None, 2),
		(
			_desk(told.opened, now, gaps, ALWAYS).deadline(told.opened, LEVEL_2_P1 * SECOND)
			if urgent
			else None,
			2,
		),
		(desk.deadline(told.opened, length) if urgent else None, 3),
	]
	for due, level in sorted((due, level) for due, level in reached if due is not None and due <= now):
		levels.setdefault(level, max(due, told.classified or 0))


def _in_order(rows: list[dict[str, str]], opened: int) -> Iterator[dict[str, str]]:
	"""The rows from the opening on by time, without revisions that come late."""
	timed = [row for row in rows if (instant(row["sys_updated_at"]) or 0) >= opened]
	newest = 0
	for row in sorted(timed, key=_at):
		text = row["sys_mod_count"]
		revision = int(text) if text.isdigit() else newest
		if revision >= newest:
			newest = revision
			yield row


def instant(text: str) -> int | None:
	"""Microseconds since 1970 of a time of the log, moved into the replayed years; None for an unknown one."""
	try:
		read = datetime.strptime(text.strip(), "%d-%m-%Y %H:%M").replace(tzinfo=WIB)
	except ValueError:
		return None
	return int((read + timedelta(weeks=WEEKS)).timestamp()) * SECOND


def _at(row: dict[str, str]) -> int:
	"""A row is written half a minute into its minute."""
	return (instant(row["sys_updated_at"]) or 0) + MINUTE // 2


def _level(text: str) -> str:
	return {"1": "H", "2": "M", "3": "L"}.get(text.strip()[:1], "")


@cache
def closed_days() -> tuple[str, ...]:
	"""National holidays and joint leave: a government office takes both (X8)."""
	days: list[str] = []
	files = sorted(HOLIDAY_FILES.glob("*.yaml"))
	if not files:
		raise FileNotFoundError(
			f"no holiday files in {HOLIDAY_FILES}: every day would count as a working day"
		)
	for path in files:
		rows = yaml.safe_load(path.read_text(encoding="utf-8"))["holidays"]
		days += [str(row["date"]) for row in rows if row["class"] in ("national", "cuti_bersama")]
	return tuple(days)


@cache
def _calendar(hours: str) -> dict[str, object]:
	"""The service hours of 001 or, with `ALWAYS`, all hours of all days."""
	if hours:
		return {"time_zone": "Asia/Jakarta", "hours": hours}
	week = {day: [[OPEN_FROM, OPEN_TO]] for day in ("mon", "tue", "wed", "thu", "fri")}
	return {"time_zone": "Asia/Jakarta", "hours": week, "holidays": closed_days()}


def _desk(start: int, end: int, gaps: Gaps, hours: str = "", more_days: int = 2) -> Oracle:
	"""The oracle from the month of `start` to some days after `end`, with these pauses."""
	first = (_day(start) - timedelta(days=1)).replace(day=1)
	days = (_day(end) - first).days + more_days
	desk = copy(_open(hours, first, -(-days // SPAN) * SPAN))
	desk._pause(gaps)
	return desk


@cache
def _open(hours: str, first: date, days: int) -> Oracle:
	return Oracle(_calendar(hours), first, days)


def _due(desk: Oracle, start: int, end: int, gaps: Gaps, amount: int) -> int:
	"""When so much is used up, looked for further and further on."""
	found = desk.deadline(start, amount)
	for more_days in (60, 240):
		if found is None:
			found = _desk(start, end, gaps, more_days=more_days).deadline(start, amount)
	if found is None:
		raise ValueError(f"{amount} microseconds of working time never come after {start}")
	return found


def _day(at: int) -> date:
	return datetime.fromtimestamp(at // SECOND, timezone.utc).date()


def say(at: int) -> str:
	"""An instant for a person, in WIB."""
	return f"{datetime.fromtimestamp(at / SECOND, WIB):%d-%m-%Y %H:%M:%S}"


def micros(at: datetime) -> int:
	"""An aware instant as this module counts."""
	return int(at.timestamp()) * SECOND
