"""Every figure against a count of quarters of an hour, one by one, in zones whose clocks change and in service hours."""

from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from itertools import combinations
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as some

from sla_id.availability.month_question import answer_month

QUARTER = timedelta(minutes=15)
ZONES = ("Asia/Jakarta", "Asia/Jayapura", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
MONTHS = ("2026-03", "2026-04", "2026-10", "2026-11", "2028-02")
SHARES = {"A": "0.7", "B": "0.3"}
WEIGHTS: dict[str, list[dict[str, str]]] = {
	"any": [SHARES, {}, {"A": "1", "B": "0"}],
	"all": [SHARES, {}, {"A": "0", "B": "1"}],
	"weighted": [SHARES, {"A": "0.5", "B": "0.2"}, {"A": "0", "B": "1"}],
}
WEEK = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


def quarters(month: str, zone: str) -> list[datetime]:
	"""Every quarter of an hour (UTC) from two days before the month to two days after it."""
	first = datetime.fromisoformat(f"{month}-01").replace(tzinfo=ZoneInfo(zone)).astimezone(timezone.utc)
	return [first + QUARTER * number for number in range(-192, 96 * 31 + 192)]


@some.composite
def questions(draw: Any) -> dict[str, Any]:
	month, zone = draw(some.sampled_from(MONTHS)), draw(some.sampled_from(ZONES))
	grid = quarters(month, zone)

	def spans(most: int, longest: int, **rest: Any) -> list[dict[str, Any]]:
		found = []
		for _number in range(draw(some.integers(0, most))):
			start = draw(some.integers(0, len(grid) - longest - 1))
			end = start + draw(some.integers(0, longest))
			values = {name: draw(options) for name, options in rest.items()}
			found.append({"start": grid[start].isoformat(), "end": grid[end].isoformat(), **values})
		return found

	rule = draw(some.sampled_from(["any", "all", "weighted"]))
	question = {
		"month": month,
		"time_zone": zone,
		"target_percent": draw(some.sampled_from(["50", "95", "99.5"])),
		"denominator": draw(
			some.sampled_from(["whole_month", "minus_exclusions", "minus_excluded_downtime"])
		),
		"unknown_counts_as": draw(some.sampled_from(["up", "down", "left_out"])),
		"minimum_seconds": draw(some.sampled_from([0, 900, 3600])),
		"components": {"rule": rule, "weights": draw(some.sampled_from(WEIGHTS[rule]))},
		"outages": spans(
			6, 300, component=some.sampled_from(["A", "B", None]), impact_percent=some.sampled_from([100, 50])
		),
		"exclusions": spans(
			4,
			300,
			decision=some.sampled_from(["granted", "refused", "open"]),
			component=some.sampled_from(["A", "B", None]),
		),
		"unknown": spans(2, 200),
	}
	if draw(some.booleans()):
		question["service_hours"] = {"hours": WEEK}
	if draw(some.booleans()):
		question["in_force"] = {
			"from": f"{month}-{draw(some.integers(1, 20)):02d}",
			"denominator_is": draw(some.sampled_from(["whole_month", "days_in_force"])),
		}
	if draw(some.booleans()):
		question["now"] = grid[draw(some.integers(0, len(grid) - 1))].isoformat()
	return question


class Count:
	"""The same question, answered quarter by quarter."""

	def __init__(self, question: dict[str, Any]) -> None:
		self.question = question
		self.zone = ZoneInfo(question["time_zone"])
		self.grid = quarters(question["month"], question["time_zone"])
		self.now = datetime.fromisoformat(question["now"]) if "now" in question else None
		levels = self.without_short([self.level(at) for at in self.grid])
		self.levels = dict(zip(self.grid, levels, strict=True))

	def covered(self, name: str, at: datetime, **wanted: Any) -> bool:
		return any(
			datetime.fromisoformat(row["start"]) <= at < datetime.fromisoformat(row["end"])
			and all(row[key] == value for key, value in wanted.items())
			for row in self.question[name]
		)

	def level(self, at: datetime) -> Fraction:
		if self.now is not None and at >= self.now:
			return Fraction(0)
		known = self.known(at)
		blind = not known and self.covered("unknown", at)
		return Fraction(1) if blind and self.question["unknown_counts_as"] == "down" else known

	def known(self, at: datetime) -> Fraction:
		return self.combined(at, {})

	def combined(self, at: datetime, instead: dict[str, Fraction], counts: bool = True) -> Fraction:
		"""How far the service was down, with some components at another level; `counts` False: without any outage."""

		def of(component: str | None) -> Fraction:
			if component in instead:
				return instead[component]
			for impact in (100, 50):
				if counts and self.covered("outages", at, component=component, impact_percent=impact):
					return Fraction(impact, 100)
			return Fraction(0)

		rule, weights = self.question["components"]["rule"], self.question["components"]["weights"]
		named = {row["component"] for row in self.question["outages"] if row["component"]}
		if weights:
			named = {name for name in weights if Fraction(weights[name])}
		elif rule == "any":
			named |= set(instead)
		levels = {name: of(name) for name in named}
		combined = {
			"any": max(levels.values(), default=Fraction(0)),
			"all": min(levels.values(), default=Fraction(0)),
			"weighted": sum(
				(Fraction(weights.get(name, 0)) * level for name, level in levels.items()), Fraction(0)
			),
		}
		return max(of(None), combined[rule])

	def without_short(self, levels: list[Fraction]) -> list[Fraction]:
		kept, begin = list(levels), 0
		for number in range(len(levels) + 1):
			if number == len(levels) or not levels[number]:
				if (number - begin) * 900 <= self.question["minimum_seconds"]:
					kept[begin:number] = [Fraction(0)] * (number - begin)
				begin = number + 1
		return kept

	def in_month(self, at: datetime) -> bool:
		local = at.astimezone(self.zone)
		if f"{local:%Y-%m}" != self.question["month"]:
			return False
		part = self.question.get("in_force")
		if part and part["denominator_is"] == "days_in_force" and not self.in_force(at):
			return False
		return self.is_open(local)

	def in_force(self, at: datetime) -> bool:
		part = self.question.get("in_force")
		return not part or at.astimezone(self.zone).date() >= date.fromisoformat(part["from"])

	def is_open(self, local: datetime) -> bool:
		if "service_hours" not in self.question:
			return True
		return local.weekday() < 5 and 9 <= local.hour < 17

	def figure(self, *decisions: str, until: datetime | None = None) -> tuple[Fraction, Fraction, Fraction]:
		"""Denominator, down and counted, in quarters, with the exclusions that were decided so."""
		return self.figure_of(
			[row for row in self.question["exclusions"] if row["decision"] in decisions], until
		)

	def figure_of(
		self, exclusions: list[dict[str, Any]], until: datetime | None = None
	) -> tuple[Fraction, Fraction, Fraction]:
		whole = down = counted = Fraction(0)
		self.excluded = Fraction(0)
		for at in self.grid:
			if not self.in_month(at) or (until is not None and at >= until):
				continue
			taken = {
				row["component"]
				for row in exclusions
				if datetime.fromisoformat(row["start"]) <= at < datetime.fromisoformat(row["end"])
			}
			level, left, most = self.levels_of(at, taken)
			down += level
			counted += left
			whole += self.weight(at, most - left, level - left)
			self.excluded += most - left
		return whole, down, counted

	def levels_of(self, at: datetime, taken: set[str | None]) -> tuple[Fraction, Fraction, Fraction]:
		"""How far the service was down, how far it counts, and how far it would be down had all that is excluded been down."""
		level = self.levels[at] if self.in_force(at) else Fraction(0)
		if None in taken:
			return level, Fraction(0), Fraction(1)
		if not taken:
			return level, level, level
		names = [name for name in taken if name]
		if level and not self.known(at):
			return level, level, level  # nobody watched, and that counts as down
		counts = self.counts(at)
		left = self.combined(at, dict.fromkeys(names, Fraction(0)), counts)
		return level, left, self.combined(at, dict.fromkeys(names, Fraction(1)), counts)

	def counts(self, at: datetime) -> bool:
		"""Whether outages count then: not before the version was in force, after now, or where the service was down too briefly."""
		if not self.in_force(at) or (self.now is not None and at >= self.now):
			return False
		return bool(self.levels[at]) or not self.known(at)

	def weight(self, at: datetime, excluded: Fraction, forgiven: Fraction) -> Fraction:
		weight = Fraction(1)
		if self.question["denominator"] == "minus_exclusions":
			weight -= excluded
		if self.question["denominator"] == "minus_excluded_downtime":
			weight -= forgiven
		seen = self.now is None or at < self.now
		blind = seen and self.in_force(at) and self.covered("unknown", at) and not self.known(at)
		if blind and self.question["unknown_counts_as"] == "left_out":
			weight -= 1 - excluded
		return weight


@settings(max_examples=60, deadline=None)
@given(questions())
def test_every_figure_is_what_counting_gives(question: dict[str, Any]) -> None:
	answer, count = answer_month(question), Count(question)
	whole, down, counted = count.figure("granted")
	assert Fraction(answer["denominator_seconds"]) == whole * 900
	assert round(Fraction(answer["down_seconds"]), 3) == down * 900
	assert round(Fraction(answer["counted_seconds"]), 3) == counted * 900
	assert round(Fraction(answer["exclusion_seconds"]), 3) == count.excluded * 900
	assert round(Fraction(answer["excluded_seconds"]), 3) == (down - counted) * 900
	if whole:
		assert Fraction(answer["availability_fraction"]) == 1 - counted / whole
	_check_so_far(answer, count)
	_check_verdict(answer, count)


def _check_so_far(answer: dict[str, Any], count: Count) -> None:
	whole, _down, counted = count.figure("granted", until=count.now)
	if answer["so_far"] is not None:
		assert abs(Fraction(answer["so_far"]) - 100 * (1 - counted / whole)) <= Fraction(1, 20_000)


def _check_verdict(answer: dict[str, Any], count: Count) -> None:
	"""A month that is said to be kept or missed is so whichever open claims are granted."""
	target = Fraction(count.question["target_percent"]) / 100
	granted, waiting = (
		[row for row in count.question["exclusions"] if row["decision"] == decision]
		for decision in ("granted", "open")
	)
	for number in range(len(waiting) + 1):
		for chosen in combinations(waiting, number):
			whole, _down, counted = count.figure_of([*granted, *chosen])
			if answer["met"] is not None and whole:
				assert (1 - counted / whole >= target) is answer["met"]
	whole, _down, counted = count.figure("granted", "open")
	shown = Fraction(answer["if_all_granted"]["availability"] or 100)
	assert not whole or abs(shown - 100 * (1 - counted / whole)) <= Fraction(1, 10_000)
