"""Changed promises of availability, credits, pauses and causes: in words, and whether the partner gets more (000 §5, 002 §5)."""

from collections.abc import Mapping
from typing import Any

import pytest

from sla_id.agreements.compare import ADDED, Change, compare
from tests.agreements.test_availability_guarantee import CREDIT, agreement_with

EXCLUSIONS = [{"code": "maintenance", "label": {"id": "Pemeliharaan", "en": "Maintenance"}}]
ROW = {"services": ["APP"], "target_percent": 99}
SCHEME = CREDIT["scheme"]


def changes(
	before: Mapping[str, Any], after: Mapping[str, Any], language: str = "en", **sections: Any
) -> list[Change]:
	old, new = (
		agreement_with(
			{"exclusions": EXCLUSIONS, **{name: side[name] for name in side if name != "credit"}},
			credit=side.get("credit"),
			**{name: both[n] for name, both in sections.items()},
		)
		for n, side in enumerate((before, after))
	)
	return list(compare(old, new, language))


def credit(**changed: Any) -> dict[str, Any]:
	return {"credit": {**CREDIT, **changed}}


def paid(kind: str, **values: Any) -> dict[str, Any]:
	return credit(scheme={"kind": kind, **values})


MORE = {
	"a stricter denominator": ({}, {"formula": "reduced_by_excluded_downtime"}),
	"the strictest denominator": (
		{"formula": "reduced_by_excluded_downtime"},
		{"formula": "reduced_period"},
	),
	"blind times left out": ({}, {"unknown_counts_as": "left_out"}),
	"blind times down": ({"unknown_counts_as": "left_out"}, {"unknown_counts_as": "down"}),
	"a shorter minimum": ({"minimum": "10 min"}, {"minimum": "5 min"}),
	"no minimum": ({"minimum": "5 min"}, {}),
	"from the first failed check": ({"downtime_from": "declared"}, {}),
	"against the days in force": ({}, {"part_month": "days_in_force"}),
	"all of the catalogue": ({"services": ["APP"]}, {}),
	"more services": ({"services": ["APP"]}, {"services": ["MAIL", "APP"]}),
	"a higher row": ({}, {"guarantees": [ROW]}),
	"a row's higher figure": ({"guarantees": [ROW]}, {"guarantees": [{**ROW, "target_percent": 99.9}]}),
	"a lower row less": ({"guarantees": [{**ROW, "target_percent": 90}]}, {}),
	"any component": ({"guarantees": [{**ROW, "components": "all"}]}, {"guarantees": [ROW]}),
	"a longer notice": ({"maintenance": {"notice": "2 days"}}, {"maintenance": {"notice": "24 h"}}),
	"a notice at all": ({}, {"maintenance": {"notice": "2 days"}}),
	"an earlier end of claims": ({"claims": {"within": "5 days"}}, {"claims": {"within": "3 days"}}),
	"an end of claims": (
		{"claims": {"decide_within": "5 days"}},
		{"claims": {"decide_within": "5 days", "within": "3 days"}},
	),
	"a later end of objections": (
		{"claims": {"object_within": "3 days"}},
		{"claims": {"object_within": "5 days"}},
	),
	"more time for the statement": (
		{"statement": {"answer_within": "3 days"}},
		{"statement": {"answer_within": "5 days"}},
	),
	"credits agreed": (credit(enabled=False), credit()),
	"credits at all": ({}, credit()),
	"a higher fee": (credit(), credit(fee=30_000_000)),
	"a longer window": (credit(), credit(window={"kind": "working_days", "count": 10})),
	"a larger step": (
		credit(),
		credit(
			scheme={
				**SCHEME,
				"steps": [
					{"below": 95, "percent": 100},
					{"below": 99, "percent": 25},
					{"below": 99.9, "percent": 15},
				],
			}
		),
	),
	"one more step": (
		paid("steps", steps=[{"below": 95, "percent": 50}]),
		paid("steps", steps=[{"below": 95, "percent": 50}, {"below": 90, "percent": 100}]),
	),
	"a higher cap": (paid("proportional", cap_percent=20), paid("proportional")),
	"all downtime": (paid("proportional", downtime="excess"), paid("proportional")),
	"over the target": (paid("proportional"), paid("proportional", divide_by_target=True)),
	"a shorter period": (paid("per_begun_period"), paid("per_begun_period", period_seconds=3600)),
	"two daily fees": (paid("per_begun_period"), paid("per_begun_period", daily_fees=2)),
	"a larger amount": (
		paid("per_missed_target", each=500_000),
		paid("per_missed_target", each=600_000),
	),
}
"""Changes by which the partner gets more; the other way round it gets less."""


