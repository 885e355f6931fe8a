"""The month's availability, case by case (000 §5.1, §5.2). Expected figures were computed by hand, in seconds."""

from datetime import date
from fractions import Fraction
from time import process_time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sla_id.availability import (
	AvailabilityError,
	ComponentRule,
	Decision,
	Exclusion,
	Guarantee,
	Observed,
	Outage,
	month_figures,
)
from sla_id.availability.month_question import answer_month
from sla_id.availability.spans import SECOND
from tests.availability.cases import WIB, at, down_for, month, share, span

DAY = 86_400


@pytest.mark.parametrize(
	("first", "seconds"),
	[("2026-02", "120960"), ("2028-02", "125280"), ("2026-04", "129600"), ("2026-03", "133920")],
)
def test_what_95_percent_allows_depends_on_the_month(first: str, seconds: str) -> None:
	assert answer_month({"month": first, "target_percent": "95"})["allowance_seconds"] == seconds


def test_one_second_decides() -> None:
	kept, missed = down_for(129_600), down_for(129_601)
	assert (kept["availability"], kept["met"], kept["left_seconds"]) == ("95.0000", True, "0")
	assert (missed["availability"], missed["met"], missed["left_seconds"]) == ("94.9999", False, "-1")
	assert missed["so_far"] == "94.9999", "no figure that misses the target is shown as the target"


def test_three_denominators_give_three_figures() -> None:
	"""300 minutes of maintenance, 240 of them down; 2,400 down in all."""
	maintenance = [span("10 00:00", "10 05:00", decision="granted")]
	outages = [span("10 00:00", "10 04:00"), span("20 00:00", "21 12:00")]
	shares = {
		name: share(month(*outages, exclusions=maintenance, denominator=name))
		for name in ("whole_month", "minus_exclusions", "minus_excluded_downtime")
	}
	assert shares == {
		"whole_month": Fraction(95, 100),
		"minus_exclusions": 1 - Fraction(2160, 42_900),
		"minus_excluded_downtime": 1 - Fraction(2160, 42_960),
	}


def test_a_missed_percentage_is_rounded_down() -> None:
	"""2,400 minutes down, 240 of them excluded."""
	excluded = [span("10 00:00", "10 04:00", decision="granted")]
	outages = [span("10 00:00", "10 04:00"), span("20 00:00", "21 12:00")]
	answer = month(*outages, exclusions=excluded, denominator="minus_excluded_downtime")
	assert (answer["availability"], answer["met"]) == ("94.9720", False)


def test_overlapping_outages_count_once() -> None:
	answer = month(
		span("10 08:00", "10 10:00"),
		span("10 09:30", "10 11:00"),
		span("10 11:00", "10 11:30"),
		span("10 09:00", "10 09:15"),
	)
	assert answer["down_seconds"] == 3.5 * 3600


def test_an_exclusion_takes_what_it_covers_of_an_outage() -> None:
	window = [span("12 00:00", "12 02:00", decision="granted")]
	answer = month(span("11 22:30", "12 03:15"), exclusions=window)
	assert answer["counted_seconds"] == 2.75 * 3600
	assert answer["excluded_seconds"] == 2 * 3600


def test_overlapping_exclusions_count_once() -> None:
	claims = [span("10 09:00", "10 11:00"), span("10 10:00", "10 12:30")]
	assert month(span("10 08:00", "10 14:00"), exclusions=claims)["counted_seconds"] == 2.5 * 3600


def test_a_month_is_one_of_its_zone() -> None:
	outage = span("2026-03-31 23:00", "2026-04-01 02:30")
	march = answer_month({"month": "2026-03", "outages": [outage]})
	april = answer_month({"month": "2026-04", "outages": [outage]})
	assert (march["down_seconds"], april["down_seconds"]) == (3600, 2.5 * 3600)
	utc = answer_month({"month": "2026-03", "time_zone": "UTC", "outages": [outage]})
	assert utc["down_seconds"] == 3.5 * 3600


def test_so_far_and_of_the_whole_month_are_two_figures() -> None:
	answer = month(span("19 00:00", None), now=at("20", "12:00"))
	assert answer["counted_seconds"] == 36 * 3600
	assert (answer["so_far"], answer["availability"]) == ("92.3077", "95.0000")
	assert (answer["left_seconds"], answer["met"]) == ("0", None)


