"""Records and bad input: every refusal names the field and says what to do; nothing that is signed can be changed."""

from pathlib import Path
from typing import Any

import pytest

from sla_id.agreements.records.load import load_agreement
from sla_id.fixtures.sample_agreements import sample_agreement
from tests.app import world
from tests.app.conftest import Clockwork


def refused(site: Any, values: dict[str, Any], *words: str) -> None:
	"""Inserting these values is refused with a message that holds all those words."""
	with pytest.raises(site.ValidationError) as caught:
		site.get_doc(values).insert()
	for word in words:
		assert word in str(caught.value), str(caught.value)


def calendar(**values: Any) -> dict[str, Any]:
	return {
		"doctype": "SLA Calendar",
		"calendar_name": "Uji",
		"time_zone": "Asia/Jakarta",
		"windows": [{"day": "Monday", "start_time": "09:00", "end_time": "17:00"}],
		**values,
	}


def test_overlapping_windows(site: Any) -> None:
	windows = [
		{"day": "Monday", "start_time": "09:00", "end_time": "13:00"},
		{"day": "Monday", "start_time": "12:00", "end_time": "17:00"},
	]
	refused(site, calendar(windows=windows), "Windows, Monday", "overlap", "end the first by 12:00")


def test_an_unknown_zone(site: Any) -> None:
	refused(site, calendar(time_zone="WIB"), "Time zone", "Asia/Jakarta")


def test_a_time_that_is_none(site: Any) -> None:
	windows = [{"day": "Monday", "start_time": "9 pagi", "end_time": "17:00"}]
	refused(site, calendar(windows=windows), "Windows, Monday, 1", "HH:MM")


