"""Runs past tickets through two agreements: in shards of a fixed size, over processes, resumed where it was stopped.

The answer is the same for any number of processes, for shards don't depend on it and are added up in their order.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context
from pathlib import Path

from sla_id.agreements.file import dump, parse
from sla_id.engine import EngineError, EventType, WorkingCalendar
from sla_id.reporting.backtest.past_ticket import PastReading, PastTicket
from sla_id.reporting.backtest.replay_ticket import replay_ticket
from sla_id.reporting.backtest.replayed_agreement import ReplayedAgreement, years_of
from sla_id.reporting.backtest.shard_result import ShardResult, add_identity, add_ticket, pool_results

SHARD = 1_000
"""Tickets."""
RUN_AGAIN = 10
"""Beside a draft, each so-manieth ticket is run through the agreement in force twice; without one, every ticket is."""
RESULT_FORM = 1
"""Of what is kept of a shard; another number makes old ones unused."""


@dataclass(frozen=True, slots=True)
class BacktestPlan:
	"""What is run: the texts of the agreement and of the one it is held against, and what of the past is known."""

	agreement: str
	against: str
	read_at: datetime
	years: tuple[int, ...]
	recorded: frozenset[EventType]


def plan_backtest(
	agreement: str, against: str, reading: PastReading, recorded: frozenset[EventType], read_at: datetime
) -> BacktestPlan:
	"""The plan for those tickets, read at an instant."""
	first = min((ticket.received for ticket in reading.tickets), default=read_at)
	return BacktestPlan(agreement, against, read_at, tuple(years_of(first, read_at)), recorded)


def run_backtest(
	plan: BacktestPlan,
	tickets: tuple[PastTicket, ...],
	*,
	workers: int = 1,
	work: Path | None = None,
	progress: Callable[[int, int], None] = lambda _done, _all: None,
) -> ShardResult:
	"""The result of all tickets. `work` is a folder in which shards that are done are kept, and found again.

	Raises ReportingError, AgreementFileError or EngineError for an agreement that can't be used.
	"""
	shards = [tickets[start : start + SHARD] for start in range(0, len(tickets), SHARD)]
	kept = _KeptShards(work, plan) if work else None
	results: dict[int, ShardResult] = {}
	if kept:
		results = {n: found for n, shard in enumerate(shards) if (found := kept.read(n, shard)) is not None}
	todo = [number for number in range(len(shards)) if number not in results]
	progress(len(results), len(shards))
	for number, result in zip(todo, _run(plan, [shards[number] for number in todo], workers), strict=True):
		results[number] = result
		if kept:
			kept.write(number, shards[number], result)
		progress(len(results), len(shards))
	return pool_results(results[number] for number in range(len(shards)))


def _run(plan: BacktestPlan, shards: list[tuple[PastTicket, ...]], workers: int) -> Iterator[ShardResult]:
	if workers <= 1 or len(shards) <= 1:
		run = ShardRun(plan)
		yield from map(run.run, shards)
		return
	context = get_context("spawn")
	with ProcessPoolExecutor(min(workers, len(shards)), context, _begin, (plan,)) as pool:
		yield from pool.map(_run_here, shards)


class ShardRun:
	"""A plan with its agreements parsed and their calendars compiled, once a process."""

	def __init__(self, plan: BacktestPlan) -> None:
		self.plan = plan
		compiled: dict[str, WorkingCalendar] = {}
		first = parse(plan.agreement, "agreement")
		self.before = ReplayedAgreement(first, plan.years, plan.recorded, compiled)
		self.again = ReplayedAgreement(parse(dump(first), "agreement"), plan.years, plan.recorded)
		self.is_same = plan.against == plan.agreement
		self.after = (
			self.again
			if self.is_same
			else ReplayedAgreement(parse(plan.against, "against"), plan.years, plan.recorded, compiled)
		)

	def run(self, tickets: tuple[PastTicket, ...]) -> ShardResult:
		"""The result of some tickets. One that can't be computed is listed as failed, and counts nowhere."""
		result = ShardResult()
		for number, ticket in enumerate(tickets):
			try:
				self._run_one(result, ticket, twice=self.is_same or number % RUN_AGAIN == 0)
			except (EngineError, ValueError) as problem:
				result.failed.append({"ticket": ticket.id, "line": ticket.line, "reason": str(problem)})
		return result

	def _run_one(self, result: ShardResult, ticket: PastTicket, *, twice: bool) -> None:
		read_at = self.plan.read_at
		terms, other_terms = self.before.timeline(ticket), self.after.timeline(ticket)
		before = replay_ticket(ticket, self.before, terms, read_at)
		# the engine is a function: equal terms need no second run, and a draft changes few
		after = before if terms == other_terms else replay_ticket(ticket, self.after, other_terms, read_at)
		if twice:
			again = (
				after
				if self.is_same
				else replay_ticket(ticket, self.again, self.again.timeline(ticket), read_at)
			)
			add_identity(result, ticket, before, again)
		add_ticket(result, ticket, before, after, (self.before.agreement.zone, self.after.agreement.zone))
		for classified in ticket.classes:
			if classified.priority and self.after.is_foreign(classified):
				result.foreign[classified.priority] = result.foreign.get(classified.priority, 0) + 1


_RUNS: list[ShardRun] = []
"""The one of this process, where it is one of several."""


def _begin(plan: BacktestPlan) -> None:
	_RUNS[:] = [ShardRun(plan)]


def _run_here(tickets: tuple[PastTicket, ...]) -> ShardResult:
	return _RUNS[0].run(tickets)


class _KeptShards:
	"""Results in a folder, each under what it was computed from: another agreement or ticket has another name."""

	def __init__(self, folder: Path, plan: BacktestPlan) -> None:
		self.folder = folder
		folder.mkdir(parents=True, exist_ok=True)
		recorded = sorted(map(str, plan.recorded))
		parts = [RESULT_FORM, plan.agreement, plan.against, plan.read_at.isoformat(), plan.years, recorded]
		self.plan = repr(parts)

	def read(self, number: int, tickets: tuple[PastTicket, ...]) -> ShardResult | None:
		try:
			values = json.loads(self._path(number, tickets).read_text(encoding="utf-8"))
			return ShardResult.from_json(values)
		except (OSError, ValueError, TypeError):
			return None

	def write(self, number: int, tickets: tuple[PastTicket, ...], result: ShardResult) -> None:
		path = self._path(number, tickets)
		part = path.with_suffix(".part")
		part.write_text(json.dumps(result.as_json()), encoding="utf-8")
		part.replace(path)

	def _path(self, number: int, tickets: tuple[PastTicket, ...]) -> Path:
		digest = hashlib.sha256(f"{self.plan}{tickets!r}".encode()).hexdigest()
		return self.folder / f"{number:05d}-{digest[:24]}.json"
