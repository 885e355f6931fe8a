"""One replay: openings and rows in order of time, the process's clock moved along, the minute tick in between.

The tick runs at the minute after each in which something was written, and whenever a clock's next event has come. The
minutes between can't change anything (tests/replay/test_replay.py runs them all on a sample).
"""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone

import time_machine

from embedded.replay.desk import AGENT, Desk
from embedded.replay.log import Incident, Log, Row

MINUTE = timedelta(minutes=1)
COMMIT_EVERY = 25
"""Minutes with rows; the tick commits by itself where it evaluates."""
REPORT_EVERY = 500

Deed = tuple[Incident, Row | None]
"""A row to apply or, with None, the opening."""


class TickStuck(RuntimeError):
	"""The tick evaluated a ticket and asked to look at it again at once."""


@dataclass(slots=True)
class Replay:
	"""What a run did, and where its tickets are."""

	desk: Desk
	first: datetime
	now: datetime
	ticks: int = 0
	evaluations: int = 0
	rows: int = 0
	notes: int = 0
	"""Rows that changed nothing the host knows of."""
	seconds: float = 0
	cpu_seconds: float = 0


def replay(
	log: Log,
	host: str,
	*,
	every_minute: bool = False,
	look_at: Iterable[datetime] = (),
	look: Callable[[Replay], None] = lambda done: None,
	progress: Callable[[str], None] = lambda line: None,
) -> Replay:
	"""Replay a log on the open, prepared site, up to the tick after its last row; the process's time is put back.

	`look` is called at the instants of `look_at`, after the tick of that minute and what happens then. With
	`every_minute` the tick misses none. Raises ValueError for a log that holds nothing, TickStuck.
	"""
	import frappe

	deeds = _deeds(log)
	if not deeds:
		raise ValueError("the log holds nothing to replay; look at what was skipped")
	first, last = min(deeds), max(deeds)
	looks = {at for at in look_at if first <= at <= last}
	moments = sorted({*deeds, *looks})
	started, used = time.perf_counter(), time.process_time()
	done = Replay(Desk(host), first, first)
	user = frappe.session.user
	with time_machine.travel(first - MINUTE, tick=False) as traveller:
		frappe.db.set_single_value("SLA Settings", "reconciled_until", frappe.utils.now())
		frappe.set_user(AGENT)
		ticker = _Ticker(done, traveller.move_to, every_minute)
		for number, at in enumerate(moments, 1):
			ticker.run_until(at)
			traveller.move_to(at)
			done.now = at
			for incident, row in deeds.get(at, ()):
				_do(done, incident, row)
				ticker.wanted = True
			if at in looks:
				look(done)
			if number % COMMIT_EVERY == 0:
				frappe.db.commit()
			if number % REPORT_EVERY == 0:
				progress(_progress(done, number, len(moments), time.perf_counter() - started))
		ticker.run_until(last + MINUTE)
		done.now = ticker.last
		frappe.db.commit()
	frappe.set_user(user)
	done.seconds, done.cpu_seconds = time.perf_counter() - started, time.process_time() - used
	return done


def _deeds(log: Log) -> dict[datetime, list[Deed]]:
	"""What happens at each instant, in the order of the file."""
	openings: dict[datetime, list[Deed]] = defaultdict(list)
	rows: dict[datetime, list[Deed]] = defaultdict(list)
	for incident in log.incidents:
		openings[incident.opened].append((incident, None))
		for row in incident.rows:
			rows[row.at].append((incident, row))
	return {at: [*openings.get(at, ()), *rows.get(at, ())] for at in {*openings, *rows}}


def _do(done: Replay, incident: Incident, row: Row | None) -> None:
	if row is None:
		done.desk.open(incident)
	else:
		done.rows += 1
		done.notes += not done.desk.apply(incident, row)


def _progress(done: Replay, number: int, total: int, seconds: float) -> str:
	return (
		f"  {number:>5} of {total} minutes, {done.now:%d-%m-%Y %H:%M}: {len(done.desk.tickets)} tickets,"
		f" {done.rows} rows, {done.ticks} ticks, {seconds:.0f} s"
	)


class _Ticker:
	"""Runs the minute tick: in the minutes in which there is something to do for it, or in each."""

	def __init__(self, done: Replay, go: Callable[[datetime], object], every_minute: bool) -> None:
		self.done = done
		self.go = go
		self.every_minute = every_minute
		self.wanted = True
		"""Something was written since the last tick, which reconciliation has to look at."""
		self.last = _minute(datetime.now(timezone.utc))

	def run_until(self, at: datetime) -> None:
		"""Every tick after the last one, up to `at`; one at the very instant comes before what else happens then."""
		while (minute := self._next()) is not None and minute <= at:
			self.go(minute)
			self._tick()
			self.last, self.wanted = minute, False

	def _tick(self) -> None:
		"""The scheduled job, as the scheduler calls it."""
		import frappe

		from sla_id.sweep.minute_tick import run_sla_minute_tick

		user = frappe.session.user
		frappe.set_user("Administrator")
		self.done.evaluations += run_sla_minute_tick()
		self.done.ticks += 1
		frappe.set_user(user)

	def _next(self) -> datetime | None:
		if self.every_minute:
			return self.last + MINUTE
		if self.wanted:
			return _minute(datetime.now(timezone.utc)) + MINUTE
		due = _next_event()
		if due is None:
			return None
		if due <= self.last:
			raise TickStuck(f"the tick of {self.last} left a next event at {due}")
		return due if due == _minute(due) else _minute(due) + MINUTE


def _minute(at: datetime) -> datetime:
	return at.replace(second=0, microsecond=0)


def _next_event() -> datetime | None:
	"""The earliest next event of all tickets."""
	import frappe

	ticket = frappe.qb.DocType("SLA Ticket")
	rows = (
		frappe.qb.from_(ticket)
		.select(ticket.next_event_at)
		.where(ticket.next_event_at.isnotnull())
		.orderby(ticket.next_event_at)
		.limit(1)
	).run()
	return rows[0][0].replace(tzinfo=timezone.utc) if rows else None