def test_a_mistake_in_a_calendar_is_said_in_indonesian(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(site.local, "lang", "id")
	windows = [
		{"day": "Monday", "start_time": "09:00", "end_time": "13:00"},
		{"day": "Monday", "start_time": "12:00", "end_time": "17:00"},
	]
	refused(
		site,
		calendar(windows=windows),
		"Jendela waktu, Senin: jendela waktu bertumpang tindih: 09:00-13:00 dan 12:00-17:00; akhiri yang pertama pada 12:00",
	)
	shifts = [
		{"shift_name": "Ramadan", "from_date": "2026-03-20", "to_date": "2026-02-18", "day": "Monday"}
		| {"start_time": "08:00", "end_time": "15:00"}
	]
	refused(site, calendar(shifts=shifts), "Jam pengganti, 1, Sampai: 2026-02-18 lebih awal")


def test_mistakes_in_an_agreement_file_are_said_in_indonesian(
	site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	monkeypatch.setattr(site.local, "lang", "id")
	text = sample_agreement("innovasia_mitra")
	wrong = text.replace("target: 8 h", "target: 8 jamm", 1).replace(
		"default_priority: P2", "default_priority: P9", 1
	)
	assert wrong.count("jamm") == 1 and "P9" in wrong
	with pytest.raises(site.ValidationError) as caught:
		load_agreement(wrong, "uji.yaml", submit=False)
	said = str(caught.value)
	assert "memakai satuan" in said and "tidak dikenal; tulis menit, jam atau hari kerja" in said
	assert "tidak ada prioritas" in said
	assert "baris " in said and "kolom " in said


def test_24x7_typed_as_0000_to_2359_is_told_what_it_loses(site: Any) -> None:
	"""In the form while it is typed, and where it is saved by any other way; 24:00 is fine."""
	from sla_id.api.calendar import say_week

	def typed(end: str) -> dict[str, Any]:
		days = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
		return calendar(windows=[{"day": day, "start_time": "00:00", "end_time": end} for day in days])

	for end, early in (("23:59", True), ("23:59:59", True), ("24:00", False)):
		assert ("End it at 24:00" in say_week(typed(end))) is early
		site.local.message_log.clear()
		doc = site.get_doc(typed(end))
		doc.run_method("validate")
		assert any("End it at 24:00" in str(told) for told in site.local.message_log) is early
	shifts = [{"shift_name": "Ramadan", "from_date": "2026-02-18", "to_date": "2026-03-20", "day": "Monday"}]
	shifts[0] |= {"start_time": "08:00", "end_time": "23:59"}
	assert "End it at 24:00" in say_week(calendar(shifts=shifts))


def test_a_calendar_that_never_opens(site: Any) -> None:
	refused(site, calendar(windows=[]), "never opens", "24x7")


def test_an_agreement_without_a_default_priority(site: Any) -> None:
	refused(
		site,
		{
			"doctype": "SLA Agreement",
			"agreement_code": "UJI",
			"version": "1",
			"title": "Uji",
			"effective_from": "2026-01-01",
			"default_calendar": "INNOVASIA-MITRA business",
			"priorities": [{"priority": "P1"}, {"priority": "P2"}],
		},
		"Priorities",
		"Default",
	)


def test_a_wrong_number_in_a_target(site: Any) -> None:
	refused(
		site,
		{
			"doctype": "SLA Agreement",
			"agreement_code": "UJI",
			"version": "1",
			"title": "Uji",
			"effective_from": "2026-01-01",
			"default_calendar": "INNOVASIA-MITRA business",
			"targets": [{"clock": "response", "target": "-3 h"}],
		},
		"Targets, row 1, Target",
	)


def test_an_agreement_that_ends_before_it_starts(site: Any) -> None:
	refused(
		site,
		{
			"doctype": "SLA Agreement",
			"agreement_code": "UJI",
			"version": "1",
			"title": "Uji",
			"effective_from": "2026-01-01",
			"effective_to": "2025-12-31",
			"default_calendar": "INNOVASIA-MITRA business",
		},
		"To:",
		"after From",
	)


def test_a_circle_in_the_catalogue(site: Any) -> None:
	site.get_doc({"doctype": "SLA Service", "code": "A", "service_name": "A", "is_group": 1}).insert()
	site.get_doc(
		{"doctype": "SLA Service", "code": "B", "service_name": "B", "is_group": 1, "parent_sla_service": "A"}
	).insert()
	parent = site.get_doc("SLA Service", "A")
	parent.parent_sla_service = "B"
	with pytest.raises(site.ValidationError, match="part of each other"):
		parent.save()


def test_a_hole_in_a_matrix(site: Any) -> None:
	refused(
		site,
		{
			"doctype": "SLA Priority Matrix",
			"matrix_name": "Uji",
			"levels": [
				{"axis": "Urgency", "code": "H"},
				{"axis": "Impact", "code": "H"},
				{"axis": "Impact", "code": "L"},
			],
			"cells": [{"urgency": "H", "impact": "H", "priority": "P1"}],
		},
		"H / L",
	)


def test_a_file_with_mistakes_creates_nothing_and_names_each_line(site: Any) -> None:
	from sla_id.agreements.records.load import load_agreement
	from sla_id.fixtures.sample_agreements import sample_agreement

	text = (
		sample_agreement("innovasia_mitra").replace('"1.0"', '"9.0"').replace("target: 1 h", "target: 1 jm")
	)
	assert "1 jm" in text
	with pytest.raises(site.ValidationError) as caught:
		load_agreement(text, "mitra.yaml")
	assert "line " in str(caught.value)
	assert ".target" in str(caught.value)
	assert not site.db.exists("SLA Agreement", "INNOVASIA-MITRA v9.0")


def test_loading_twice_changes_nothing_and_a_signed_version_is_never_rewritten(site: Any) -> None:
	from sla_id.agreements.records.load import load_agreement
	from sla_id.fixtures.sample_agreements import sample_agreement

	text = sample_agreement("innovasia_mitra")
	before = site.db.count("SLA Agreement")
	assert load_agreement(text, "mitra.yaml", partner=world.PARTNER) == "INNOVASIA-MITRA v1.0"
	assert site.db.count("SLA Agreement") == before
	with pytest.raises(site.ValidationError, match="Raise the version"):
		load_agreement(text + "\n# changed\n", "mitra.yaml", partner=world.PARTNER)


def test_a_submitted_agreement_cannot_be_edited(site: Any) -> None:
	agreement = site.get_doc("SLA Agreement", "INNOVASIA-MITRA v1.0")
	agreement.targets[0].target = "99 h"
	with pytest.raises(site.UpdateAfterSubmitError):
		agreement.save()


def test_the_next_version_ends_the_one_before_and_moves_no_running_clock(
	clockwork: Clockwork, site: Any
) -> None:
	"""Complaint 15: an edit never moves a running or past deadline."""
	from sla_id.agreements.records.load import load_agreement
	from sla_id.fixtures.sample_agreements import sample_agreement

	host = next(host for host in world.HOSTS if site.db.exists("DocType", host))
	clockwork.at("2026-06-08 09:00")
	old = world.ticket(host, sla_id_priority="P1")
	text = sample_agreement("innovasia_mitra").replace('version: "1.0"\n', 'version: "2.0"\n', 1)
	text = text.replace("effective_from: 2025-01-01", "effective_from: 2026-06-09").replace(
		"target: 8 h", "target: 2 h"
	)
	assert load_agreement(text, "mitra.yaml", partner=world.PARTNER) == "INNOVASIA-MITRA v2.0"
	assert str(site.db.get_value("SLA Agreement", "INNOVASIA-MITRA v1.0", "ended_on")) == "2026-06-08"
	clockwork.at("2026-06-09 09:00")
	new = world.ticket(host, sla_id_priority="P1")
	world.change(old, subject="Masih", sla_id_impact="H")
	assert world.record(old).agreement == "INNOVASIA-MITRA v1.0"
	assert world.clock(old, "resolution").target_seconds == 8 * 3600
	assert world.clock(new, "resolution").target_seconds == 2 * 3600


def test_the_ledger_is_only_added_to(clockwork: Clockwork, site: Any) -> None:
	host = next(host for host in world.HOSTS if site.db.exists("DocType", host))
	world.ticket(host, sla_id_priority="P2")
	event = site.get_last_doc("SLA Event")
	event.reason = "nicer"
	with pytest.raises(site.ValidationError, match="Events can't be changed"):
		event.save(ignore_permissions=True)
	with pytest.raises(site.ValidationError, match="Events can't be deleted"):
		event.delete(ignore_permissions=True)


def test_every_kind_of_event_has_words(site: Any) -> None:
	"""In the portal and in the desk."""
	from sla_id.engine import EventType
	from sla_id.portal.event_words import say_event

	listed = Path(site.get_app_path("sla_id", "public", "js", "field_words.js")).read_text()
	listed = listed[listed.index("const EVENTS") :]
	for kind in EventType:
		assert say_event(kind.value) != kind.value, kind
		assert f"\t{kind.value}: __(" in listed, kind


def test_a_ticket_without_an_agreement_is_kept_and_says_what_is_missing(
	clockwork: Clockwork, site: Any
) -> None:
	"""Complaint 8: a ticket may have no SLA; and a partner without one is told about, not dropped."""
	host = next(host for host in world.HOSTS if site.db.exists("DocType", host))
	doc = world.ticket(host, raised_by="someone@elsewhere.example")
	record = world.record(doc)
	assert record.state == "No Agreement"
	assert "SLA Partner" in record.problem
	assert record.next_event_at is None


def test_partners_are_found_by_record_and_by_domain(clockwork: Clockwork, site: Any) -> None:
	from sla_id.agreements.partners import Reporter, find_partner

	partner = site.get_doc("SLA Partner", world.PARTNER)
	partner.email_domains = "maju.co.example\n@maju.example"
	contact = site.get_doc({"doctype": "Contact", "first_name": "Wati"}).insert(ignore_permissions=True)
	partner.append("links", {"link_doctype": "Contact", "link_name": contact.name})
	partner.save()
	assert find_partner(Reporter(contact=contact.name)) == world.PARTNER
	assert find_partner(Reporter(email="siapa@maju.co.example")) == world.PARTNER
	assert find_partner(Reporter(email="siapa@notmaju.example")) is None


def other_partner(**values: Any) -> dict[str, Any]:
	return {"doctype": "SLA Partner", "partner_code": "AAA", "partner_name": "Lama", **values}


def test_who_is_also_with_a_disabled_partner_is_with_the_other(site: Any) -> None:
	from sla_id.agreements.partners import Reporter, find_partner

	contact = site.get_doc({"doctype": "Contact", "first_name": "Wati"}).insert(ignore_permissions=True)
	theirs = {
		"links": [{"link_doctype": "Contact", "link_name": contact.name}],
		"contacts": [{"user": world.PARTNER_USER, "email": world.PARTNER_USER}],
	}
	old = site.get_doc(other_partner(disabled=1, **theirs)).insert()
	assert find_partner(Reporter(user=world.PARTNER_USER)) == world.PARTNER
	assert find_partner(Reporter(contact=contact.name)) is None
	partner = site.get_doc("SLA Partner", world.PARTNER)
	partner.append("links", {"link_doctype": "Contact", "link_name": contact.name})
	partner.save()
	assert find_partner(Reporter(contact=contact.name)) == world.PARTNER
	old.disabled = 0
	with pytest.raises(site.ValidationError, match=world.PARTNER):
		old.save()


@pytest.mark.parametrize(
	("values", "words"),
	[
		({"contacts": [{"user": world.PARTNER_USER}]}, ("row 1", world.PARTNER_USER)),
		({"contacts": [{"email": "Budi@Maju.example"}]}, ("row 1", "Budi@Maju.example")),
		({"email_domains": "lain.example\n@MAJU.co.example"}, ("E-mail domains", "maju.co.example")),
	],
)
def test_nobody_belongs_to_two_partners(values: dict[str, Any], words: tuple[str, ...], site: Any) -> None:
	partner = site.get_doc("SLA Partner", world.PARTNER)
	partner.email_domains = "maju.co.example"
	partner.save()
	refused(site, other_partner(**values), world.PARTNER, *words)
	site.get_doc(other_partner(disabled=1, **values)).insert()


def level(**values: Any) -> dict[str, Any]:
	return {
		"doctype": "SLA Agreement",
		"agreement_code": "UJI",
		"version": "1",
		"title": "Uji",
		"provider": "PT Uji",
		"effective_from": "2026-01-01",
		"based_on": "INNOVASIA-MITRA",
		**values,
	}


@pytest.mark.parametrize(
	("values", "words"),
	[
		({"hours_per_day": 30}, ("Hours per working day", "at most 24")),
		({"hours_per_day": -3}, ("Hours per working day",)),
		({"working_day": "", "hours_per_day": 30}, ("Hours per working day",)),
		({"at_risk_percent": 500}, ("At risk after", "at most 100")),
		({"at_risk_percent": -5}, ("At risk after",)),
		(
			{"priorities": [{"priority": "P1", "is_default": 1}, {"priority": "P2", "is_default": 1}]},
			("Priorities", "2 rows have it"),
		),
		({"based_on": "TIDAK-ADA"}, ("Based on", "TIDAK-ADA")),
		({"based_on": "UJI"}, ("Based on", "each other", "UJI → UJI")),
	],
)
def test_what_a_level_says_itself_is_checked(
	values: dict[str, Any], words: tuple[str, ...], site: Any
) -> None:
	refused(site, level(**values), *words)


def test_a_level_may_leave_open_what_it_inherits(site: Any) -> None:
	site.get_doc(level(hours_per_day=0, at_risk_percent=0, priorities=[{"priority": "P1"}])).insert()


def test_a_circle_of_agreements(site: Any) -> None:
	first = site.get_doc(level()).insert()
	site.get_doc(level(agreement_code="LAIN", based_on="UJI")).insert()
	first.based_on = "LAIN"
	with pytest.raises(site.ValidationError, match="UJI → LAIN → UJI"):
		first.save()


def test_holidays_are_loaded_once_and_own_rows_stay(site: Any) -> None:
	from sla_id.agreements.holidays import load_year

	listed = site.get_doc("SLA Holiday List", "ID 2026")
	assert {row.holiday_class for row in listed.holidays} == {"National", "Cuti Bersama"}
	assert all(row.decree for row in listed.holidays)
	listed.append(
		"holidays",
		{
			"holiday_date": "2026-06-22",
			"holiday_name": "HUT DKI Jakarta",
			"holiday_class": "Regional",
			"region": "DKI Jakarta",
		},
	)
	listed.save()
	count = len(listed.holidays)
	load_year(2026)
	again = site.get_doc("SLA Holiday List", "ID 2026")
	assert len(again.holidays) == count
	assert any(row.origin == "Site" for row in again.holidays)


def test_a_year_without_a_decree_is_estimated_and_says_what_is_missing(site: Any) -> None:
	from sla_id.agreements.holidays import load_year

	listed = site.get_doc("SLA Holiday List", load_year(2029))
	assert listed.basis == "Estimated"
	assert listed.holidays
	assert {row.basis for row in listed.holidays} == {"Estimated"}
	assert "cuti bersama" in listed.gaps.lower()


@pytest.mark.parametrize(
	("clock", "starts_on"),
	[
		*((clock, "received") for clock in ("response", "workaround", "resolution", "permanent_fix")),
		*(("next_update", starts_on) for starts_on in ("received", "partner_replied")),
	],
)
def test_what_meets_a_clock_is_what_its_text_says(clock: str, starts_on: str, site: Any) -> None:
	"""A target typed in the desk without "met by": the signed text said one thing, the clocks followed another."""
	from sla_id.agreements.build_terms import build_terms
	from sla_id.agreements.choose import Choice
	from sla_id.agreements.records.read_agreement import read_agreement
	from tests.app.conftest import wib

	draft = site.copy_doc(site.get_doc("SLA Agreement", "INNOVASIA-MITRA v1.0"))
	draft.update({"version": "9.0", "effective_from": "2027-01-01", "docstatus": 0})
	draft.set("targets", [])
	draft.append("targets", {"clock": clock, "target": "4 h", "priority": "P2", "starts_on": starts_on})
	draft.insert()
	row = next(row for row in read_agreement(draft).targets if row.clock == clock)
	terms = build_terms(Choice(draft.name, partner=draft.partner, priority="P2"), wib("2027-02-01 09:00"))
	runs = next(entry for entry in terms.clocks if entry.kind == clock)
	assert {str(event) for event in runs.meeting} == set(row.met_by)
	assert runs.needs_all is (row.met_when == "all")


def test_what_is_read_of_a_ticket_is_typed(site: Any) -> None:
	"""mypy's view of SLA Ticket and its rows (ticket_record.py) has the fields of the DocTypes, and no others."""
	from sla_id import ticket_record

	of_frappe = {"name", "idx", "creation"}
	for doctype, protocol in (
		("SLA Ticket", ticket_record.TicketRecord),
		("SLA Ticket Clock", ticket_record.ClockRecord),
		("SLA Ticket Fact", ticket_record.FactRecord),
	):
		layout = {"Section Break", "Column Break", "Tab Break", "HTML"}
		fields = {field.fieldname for field in site.get_meta(doctype).fields if field.fieldtype not in layout}
		assert set(protocol.__annotations__) - of_frappe == fields, doctype
