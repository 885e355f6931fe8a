"""The chance of a breach: open clocks counted, nothing said where little is known, no later knowledge, held against the truth."""

import csv
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sla_id.agreements.file import parse
from sla_id.engine import Event, EventType
from sla_id.reporting.__main__ import main
from sla_id.reporting.backtest.past_ticket import Classified, PastTicket
from sla_id.reporting.backtest.replayed_agreement import ReplayedAgreement
from sla_id.reporting.forecast.breach_chance import TooLittle, breach_chance, pooled_chance
from sla_id.reporting.forecast.held_out import Forecasted, reliability, score_forecasts, scores_by
from sla_id.reporting.forecast.learn_from_past import EVERYTHING, hold_out, learn_history
from sla_id.reporting.forecast.survival_curve import ObservedLength, survival_curve
from tests.reporting.backtest.past import agreement, table

UTC = timezone.utc
HOUR = 3600
REAL_LOG = Path(__file__).resolve().parents[4] / "shared" / "data" / "incidents_2016.csv"


def closed(*hours: float) -> list[ObservedLength]:
	return [ObservedLength(each * HOUR, True) for each in hours]


def still_open(*hours: float) -> list[ObservedLength]:
	return [ObservedLength(each * HOUR, False) for each in hours]


def test_open_clocks_count_as_long_as_they_were_seen() -> None:
	"""Ends at 1, 2 and 4 h; one seen open until 2 h, one until 3 h: 4/5, then 3/4 of it, then none of the last."""
	curve = survival_curve([*closed(1, 2, 4), *still_open(2, 3)])
	shares = [curve.share_after(hours * HOUR) for hours in (0, 0.9, 1, 2, 3.9, 4, 9)]
	assert shares == pytest.approx([1, 1, 0.8, 0.6, 0.6, 0, 0])
	assert (curve.at_risk(2 * HOUR), curve.ends_between(1 * HOUR, 4 * HOUR), curve.follow_up) == (
		2,
		2,
		4 * HOUR,
	)


OBSERVED = some.lists(
	some.builds(ObservedLength, some.integers(0, 12).map(float), some.booleans()), max_size=25
)


@given(OBSERVED, some.integers(0, 12))
def test_the_curve_is_the_product_over_the_instants(observed: list[ObservedLength], used: int) -> None:
	"""Instant by instant: of those who are there, so many go. Who leaves unobserved at an instant is still there at it."""
	share = 1.0
	for instant in range(used + 1):
		there = sum(clock.used >= instant for clock in observed)
		gone = sum(clock.used == instant and clock.ended for clock in observed)
		share *= 1 - gone / there if there else 1
	assert survival_curve(observed).share_after(used) == pytest.approx(share)


@given(some.lists(some.integers(0, 12), min_size=1, max_size=25), some.integers(0, 12))
def test_without_open_clocks_it_is_the_plain_share(lengths: list[int], used: int) -> None:
	curve = survival_curve(ObservedLength(float(length), True) for length in lengths)
	assert curve.share_after(used) == pytest.approx(sum(length > used for length in lengths) / len(lengths))


ENOUGH = survival_curve(closed(*[hour / 10 for hour in range(1, 101)]))
"""A hundred that ended after 0.1, 0.2, … 10 h."""


def test_a_chance_is_of_those_who_came_so_far() -> None:
	"""Of the 80 that last longer than 2 h, 20 last longer than 8 h."""
	found = breach_chance(ENOUGH, 2 * HOUR, 8 * HOUR)
	assert (found.chance, found.lacks, found.at_risk) == (pytest.approx(0.25), None, 80)


def test_past_its_target_an_open_clock_is_missed() -> None:
	"""Not S(target) / S(used), which would be more than 1; at the due instant it is late already."""
	assert ENOUGH.share_after(2 * HOUR) / ENOUGH.share_after(4 * HOUR) > 1
	for used in (2 * HOUR, 4 * HOUR, 99 * HOUR):
		assert breach_chance(ENOUGH, used, 2 * HOUR).chance == 1
	assert breach_chance(survival_curve([]), 5, 5).chance == 1
	assert pooled_chance({}, (EVERYTHING,), 5, 5).chance == 1


