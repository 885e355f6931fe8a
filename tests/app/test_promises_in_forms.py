"""Availability, credits, pauses and causes in an agreement's form: kept to the letter, refused with their place, locked."""

import re
from typing import Any

import pytest
import yaml

from sla_id.agreements.file import parse
from sla_id.fixtures.sample_agreements import sample_agreement
from tests.app import world

NAME = "UJI-JANJI v1.0"


def whole_text(**changes: Any) -> str:
	"""The Innovasia sample with everything that can be said of availability, credits and pauses."""
	document = yaml.safe_load(re.sub(r"(?<=[{ ])on:(?= )", '"on":', sample_agreement("innovasia_mitra")))
	document["agreement"]["code"] = "UJI-JANJI"
	document["services"] = [
		{"code": "UJI-APP", "name": "Aplikasi", "children": [{"code": "UJI-API", "name": "API"}]},
		{"code": "UJI-MAIL", "name": "Surel"},
	]
	document["availability"] |= {
		"formula": "reduced_by_excluded_downtime",
		"calendar": "business",
		"unknown_counts_as": "left_out",
		"minimum": "300 s",
		"downtime_from": "declared",
		"part_month": "days_in_force",
		"services": ["UJI-APP", "UJI-MAIL"],
		"guarantees": [
			{
				"services": ["UJI-API"],
				"target_percent": 99.95,
				"calendar": "always",
				"components": "weighted",
				"parts": [
					{"code": "A", "label": "Basis data", "weight": 0.7},
					{"code": "B", "label": "Antarmuka", "weight": 0.3},
				],
			},
			{"services": ["UJI-MAIL"], "minimum": "1 min"},
		],
		"claims": {
			"within": "120 h",
			"decide_within": "72 h",
			"object_within": "72 h",
			"calendar": "always",
		},
		"statement": {"answer_within": "10 days"},
	}
	document["credit"] = {
		"enabled": True,
		"fee": "25000000.50",
		"scheme": {
			"kind": "steps",
			"steps": [{"below": 99.95, "percent": 10}, {"below": 95, "percent": 100}],
			"cap_percent": 50,
			"cap_amount": 10000000,
		},
		"window": {"kind": "working_days", "count": 5},
	}
	document["pause_reasons"] = [
		{"code": "data", "label": "Menunggu data", "evidence": True, "approval": True, "longest": "3 days"}
	]
	document["breach_causes"] = {"ask": True, "causes": [{"code": "code", "label": "Kesalahan program"}]}
	document |= changes
	return yaml.safe_dump(document, allow_unicode=True, sort_keys=False)


@pytest.fixture
def draft(site: Any) -> Any:
	from sla_id.agreements.records.load import load_agreement

	return site.get_doc("SLA Agreement", load_agreement(whole_text(), "janji.yaml", submit=False))


def test_everything_is_kept_to_the_letter(draft: Any, site: Any) -> None:
	from sla_id.agreements.records.read_agreement import read_agreement

	assert read_agreement(draft) == parse(whole_text())
	assert draft.credit_fee == "25000000.50"
	assert [row.service for row in draft.availability_services] == ["UJI-APP", "UJI-MAIL"]
	assert [(row.guarantee_row, row.weight) for row in draft.components] == [(1, 0.7), (1, 0.3)]
	draft.save()
	assert read_agreement(site.get_doc("SLA Agreement", draft.name)) == parse(whole_text())


def test_what_a_person_types_is_written_as_a_file_writes_it(draft: Any) -> None:
	draft.availability_minimum, draft.claims_within = "5 menit", "5 hari kerja"
	draft.credit_fee, draft.credit_cap_amount = " 30000000,5 ", "1000000.00"
	draft.save()
	assert (draft.availability_minimum, draft.claims_within) == ("5 min", "5 days")
	assert (draft.credit_fee, draft.credit_cap_amount) == ("30000000.50", "1000000")


def change(field: str, value: Any) -> Any:
	return lambda draft: draft.set(field, value)


def in_row(table: str, field: str, value: Any, row: int = 0) -> Any:
	return lambda draft: draft.get(table)[row].set(field, value)


