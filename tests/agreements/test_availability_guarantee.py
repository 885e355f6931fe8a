"""What an agreement promises, as the arithmetic takes it: services, rows, components, hours, credits (000 §5.1; 002 §5)."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
import yaml

from sla_id.agreements.file import AgreementFile, AgreementFileError, dump, parse
from sla_id.agreements.rules.availability_guarantee import (
	DECLARED,
	FIRST_FAILED_CHECK,
	claim_window_of,
	downtime_starts,
	guarantee_for,
	guaranteed_services,
	owed_credit,
	scheme_of,
)
from sla_id.agreements.rules.effective_agreement import EffectiveAgreement, merge, origins_of
from sla_id.agreements.rules.signed_part import text_to_sign, with_unsigned
from sla_id.availability import (
	DaysInForce,
	Denominator,
	MonthResult,
	Observed,
	Outage,
	UnknownTime,
	claim_until,
	credit_for,
	month_figures,
)
from sla_id.availability.guarantee import PartMonth
from sla_id.availability.spans import SECOND
from sla_id.engine.working_calendar import WorkingCalendar
from sla_id.fixtures.sample_agreements import sample_agreement

SERVICES = [
	{"code": "APP", "name": "Aplikasi", "children": [{"code": "APP.API", "name": "API"}]},
	{"code": "MAIL", "name": "Surel"},
]


WEEK = {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}


def agreement_with(availability: Mapping[str, Any], **sections: Any) -> AgreementFile:
	"""A small agreement with an availability of 95 %, read from a text as a user writes it."""
	document = {
		"format": "sla_id/agreement@1",
		"agreement": {
			"code": "KECIL",
			"title": {"id": "Perjanjian kecil", "en": "A small agreement"},
			"version": "1.0",
			"provider": "PT Penyedia",
			"effective_from": "2026-01-01",
		},
		"calendars": {"business": {"hours": WEEK, "holidays": ["national"]}, "always": {"hours": "24x7"}},
		"default_calendar": "business",
		"priorities": [{"code": "P1", "label": "Kritis"}],
		"default_priority": "P1",
		"services": SERVICES,
		"availability": {"target_percent": 95, **availability},
		**sections,
	}
	return parse(yaml.safe_dump(document, allow_unicode=True))


def effective(file: AgreementFile, name: str = "A") -> EffectiveAgreement:
	level = EffectiveAgreement(name, file, {entry.code: entry.code for entry in file.calendars})
	return EffectiveAgreement(name, file, level.calendars, origins=origins_of(level))


def calendar(code: str) -> WorkingCalendar:
	[found] = [entry for entry in agreement_with({}).calendars if entry.code == code]
	return WorkingCalendar.from_dict(found.definition("Asia/Jakarta"))


def promised(availability: Mapping[str, Any], service: str | None = "APP") -> Any:
	return guarantee_for(effective(agreement_with(availability)), service, calendar)


def test_innovasia_promises_95_percent_of_the_whole_month_round_the_clock() -> None:
	"""000 §5.1."""
	file = parse(sample_agreement("innovasia_mitra"))
	guarantee = guarantee_for(effective(file), None, calendar)
	assert guarantee is not None
	assert (guarantee.target, guarantee.denominator) == (Fraction(19, 20), Denominator.WHOLE_MONTH)
	assert (guarantee.service_hours, guarantee.minimum, guarantee.unknown) == (None, 0, UnknownTime.UP)
	figures = month_figures(guarantee, date(2026, 4, 1), Observed())
	assert figures.allowance == 129_600 * SECOND


def test_an_agreement_without_a_percentage_promises_nothing() -> None:
	file = parse(sample_agreement("hai_djpb"))
	assert guarantee_for(effective(file), None, calendar) is None
	assert guaranteed_services(effective(file)) == ()
	assert downtime_starts(effective(file)) == FIRST_FAILED_CHECK


def test_a_promise_for_some_services_covers_what_is_below_them_and_nothing_else() -> None:
	only_app = {"services": ["APP"]}
	assert promised(only_app, "APP.API").target == Fraction(19, 20)
	assert promised(only_app, "MAIL") is None
	assert promised(only_app, None).target == Fraction(19, 20)
	assert guaranteed_services(effective(agreement_with(only_app))) == ("APP",)


def test_the_nearest_row_says_what_differs_and_the_promise_the_rest() -> None:
	availability = {
		"calendar": "business",
		"minimum": "5 min",
		"guarantees": [
			{"services": ["APP"], "target_percent": 99.5, "minimum": "60 s"},
			{"services": ["APP.API"], "calendar": "always"},
		],
	}
	app, api, mail = (promised(availability, code) for code in ("APP", "APP.API", "MAIL"))
	assert (app.target, app.minimum, app.service_hours is None) == (Fraction(199, 200), 60 * SECOND, False)
	assert (api.target, api.minimum) == (Fraction(19, 20), 300 * SECOND)
	assert api.month(date(2026, 4, 1)) != app.month(date(2026, 4, 1))
	assert (mail.target, mail.minimum) == (Fraction(19, 20), 300 * SECOND)
	assert guaranteed_services(effective(agreement_with(availability))) == (None, "APP", "APP.API")


def test_components_weigh_what_the_row_says() -> None:
	"""A down 10-14, B 12-17, weights .7/.3: 15,480 s."""
	row = {
		"services": ["APP"],
		"components": "weighted",
		"parts": [
			{"code": "A", "label": "Basis data", "weight": 0.7},
			{"code": "B", "label": "Antarmuka", "weight": 0.3},
			{"code": "C", "label": "Uji coba", "weight": 0},
		],
	}
	guarantee = promised({"guarantees": [row]})
	start = guarantee.month(date(2026, 4, 1))[0][0]
	hours = 3600 * SECOND
	outages = [
		Outage(start + 10 * hours, start + 14 * hours, "A"),
		Outage(start + 12 * hours, start + 17 * hours, "B"),
		Outage(start + 20 * hours, start + 30 * hours, "C"),
	]
	assert month_figures(guarantee, date(2026, 4, 1), Observed(outages)).whole.down == 15_480 * SECOND


@pytest.mark.parametrize(
	("formula", "denominator"),
	[
		("whole_period", Denominator.WHOLE_MONTH),
		("reduced_period", Denominator.MINUS_EXCLUSIONS),
		("reduced_by_excluded_downtime", Denominator.MINUS_EXCLUDED_DOWNTIME),
	],
)
def test_the_three_denominators(formula: str, denominator: Denominator) -> None:
	assert promised({"formula": formula}).denominator is denominator


def test_blind_times_part_months_and_the_start_of_downtime_are_the_agreements() -> None:
	said = {"unknown_counts_as": "left_out", "part_month": "days_in_force", "downtime_from": "declared"}
	agreement = effective(agreement_with(said))
	days = DaysInForce(date(2026, 4, 16))
	guarantee = guarantee_for(agreement, "APP", calendar, days)
	assert guarantee is not None and guarantee.unknown is UnknownTime.LEFT_OUT
	assert guarantee.in_force == DaysInForce(date(2026, 4, 16), None, PartMonth.DAYS_IN_FORCE)
	assert downtime_starts(agreement) == DECLARED


CREDIT = {
	"enabled": True,
	"fee": 25000000,
	"scheme": {
		"kind": "steps",
		"steps": [
			{"below": 95, "percent": 100},
			{"below": 99.9, "percent": 10},
			{"below": 99, "percent": 25},
		],
	},
	"window": {"kind": "working_days", "count": 5},
}


def test_a_credit_is_computed_as_it_is_written() -> None:
	"""Rp25.000.000, 129,600 s of 30 days: Rp6.250.000; claimed until 5 working days after the month."""
	credit = owed_credit(effective(agreement_with({}, credit=CREDIT)))
	assert credit is not None and credit.fee is not None
	scheme = scheme_of(credit)
	assert scheme is not None
	month = Fraction(30 * 86_400)
	result = MonthResult(
		Fraction(19, 20), True, month, Fraction(129_600), Fraction(129_600), Fraction(19, 20), 30, 0
	)
	assert credit_for(credit.fee, scheme, result).amount == Decimal("6250000.00")
	window = claim_window_of(credit, calendar("business"))
	assert window is not None
	zone = effective(agreement_with({})).zone
	assert claim_until(date(2026, 4, 1), window, zone).date() == date(2026, 5, 7)


def test_credits_that_are_off_are_neither_owed_nor_signed_but_kept() -> None:
	off = agreement_with({}, credit={**CREDIT, "enabled": False, "assumed": True})
	assert owed_credit(effective(off)) is None
	assert "25000000" not in text_to_sign(off)
	assert text_to_sign(off) == text_to_sign(agreement_with({}))
	assert with_unsigned(parse(text_to_sign(off)), off) == off
	on = agreement_with({}, credit=CREDIT)
	assert "25000000" in text_to_sign(on)


def test_a_level_leaves_to_its_base_what_it_is_silent_about() -> None:
	"""002: a level overrides only what it names."""
	base = agreement_with(
		{
			"unknown_counts_as": "down",
			"minimum": "5 min",
			"exclusions": [{"code": "maintenance", "label": "Pemeliharaan"}],
			"maintenance": {"notice": "3 days", "exclusion": "maintenance"},
			"claims": {"decide_within": "72 h", "calendar": "always"},
			"guarantees": [
				{"services": ["APP", "MAIL"], "target_percent": 98},
			],
		},
		credit=CREDIT,
		pause_reasons=[{"code": "wait", "label": "Menunggu"}],
		breach_causes={"ask": True, "causes": [{"code": "code", "label": "Kode"}]},
	)
	level = parse(
		yaml.safe_dump(
			{
				"format": "sla_id/agreement@1",
				"agreement": {
					"code": "LEVEL",
					"title": "Tingkat",
					"version": "1",
					"provider": "P",
					"effective_from": "2026-01-01",
					"extends": base.agreement.code,
				},
				"availability": {
					"target_percent": 97,
					"unknown_counts_as": "up",
					"guarantees": [{"services": ["APP"], "target_percent": 99.9}],
					"maintenance": {"notice": "5 days"},
				},
				"pause_reasons": [{"code": "other", "label": "Lain"}],
			}
		),
		base=base,
	)
	merged = merge([effective(base), EffectiveAgreement("LEVEL v1", level, {})])
	promise = merged.file.availability
	assert promise is not None and base.availability is not None
	assert (promise.target_percent, promise.unknown_counts_as, str(promise.minimum)) == (97, "up", "5 min")
	assert {row.services: row.target_percent for row in promise.guarantees} == {
		("APP",): Decimal("99.9"),
		("MAIL",): Decimal(98),
	}
	assert promise.maintenance is not None and str(promise.maintenance.notice) == "5 days"
	assert promise.maintenance.exclusion is None, "what a level says of maintenance is all of it"
	assert promise.claims == base.availability.claims and merged.file.credit == base.credit
	assert [reason.code for reason in merged.file.pause_reasons] == ["wait", "other"]
	assert merged.file.breach_causes == base.breach_causes


@pytest.mark.parametrize(
	("availability", "problem"),
	[
		({"maintenance": {"exclusion": "weather"}}, "there is no exclusion 'weather'"),
		({"maintenance": {"calendar": "business"}}, "means nothing without notice"),
		({"minimum": "1 day"}, "counts working days"),
		({"target_percent": "99.9995"}, "more than 3 decimal places"),
		({"guarantees": [{"target_percent": 99}]}, "is missing"),
		({"guarantees": [{"services": ["APP"]}, {"services": ["APP"]}]}, "already used"),
		({"guarantees": [{"services": ["APP"], "components": "weighted"}]}, "no component has a weight"),
		(
			{
				"guarantees": [
					{
						"services": ["APP"],
						"components": "weighted",
						"parts": [
							{"code": "A", "label": "A", "weight": 0.7},
							{"code": "B", "label": "B", "weight": 0.4},
						],
					}
				]
			},
			"the weights come to 1.1",
		),
		({"credit": {"enabled": True}}, "is missing, although credits are enabled"),
		({"credit": {"fee": "25.000.000"}}, "is not an amount in rupiah"),
		({"credit": {"fee": "25.000"}}, "is not an amount in rupiah"),
		({"credit": {"scheme": {"kind": "steps"}}}, "is missing"),
		(
			{"credit": {"scheme": {"kind": "steps", "steps": [{"below": 99, "percent": 1}], "each": 1}}},
			"means nothing for `kind: steps`",
		),
		({"credit": {"scheme": {"kind": "per_missed_target"}}}, "is missing"),
		({"credit": {"window": {"kind": "days", "count": 0}}}, "is not a whole number from 1"),
	],
)
def test_what_is_refused_says_what_to_write(availability: Mapping[str, Any], problem: str) -> None:
	with pytest.raises(AgreementFileError) as refused:
		agreement_with(
			{name: value for name, value in availability.items() if name != "credit"},
			credit=availability.get("credit"),
		)
	assert problem in str(refused.value)


def test_days_of_the_month_are_what_a_scheme_without_days_means() -> None:
	scheme = {"kind": "per_begun_period", "daily_fees": 2, "days": "month"}
	file = agreement_with({}, credit={"scheme": scheme})
	assert file == agreement_with({}, credit={"scheme": {**scheme, "days": None}})
	assert parse(dump(file)) == file