@given(OBSERVED, some.floats(0, 15), some.floats(0.01, 15))
def test_a_chance_is_a_chance(observed: list[ObservedLength], used: float, target: float) -> None:
	curve = survival_curve([clock for clock in observed for _copy in range(4)])
	found = breach_chance(curve, used, target)
	assert (found.chance is None) != (found.lacks is None)
	assert found.chance is None or 0 <= found.chance <= 1


def test_too_little_is_said_to_be_too_little() -> None:
	"""Fewer than 30 that came so far; fewer than 10 that ended until the target; nobody followed to the target."""
	assert breach_chance(survival_curve(closed(*range(1, 31))), 0, 29 * HOUR).chance is not None
	assert breach_chance(survival_curve(closed(*range(1, 30))), 0, 28 * HOUR).lacks is TooLittle.AT_RISK
	many = [*still_open(*[20] * 40), *closed(*range(1, 10))]
	assert breach_chance(survival_curve(many), 0, 9 * HOUR).lacks is TooLittle.ENDS
	assert breach_chance(survival_curve([*many, *closed(9)]), 0, 9 * HOUR).chance is not None
	young = survival_curve([*closed(*[5] * 50), *still_open(*[46.7] * 50)])
	assert breach_chance(young, 0, 72 * HOUR).lacks is TooLittle.FOLLOW_UP
	assert breach_chance(young, 0, 46.7 * HOUR).chance == pytest.approx(0.5)


def test_few_are_pooled_into_more() -> None:
	curves = {"P1": survival_curve(closed(1, 2, 3)), EVERYTHING: ENOUGH}
	found = pooled_chance(curves, ("P1", EVERYTHING), 0, 2 * HOUR)
	assert (found.group, found.chance) == (EVERYTHING, pytest.approx(0.8))
	assert pooled_chance({"P1": curves["P1"]}, ("P1", EVERYTHING), 0, 2 * HOUR).lacks is TooLittle.AT_RISK
	assert pooled_chance(curves, ("P9", EVERYTHING), 0, 2 * HOUR).group == EVERYTHING


def test_a_score_stands_beside_the_constant() -> None:
	"""Brier ((0.2)² + (0.4)² + (0.1)²) / 3 = 0.07, the constant 0.5 has 0.25: a skill of 0.72."""
	said = [
		Forecasted(0.8, True, "P1"),
		Forecasted(0.4, False, "P1"),
		Forecasted(0.1, False, "P2"),
		Forecasted(None, True, "P2"),
	]
	score = score_forecasts(said, 0.5)
	assert (score.count, score.silent, score.missed_rate) == (4, 1, pytest.approx(1 / 3))
	assert (score.brier, score.constant, score.skill) == (pytest.approx(0.07), 0.25, pytest.approx(0.72))
	assert score.best_constant == pytest.approx(2 / 9)
	assert score_forecasts(said[3:], 0.5).skill is None
	assert [(group, each.count) for group, each in scores_by(said, lambda e: e.group, 0.5).items()] == [
		("P1", 2),
		("P2", 2),
	]


def test_the_reliability_table() -> None:
	said = (
		[Forecasted(0.05, False)] * 40
		+ [Forecasted(0.95, True)] * 30
		+ [Forecasted(1.0, True)] * 10
		+ [Forecasted(0.55, False)] * 20
	)
	rows = reliability([*said, Forecasted(None, True)])
	assert [(row.low, row.count, row.missed, row.holds) for row in rows] == [
		(0.0, 40, 0, True),
		(0.5, 20, 0, False),
		(0.9, 40, 40, True),
	]


START = datetime(2026, 1, 5, 2, tzinfo=UTC)
LEARNED = datetime(2026, 10, 1, tzinfo=UTC)
THE_END = datetime(2027, 6, 1, tzinfo=UTC)
TEXT = agreement("8 h", more="").replace(
	"target: 8 h}", "target: 8 h}\n  - {clock: resolution, target: 4 h, priority: P1}"
)


