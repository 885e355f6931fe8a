"""Every figure against a count of quarters of an hour, one by one, in zones whose clocks change and in service hours."""

from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as some

from sla_id.availability.month_question import answer_month

QUARTER = timedelta(minutes=15)
ZONES = ("Asia/Jakarta", "Asia/Jayapura", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe")
MONTHS = ("2026-03", "2026-04", "2026-10", "2026-11", "2028-02")
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
		"components": {"rule": rule, "weights": {"A": "0.7", "B": "0.3"}},
		"outages": spans(
			6, 300, component=some.sampled_from(["A", "B", None]), impact_percent=some.sampled_from([100, 50])
		),
		"exclusions": spans(3, 300, decision=some.sampled_from(["granted", "refused", "open"])),
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
		def of(component: str | None) -> Fraction:
			for impact in (100, 50):
				if self.covered("outages", at, component=component, impact_percent=impact):
					return Fraction(impact, 100)
			return Fraction(0)

		first, second, whole = of("A"), of("B"), of(None)
		rule = self.question["components"]["rule"]
		combined = {
			"any": max(first, second),
			"all": min(first, second),
			"weighted": Fraction(7, 10) * first + Fraction(3, 10) * second,
		}
		return max(whole, combined[rule])

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
		"""Denominator, down and counted, in quarters."""
		whole = down = counted = Fraction(0)
		for at in self.grid:
			if not self.in_month(at) or (until is not None and at >= until):
				continue
			excluded = any(self.covered("exclusions", at, decision=decision) for decision in decisions)
			level = self.levels[at] if self.in_force(at) else Fraction(0)
			down += level
			counted += 0 if excluded else level
			whole += self.weight(at, excluded, level)
		return whole, down, counted

	def weight(self, at: datetime, excluded: bool, level: Fraction) -> Fraction:
		weight = Fraction(1)
		if excluded and self.question["denominator"] == "minus_exclusions":
			weight = Fraction(0)
		if excluded and self.question["denominator"] == "minus_excluded_downtime":
			weight -= level
		seen = self.now is None or at < self.now
		blind = seen and self.in_force(at) and self.covered("unknown", at) and not self.known(at)
		if blind and self.question["unknown_counts_as"] == "left_out" and not excluded:
			weight = Fraction(0)
		return weight


@settings(max_examples=60, deadline=None)
@given(questions())
def test_every_figure_is_what_counting_gives(question: dict[str, Any]) -> None:
	answer, count = answer_month(question), Count(question)
	whole, down, counted = count.figure("granted")
	assert Fraction(answer["denominator_seconds"]) == whole * 900
	assert round(Fraction(answer["down_seconds"]), 3) == down * 900
	assert round(Fraction(answer["counted_seconds"]), 3) == counted * 900
	if whole:
		assert Fraction(answer["availability_fraction"]) == 1 - counted / whole
	_check_so_far(answer, count)
	_check_verdict(answer, count)


def _check_so_far(answer: dict[str, Any], count: Count) -> None:
	whole, _down, counted = count.figure("granted", until=count.now)
	if answer["so_far"] is not None:
		assert abs(Fraction(answer["so_far"]) - 100 * (1 - counted / whole)) <= Fraction(1, 20_000)


def _check_verdict(answer: dict[str, Any], count: Count) -> None:
	"""A month that is said to be kept or missed is so with every open claim refused, and with every one granted."""
	target = Fraction(count.question["target_percent"]) / 100
	for decisions in (("granted",), ("granted", "open")):
		whole, _down, counted = count.figure(*decisions)
		if answer["met"] is not None and whole:
			assert (1 - counted / whole >= target) is answer["met"]