def test_a_month_that_can_no_longer_be_kept_is_missed_while_it_runs() -> None:
	assert month(span("19 00:00", None), now=at("20", "12:00:01"))["met"] is False


def test_what_lies_ahead_is_no_downtime() -> None:
	answer = month(span("19 00:00", "22 00:00"), span("25 00:00", "26 00:00"), now=at("20"))
	assert answer["down_seconds"] == DAY


def test_before_the_month_there_is_nothing_so_far() -> None:
	answer = month(now=at("2026-03-31"))
	assert (answer["so_far"], answer["met"], answer["burn_rate"]) == (None, None, None)


@pytest.mark.parametrize(
	("counts_as", "expected", "denominator"),
	[
		("up", 1 - Fraction(3600, 30 * DAY), 30 * DAY),
		("down", 1 - Fraction(36 * 3600 + 1800, 30 * DAY), 30 * DAY),
		("left_out", 1 - Fraction(3600, 2_464_200), 2_464_200),
	],
)
def test_a_blind_monitor_forgets_nothing_it_knew(
	counts_as: str, expected: Fraction, denominator: int
) -> None:
	"""Down on 5 April from 01:00 to 02:00, blind from 01:30 to 13:30 on the 6th."""
	answer = month(
		span("05 01:00", "05 02:00"),
		unknown=[span("05 01:30", "06 13:30")],
		unknown_counts_as=counts_as,
	)
	assert (share(answer), answer["denominator_seconds"]) == (expected, denominator)
	assert answer["unknown_seconds"] == 35.5 * 3600


def test_what_is_left_out_and_excluded_leaves_once() -> None:
	answer = month(
		unknown=[span("05 00:00", "06 00:00")],
		unknown_counts_as="left_out",
		exclusions=[span("05 12:00", "06 12:00")],
		denominator="minus_exclusions",
	)
	assert answer["denominator_seconds"] == 30 * DAY - 1.5 * DAY


@pytest.mark.parametrize(
	("components", "seconds"),
	[
		({"rule": "any"}, 7 * 3600),
		({"rule": "all"}, 2 * 3600),
		({"rule": "weighted", "weights": {"A": "0.7", "B": "0.3"}}, 15_480),
		({"rule": "any", "weights": {"A": 1, "B": 0}}, 4 * 3600),
	],
)
def test_components_make_the_service(components: dict[str, Any], seconds: int) -> None:
	outages = span("10 10:00", "10 14:00", component="A"), span("10 12:00", "10 17:00", component="B")
	assert month(*outages, components=components)["down_seconds"] == seconds


def test_all_asks_for_every_component_that_is_named() -> None:
	outages = span("10 10:00", "10 14:00", component="A"), span("10 12:00", "10 17:00", component="B")
	three = {"rule": "all", "weights": {"A": 1, "B": 1, "C": 1}}
	assert month(*outages, components=three)["down_seconds"] == 0


def test_an_outage_without_a_component_is_one_of_the_whole_service() -> None:
	weighted = {"rule": "weighted", "weights": {"A": "0.7", "B": "0.3"}}
	assert month(span("10 10:00", "10 14:00"), components=weighted)["down_seconds"] == 4 * 3600


def test_the_heaviest_impact_counts() -> None:
	answer = month(
		span("10 10:00", "10 14:00", component="A", impact_percent=50),
		span("10 12:00", "10 13:00", component="A", impact_percent=100),
	)
	assert answer["down_seconds"] == 2.5 * 3600


def outages_of(*lengths: int) -> list[dict[str, Any]]:
	"""Outages of these seconds, each on a day of its own."""
	return [
		{
			"start": at(f"{number + 1:02d}"),
			"end": at(f"{number + 1:02d}", f"{n // 3600:02d}:{n % 3600 // 60:02d}:{n % 60:02d}"),
		}
		for number, n in enumerate(lengths)
	]


def test_the_minimum_is_one_of_whole_outages() -> None:
	outages = outages_of(299, 300, 301, 61, 59, 3599)
	assert month(*outages)["down_seconds"] == 4619
	assert month(*outages, minimum_seconds=300)["down_seconds"] == 3900