@pytest.fixture(scope="module")
def replayed() -> ReplayedAgreement:
	recorded = frozenset(
		{EventType.RECEIVED, EventType.FIXED, EventType.FULFILLED, EventType.PAUSED, EventType.RESUMED}
	)
	return ReplayedAgreement(parse(TEXT, "a.yaml"), (2025, 2026, 2027, 2028), recorded)


def a_year(replayed: ReplayedAgreement, count: int = 1500) -> list[PastTicket]:
	"""A year in which P1 takes 4 and P2 6 working hours on average, exponentially; some are never solved."""
	random, tickets = Random(2026), []
	calendar = replayed.calendars["office"]
	for number in range(count):
		received = START + timedelta(minutes=random.randrange(60 * 24 * 360))
		priority, mean = random.choice((("P1", 4), ("P2", 6)))
		events = [Event(EventType.RECEIVED, received)]
		if random.random() < 0.97:
			worked = round(random.expovariate(1 / (mean * HOUR)))
			events.append(Event(EventType.FIXED, calendar.deadline(received, worked).astimezone(UTC)))
		tickets.append(
			PastTicket(str(number), number, 1, received, tuple(events), (Classified(received, priority),))
		)
	return tickets


def test_chances_hold_for_tickets_that_the_history_did_not_know(
	replayed: ReplayedAgreement, capsys: pytest.CaptureFixture[str]
) -> None:
	"""In an exponential year the age of a clock tells: the skill is above 0 and the chances lie in their intervals."""
	tickets = a_year(replayed)
	history = learn_history(tickets, replayed, "resolution", LEARNED)
	said = list(hold_out(tickets, replayed, history, THE_END))
	assert history.base_rate is not None
	score = score_forecasts(said, history.base_rate)
	rows = reliability(said)
	with capsys.disabled():
		print(
			f"\nforecast, a generated year: n {score.count}, base rate {score.base_rate:.3f}, missed {score.missed_rate:.3f},"
		)
		print(
			f"Brier {score.brier:.4f}, constant {score.constant:.4f}, skill {score.skill:.3f}, silent {score.silent}"
		)
		for row in rows:
			print(
				f"  {row.low:.1f}-{row.high:.1f}: {row.count} clocks, said {row.mean_chance:.3f}, came {row.missed / row.count:.3f}"
			)
	assert score.skill is not None and score.skill > 0.05
	assert score.brier is not None and score.best_constant is not None and score.brier < score.best_constant
	assert score.silent < score.count / 20
	assert sum(row.holds for row in rows) >= len(rows) - 1


def test_nothing_later_leaks_into_a_history(replayed: ReplayedAgreement) -> None:
	"""What happens after the instant of learning, a stop, a reopening, another priority, changes no curve."""
	tickets = a_year(replayed, 200)
	history = learn_history(tickets, replayed, "resolution", LEARNED)
	later = LEARNED + timedelta(days=1)
	changed = [
		replace(
			ticket,
			events=(
				*(event for event in ticket.events if event.at <= LEARNED),
				Event(EventType.REOPENED, later),
			),
			classes=(*ticket.classes, Classified(later, "P1")),
		)
		for ticket in tickets
	]
	assert learn_history(changed, replayed, "resolution", LEARNED) == history
	assert (
		history.curves[EVERYTHING].lengths
		!= learn_history(tickets, replayed, "resolution", THE_END).curves[EVERYTHING].lengths
	)


def test_what_is_said_of_a_held_out_ticket_knows_no_outcome(replayed: ReplayedAgreement) -> None:
	"""The chance at an age is the same whether it was solved in time or not, or got another priority later."""
	tickets = a_year(replayed)
	history = learn_history(tickets, replayed, "resolution", LEARNED)
	received = datetime(2026, 10, 5, 2, tzinfo=UTC)
	early, late = (
		PastTicket("T", 1, 1, received, (Event(EventType.RECEIVED, received), Event(EventType.FIXED, received + timedelta(hours=hours))), (Classified(received, "P2"),))
		for hours in (3, 30)
	)  # fmt: skip
	raised = replace(late, classes=(*late.classes, Classified(received + timedelta(hours=20), "P1")))
	chances = [
		[entry.chance for entry in hold_out([ticket], replayed, history, THE_END)]
		for ticket in (early, late, raised)
	]
	assert chances[0] == chances[1][: len(chances[0])] and chances[1] == chances[2]
	assert len(chances[1]) == 4 and chances[1] == sorted(chances[1])