@pytest.mark.parametrize(("before", "after"), MORE.values(), ids=MORE)
def test_more_for_the_partner_and_less_the_other_way_round(
	before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
	[more] = changes(before, after)
	[less] = changes(after, before)
	assert (more.stricter, less.stricter) == (True, False), (more, less)


NEITHER = {
	"hours": ({}, {"calendar": "business"}),
	"a note": ({}, {"note": "x"}),
	"a row of the same figure": ({}, {"guarantees": [{"services": ["APP"], "minimum": "5 min"}]}),
	"another unit of the window": (
		credit(),
		credit(window={"kind": "days", "count": 5}),
	),
}


@pytest.mark.parametrize(("before", "after"), NEITHER.values(), ids=NEITHER)
def test_what_is_neither_more_nor_less(before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
	found = changes(before, after)
	assert found and {change.stricter for change in found} == {None}


def test_hours_on_another_calendar_are_not_held_against_each_other() -> None:
	"""24 h of business hours are three days, 36 h round the clock one and a half."""
	found = changes(
		{"maintenance": {"notice": "24 h"}}, {"maintenance": {"notice": "36 h", "calendar": "always"}}
	)
	assert [(change.what, change.before, change.after, change.stricter) for change in found] == [
		("planned maintenance: announced ahead", "24 business hours", "36 hours (24x7)", None),
		("planned maintenance: calendar", "business hours", "24x7", None),
	]


def test_pauses_and_causes() -> None:
	wait = {"code": "wait", "label": "Menunggu", "longest": "3 days"}
	[gone] = changes({}, {}, pause_reasons=([wait], []))
	assert (gone.stricter, gone.before) == (
		True,
		"Menunggu; longest: 3 business days (24 business hours); calendar: business hours",
	)
	[endless] = changes({}, {}, pause_reasons=([wait], [{**wait, "longest": None}]))[:1]
	assert endless.stricter is False
	[approved] = changes({}, {}, pause_reasons=([wait], [{**wait, "approval": True}]))
	assert (approved.what, approved.stricter) == ("Reason Menunggu: approval needed", True)
	[asked] = changes(
		{},
		{},
		breach_causes=(
			{"causes": [{"code": "code", "label": "Kode"}]},
			{"ask": True, "causes": [{"code": "code", "label": "Kode"}]},
		),
	)
	assert asked.stricter is True


def test_money_and_steps_in_words() -> None:
	[change] = changes({}, credit(), "id")
	assert change.kind == ADDED
	assert change.after is not None
	assert "biaya per bulan: Rp25.000.000,00" in change.after
	assert "Ketersediaan di bawah: 99,9%; restitusi: 10%" in change.after
	[fee] = changes(credit(), credit(fee="25000000.5"))
	assert (fee.before, fee.after) == ("Rp25,000,000.00", "Rp25,000,000.50")


def test_an_exclusion_is_called_by_its_name() -> None:
	[change] = changes(
		{"maintenance": {"notice": "3 days"}},
		{"maintenance": {"notice": "3 days", "exclusion": "maintenance"}},
	)
	assert change.after == "Maintenance"


def test_credits_that_are_off_are_no_matter_of_the_partners() -> None:
	[change] = changes({}, credit(enabled=False))
	assert change.stricter is None
	found = changes(credit(enabled=False), credit(fee=1, scheme={**SCHEME, "steps": SCHEME["steps"][:1]}))
	assert {change.what: change.stricter for change in found if change.stricter is not None} == {
		"Enabled": True
	}