def test_two_reports_of_one_outage_reach_the_minimum_together() -> None:
	"""A restarted monitor reports the rest of an outage as another one."""
	restarted = span("10 08:00", "10 08:04"), span("10 08:04", "10 08:08")
	assert month(*restarted, minimum_seconds=300)["down_seconds"] == 480


def test_the_minimum_is_not_cut_by_the_end_of_a_month() -> None:
	outage = span("2026-03-31 23:58", "2026-04-01 00:03")
	for first, seconds in (("2026-03", 120), ("2026-04", 180)):
		answer = answer_month({"month": first, "minimum_seconds": 240, "outages": [outage]})
		assert answer["down_seconds"] == seconds


@pytest.mark.parametrize(("first", "hours", "minutes"), [("2026-03", 743, 2229), ("2026-10", 745, 2235)])
def test_months_in_which_clocks_change(first: str, hours: int, minutes: int) -> None:
	answer = answer_month({"month": first, "time_zone": "Europe/Berlin", "target_percent": "95"})
	assert answer["month_seconds"] == hours * 3600
	assert answer["allowance_seconds"] == str(minutes * 60)


def test_a_version_that_changes_within_the_month_gives_two_figures() -> None:
	"""95 % to the 15th, 99 % from the 16th; 12 hours down on the 14th, 4 on the 20th."""
	outages = span("14 00:00", "14 12:00"), span("20 00:00", "20 04:00")
	until = {"from": "2026-01-02", "to": "2026-04-15", "denominator_is": "days_in_force"}
	since = {"from": "2026-04-16", "denominator_is": "days_in_force"}
	before, after = month(*outages, in_force=until), month(*outages, in_force=since, target_percent="99")
	assert (share(before), before["met"]) == (1 - Fraction(12, 360), True)
	assert (share(after), after["met"]) == (1 - Fraction(4, 360), False)


def test_a_part_month_may_stand_against_the_whole() -> None:
	part = {"from": "2026-04-16", "denominator_is": "whole_month"}
	answer = month(span("14 00:00", "14 12:00"), span("20 00:00", "20 04:00"), in_force=part)
	assert (answer["denominator_seconds"], answer["down_seconds"]) == (30 * DAY, 4 * 3600)


def test_a_guarantee_in_service_hours() -> None:
	"""Monday to Friday, 09:00 to 17:00; 3 April is a holiday."""
	week = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
	hours = {"time_zone": "Asia/Jakarta", "hours": week, "holidays": ["2026-04-03"]}
	answer = month(span("09 16:00", "10 10:00"), service_hours=hours)
	assert (answer["month_seconds"], answer["down_seconds"]) == (168 * 3600, 2 * 3600)
	assert answer["availability"] == "98.8095"


def test_an_open_claim_leaves_the_verdict_open_only_where_it_decides() -> None:
	claim = [span("20 00:00", "20 12:00", decision="open")]
	answer = month(span("20 00:00", "22 00:00"), exclusions=claim)
	assert (answer["availability"], answer["met"]) == ("93.3333", None)
	assert answer["if_all_granted"] == {"availability": "95.0000", "met": True}
	assert month(span("20 00:00", "20 12:00"), exclusions=claim)["met"] is True
	assert month(span("20 00:00", "25 00:00"), exclusions=claim)["met"] is False


def test_a_claim_beside_the_downtime_can_cost_a_month() -> None:
	"""Granted, it would shorten the denominator and nothing else."""
	claim = [span("25 00:00", "26 00:00", decision="open")]
	answer = month(span("20 00:00", "21 12:00"), exclusions=claim, denominator="minus_exclusions")
	assert (answer["availability"], answer["met"]) == ("95.0000", None)
	assert answer["if_all_granted"]["met"] is False


def test_a_refused_claim_changes_nothing() -> None:
	claim = [span("20 00:00", "20 12:00", decision="refused")]
	assert month(span("20 00:00", "20 12:00"), exclusions=claim) == month(span("20 00:00", "20 12:00"))