def wall_clock(path: Path, as_of: datetime) -> tuple[list[tuple[float, bool]], list[float | None]]:
	"""Of incidents opened before: seconds until the resolution as known then, and in truth, on the clock on the wall."""
	first: dict[str, dict[str, str]] = {}
	last: dict[str, dict[str, str]] = {}
	with path.open(encoding="utf-8", newline="") as rows:
		for row in csv.DictReader(rows):
			first.setdefault(row["number"], row)
			last[row["number"]] = row
	known, truth = [], []
	for number, row in first.items():
		opened, resolved = (_time(text) for text in (row["opened_at"], last[number]["resolved_at"]))
		if opened is None or opened >= as_of:
			continue
		length = None if resolved is None or resolved < opened else (resolved - opened).total_seconds()
		truth.append(length)
		ended = length is not None and resolved is not None and resolved <= as_of
		known.append((length or 0.0, True) if ended else ((as_of - opened).total_seconds(), False))
	return known, truth


def _time(text: str) -> datetime | None:
	try:
		return datetime.strptime(text, "%d-%m-%Y %H:%M")  # noqa: DTZ007
	except ValueError:
		return None


@pytest.mark.skipif(not REAL_LOG.exists(), reason=f"{REAL_LOG.name} isn't beside the project")
def test_leaving_out_what_is_open_makes_the_past_look_good() -> None:
	"""As of 2 March, of what was resolved already 9.4 % took longer than a day; in truth 71.8 %, by the curve 73.3 %."""
	known, truth = wall_clock(REAL_LOG, datetime(2016, 3, 2))  # noqa: DTZ001
	resolved = [length for length, ended in known if ended]
	day = 24 * HOUR
	naive = sum(length > day for length in resolved) / len(resolved)
	right = sum(length is None or length > day for length in truth) / len(truth)
	curve = survival_curve(ObservedLength(*entry) for entry in known)
	assert [f"{100 * share:.1f}" for share in (naive, right, curve.share_after(day))] == [
		"9.4",
		"71.8",
		"73.3",
	]
	assert breach_chance(curve, 0, 72 * HOUR).lacks is TooLittle.FOLLOW_UP


def test_the_command_prints_the_table_beside_the_base_rate(
	replayed: ReplayedAgreement, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
	rows: list[tuple[str, ...]] = []
	for ticket in a_year(replayed, 400):
		solved = next((event.at.isoformat() for event in ticket.events if event.type is EventType.FIXED), "")
		rows.append((ticket.id, ticket.received.isoformat(), "", solved, ticket.classes[0].priority or ""))
	(tmp_path / "a.yaml").write_text(TEXT, encoding="utf-8")
	(tmp_path / "t.csv").write_bytes(table(rows))
	paths = [str(tmp_path / "a.yaml"), str(tmp_path / "t.csv")]
	assert main(["forecast", *paths, "--hold-out-from", LEARNED.isoformat(), "--language", "en"]) == 0
	out = capsys.readouterr().out
	assert "Base rate by that history:" in out and "No answer" in out and "Skill" in out
	assert "0.0 % of the target used" in out and "P1" in out and "Chance said" in out
	assert main(["forecast", *paths, "--hold-out-from", "2020-01-01T00:00:00Z"]) == 0
	assert "dipelajari dari 0 waktu" in capsys.readouterr().out
	assert main(["forecast", *paths, "--hold-out-from", "tomorrow"]) == 2
	assert "--hold-out-from: 'tomorrow' can't be read" in capsys.readouterr().err