REFUSED = {
	"a length": (change("claims_within", "soon"), "Claimed within"),
	"a minimum in days": (change("availability_minimum", "1 day"), "give hours, minutes or seconds"),
	"marks of thousands": (change("credit_fee", "25.000.000"), "is no amount"),
	"thousands that look like decimals": (change("credit_cap_amount", "25.000"), "is no amount"),
	"a cap": (change("credit_cap_percent", 101), "a number from 0 to 100"),
	"a percentage": (change("availability_percent", 950), "a number from 0 to 100"),
	"no percentage": (change("availability_percent", 0), "give the percentage"),
	"a negative fee": (change("credit_daily_fees", -2), "a number from 0 to 1000"),
	"no length of the window": (change("credit_window_count", 0), "give a number of days"),
	"no scheme": (change("credit_kind", ""), "choose how a missed month is credited"),
	"no steps": (change("credit_steps", []), "add a step"),
	"nothing for a missed target": (change("credit_kind", "Per Missed Target"), "give an amount"),
	"an exclusion": (change("maintenance_exclusion", "weather"), "is not among the exclusions"),
	"two steps": (in_row("credit_steps", "below", 95), "two steps for this figure"),
	"a step": (in_row("credit_steps", "percent", 0), "above 0, at most 100"),
	"weights": (in_row("components", "weight", 0.8), "Make them 1 together"),
	"a weight": (in_row("components", "weight", -0.5), "from 0 to 1"),
	"a component of no row": (in_row("components", "guarantee_row", 7), "no such row"),
	"no components": (change("components", []), "list the components"),
	"a row's service twice": (in_row("guarantees", "services", "UJI-MAIL"), "in another row already"),
	"a service that isn't there": (in_row("guarantees", "services", "NOTHING"), "there is no"),
	"another agreement's service": (
		in_row("guarantees", "services", "ITSM.01"),
		"no service of this agreement",
	),
	"a pause's length": (in_row("pause_reasons", "longest", "a while"), "is not a target"),
	"a cause twice": (
		lambda draft: draft.append("breach_causes", {"code": "code", "label": "Lagi"}),
		"Give each its own code",
	),
}


@pytest.mark.parametrize(("edit", "problem"), REFUSED.values(), ids=REFUSED)
def test_what_a_file_refuses_the_form_refuses_with_its_place(
	edit: Any, problem: str, draft: Any, site: Any
) -> None:
	edit(draft)
	with pytest.raises(site.ValidationError, match=problem):
		draft.save()


def test_the_same_text_is_approved_printed_and_run(site: Any) -> None:
	"""Submitted, it reads as what was signed; a change behind the app's back doesn't hold."""
	from sla_id.agreements.agreement_cache import effective_agreement
	from sla_id.agreements.records.load import load_agreement
	from sla_id.agreements.rules.availability_guarantee import guarantee_for, owed_credit
	from sla_id.agreements.working_calendars import agreed_calendar

	name = load_agreement(whole_text(), "janji.yaml")
	site.db.set_value("SLA Agreement", name, "credit_fee", "1")
	site.db.set_value("SLA Agreement Guarantee", {"parent": name, "idx": 1}, "target_percent", 50)
	site.clear_document_cache("SLA Agreement", name)
	agreement = effective_agreement((name,))
	credit = owed_credit(agreement)
	assert credit is not None and str(credit.fee) == "25000000.50"
	guarantee = guarantee_for(agreement, "UJI-API", lambda code: agreed_calendar(agreement, code))
	assert guarantee is not None and float(guarantee.target) == 0.9995


def test_a_calendar_that_a_guarantee_or_a_pause_counts_on_is_locked(site: Any) -> None:
	from sla_id.agreements.records.load import load_agreement

	text = whole_text(
		calendars={
			"business": yaml.safe_load(whole_text())["calendars"]["business"],
			"always": {"hours": "24x7"},
			"hours": {"hours": {"mon": [["08:00", "12:00"]]}},
			"pauses": {"hours": {"tue": [["08:00", "12:00"]]}},
		},
		availability={
			"target_percent": 99,
			"maintenance": {"notice": "3 days", "calendar": "hours"},
		},
		pause_reasons=[{"code": "data", "label": "Data", "longest": "4 h", "calendar": "pauses"}],
	)
	name = load_agreement(text, "kalender.yaml")
	for code in ("hours", "pauses"):
		calendar = site.get_doc("SLA Calendar", f"UJI-JANJI {code}")
		calendar.windows[0].end_time = "13:00"
		with pytest.raises(site.ValidationError, match=name):
			calendar.save()


def test_a_service_that_a_row_promises_is_not_deleted(draft: Any, site: Any) -> None:
	for row in list(draft.services):
		draft.remove(row)
	site.db.delete("SLA Agreement Service", {"parent": draft.name})
	with pytest.raises(site.LinkExistsError):
		site.delete_doc("SLA Service", "UJI-API")


def test_a_partner_sees_no_credit_that_is_off(site: Any) -> None:
	from sla_id.agreement_lifecycle.agreement_print import agreement_document
	from sla_id.agreements.document import to_html
	from sla_id.agreements.records.load import load_agreement

	off = yaml.safe_load(whole_text())["credit"] | {"enabled": False}
	name = load_agreement(whole_text(credit=off), "janji.yaml", partner=world.PARTNER)
	record = site.get_doc("SLA Agreement", name)
	assert record.credit_fee == "25000000.50"
	assert "25000000" not in record.signed_text
	assert "25.000.000" not in to_html(agreement_document(record, "id"))