@pytest.mark.parametrize(
	("question", "place", "advice"),
	[
		([], "", "must be an object"),
		({}, "month", "is missing; write a text"),
		({"month": "April"}, "month", "write a month, e.g. 2026-04"),
		({"month": "2026-04", "outage": []}, "outage", "is unknown"),
		({"month": "2026-04", "target_percent": "0"}, "target_percent", "above 0"),
		({"month": "2026-04", "target_percent": "nan"}, "target_percent", "a number"),
		({"month": "2026-04", "target_percent": 101}, "target_percent", "from 0 to 100"),
		({"month": "2026-04", "denominator": "month"}, "denominator", "whole_month"),
		({"month": "2026-04", "time_zone": "WIB"}, "time_zone", "Asia/Jakarta"),
		({"month": "2026-04", "outages": [{"start": "2026-04-01T00:00"}]}, "outages[0].start", "offset"),
		({"month": "2026-04", "outages": [span("02", "01")]}, "outages[0].end", "before the start"),
		(
			{"month": "2026-04", "exclusions": [{"start": at("01"), "end": None}]},
			"exclusions[0].end",
			"is missing",
		),
		({"month": "2026-04", "components": {"rule": "weighted"}}, "components.weights", "give each"),
		({"month": "2026-04", "components": {"rule": "some"}}, "components.rule", "any, all, weighted"),
		({"month": "2026-04", "service_hours": {"hours": 1}}, "service_hours", "hours"),
		(
			{"month": "2026-04", "in_force": {"from": "2026-05-01", "to": "2026-04-01"}},
			"in_force.to",
			"before",
		),
	],
)
def test_what_cannot_be_read_is_named(question: Any, place: str, advice: str) -> None:
	from sla_id.availability import AvailabilityError

	with pytest.raises(AvailabilityError) as refused:
		answer_month(question)
	assert refused.value.field == place and advice in str(refused.value)


def test_a_component_without_a_share_is_asked_for() -> None:
	from sla_id.availability import AvailabilityError

	weighted = {"rule": "weighted", "weights": {"A": "0.7"}}
	with pytest.raises(AvailabilityError, match="says nothing of B"):
		month(span("10", "11", component="B"), components=weighted)


def test_a_month_of_which_nothing_is_left() -> None:
	everything = [span("01 00:00", "2026-05-01 00:00")]
	answer = month(exclusions=everything, denominator="minus_exclusions")
	assert (answer["availability"], answer["met"]) == (None, True)


def test_a_zone_whose_clocks_skip_midnight() -> None:
	"""Beirut's clocks go from 00:00 to 01:00 on 29 March 2026."""
	zone = ZoneInfo("Asia/Beirut")
	outage = {"start": at("2026-03-28", "23:00", zone), "end": at("2026-03-29", "02:00", zone)}
	answer = answer_month({"month": "2026-03", "time_zone": "Asia/Beirut", "outages": [outage]})
	assert (answer["month_seconds"], answer["down_seconds"]) == (743 * 3600, 2 * 3600)


# exclusions of a component


def test_maintenance_of_one_component_excuses_no_other() -> None:
	"""A worked on 10:00–14:00, down all that time; B down 11:00–12:00 of itself, C until 15:00 in the last hour."""
	outages = [
		span("10 10:00", "10 14:00", component="A"),
		span("10 11:00", "10 12:00", component="B"),
		span("10 13:00", "10 15:00", component="C"),
	]
	work = [span("10 10:00", "10 14:00", component="A")]
	rules: dict[str, dict[str, Any]] = {
		"any": {"rule": "any"},
		"all": {"rule": "all", "weights": {"A": "0.5", "B": "0.5", "C": "0"}},
		"weighted": {"rule": "weighted", "weights": {"A": "0.5", "B": "0.3", "C": "0.2"}},
	}
	answers = {name: month(*outages, exclusions=work, components=rule) for name, rule in rules.items()}
	assert {name: (row["down_seconds"], row["counted_seconds"]) for name, row in answers.items()} == {
		"any": (5 * 3600, 3 * 3600),
		"all": (3600, 0),
		"weighted": (2 * 3600 + 1080 + 1440, 1080 + 1440),
	}
	whole = month(*outages, exclusions=[span("10 10:00", "10 14:00")])
	assert whole["counted_seconds"] == 3600, "an exclusion of the service takes out everything in its time"


@pytest.mark.parametrize(
	("rule", "exclusions", "excluded"),
	[("any", 4, 2), ("all", 1, 1), ("weighted", 2.8, 1.4)],
)
def test_what_a_components_exclusion_takes_out_of_the_month(
	rule: str, exclusions: float, excluded: float
) -> None:
	"""A worked on 10:00–15:00 and down 10:00–12:00, B down 11:00–12:00 with it: hours in which nothing else was down,
	in which the others were, or the component's share.
	"""
	if rule == "weighted":
		exclusions, excluded = 5 * 0.7, 2 * 0.7
	if rule == "any":
		excluded = 1
	answers = {
		name: month(
			span("10 10:00", "10 12:00", component="A"),
			span("10 11:00", "10 12:00", component="B"),
			exclusions=[span("10 10:00", "10 15:00", component="A")],
			components={"rule": rule, "weights": {"A": "0.7", "B": "0.3"}},
			denominator=name,
		)
		for name in ("whole_month", "minus_exclusions", "minus_excluded_downtime")
	}
	assert {row["exclusion_seconds"] for row in answers.values()} == {exclusions * 3600}
	assert {row["excluded_seconds"] for row in answers.values()} == {excluded * 3600}
	left = [30 * DAY - row["denominator_seconds"] for row in answers.values()]
	assert left == [0, exclusions * 3600, excluded * 3600]


def test_an_outage_of_the_whole_service_is_no_downtime_of_a_component() -> None:
	work = [span("10 10:00", "10 14:00", component="A")]
	assert month(span("10 11:00", "10 12:00"), exclusions=work)["counted_seconds"] == 3600
	blind = {"unknown": [span("10 11:00", "10 12:00")], "unknown_counts_as": "down"}
	assert month(exclusions=work, **blind)["counted_seconds"] == 3600


def test_the_minimum_is_one_of_the_service_down_not_of_what_is_left() -> None:
	outages = [span("10 10:00", "10 14:00", component="A"), span("10 11:00", "10 11:04", component="B")]
	work = [span("10 10:00", "10 14:00", component="A")]
	assert month(*outages, exclusions=work, minimum_seconds=300)["counted_seconds"] == 240
	assert month(outages[1], exclusions=work, minimum_seconds=300)["counted_seconds"] == 0


def test_open_claims_for_components_decide_only_what_they_can() -> None:
	"""37 h down where 36 are allowed: an hour of A may save the month, one of B in which A was down too may not."""
	outages = [span("10 00:00", "11 13:00", component="A"), span("10 00:00", "10 02:00", component="B")]
	of_a = span("10 05:00", "10 06:00", component="A", decision="open")
	of_b = span("10 00:00", "10 02:00", component="B", decision="open")
	waits, lost = month(*outages, exclusions=[of_a]), month(*outages, exclusions=[of_b])
	assert (waits["met"], waits["if_all_granted"]) == (None, {"availability": "95.0000", "met": True})
	assert (lost["met"], lost["if_all_granted"]["met"]) == (False, False)
	both = span("10 00:00", "10 01:00", component="A", decision="open")
	assert month(*outages, exclusions=[both])["met"] is False
	assert month(*outages, exclusions=[both, of_b])["met"] is None, "together they take it out"


def test_a_component_that_the_weights_do_not_know_can_not_be_excluded() -> None:
	with pytest.raises(AvailabilityError, match="says nothing of C"):
		month(
			exclusions=[span("10 10:00", "10 14:00", component="C")],
			components={"rule": "weighted", "weights": {"A": "0.7", "B": "0.3"}},
		)


def test_ten_thousand_outages_of_components_with_exclusions_of_some() -> None:
	begin = 1_775_000_000_000_000
	outages = [
		Outage(begin + 240 * SECOND * number, begin + 240 * SECOND * number + 90 * SECOND, "ABC"[number % 3])
		for number in range(10_000)
	]
	exclusions = [
		Exclusion(
			begin + 7200 * SECOND * number, begin + 7200 * SECOND * number + 3600 * SECOND, decision, part
		)
		for number in range(300)
		for decision, part in ((Decision.GRANTED, "A"), (Decision.OPEN, "B"))
	]
	promise = Guarantee(WIB, Fraction(1, 2), components=ComponentRule("any"))
	began = process_time()
	figures = month_figures(promise, date(2026, 4, 1), Observed(outages, exclusions))
	took = process_time() - began
	assert 0 < figures.if_all_granted.counted < figures.whole.counted < figures.whole.down
	assert took < 2, took
