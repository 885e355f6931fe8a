"""Statements: drafted once a month is over, reviewed, sealed into a chain, revised; nothing of it changes in silence.

April 2026 has 2,592,000 s; 95 % of it allows 129,600 s down.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sla_id.audit_trail import read_trail
from sla_id.exclusions.decide_claim import decide_claim
from sla_id.maintenance.carry_out import announce_maintenance, end_maintenance, start_maintenance
from sla_id.outages.record_outage import correct_outage, end_outage
from sla_id.statements.close_months import close_months, refresh_drafts
from sla_id.statements.compute_statement import compute_statement
from sla_id.statements.credit_notes import approve_note, reject_note
from sla_id.statements.draft_statement import (
	differences_now,
	draft_statement,
	refresh_statement,
	revise_after_decision,
	revise_statement,
)
from sla_id.statements.seal_statement import seal_statement
from sla_id.statements.verify_statements import verify_statements
from sla_id.sweep.self_check.run_self_check import run_self_check
from tests.app import world
from tests.app.conftest import Clockwork
from tests.app.exclusion_world import claim, span
from tests.app.maintenance_world import plan
from tests.app.outage_world import april, outage
from tests.app.statement_world import (
	APRIL,
	LAIN,
	NOTE,
	SECOND_MANAGER,
	STATEMENT,
	TOKO,
	agree,
	content,
	down,
	line,
	note,
	prepare,
)

MISSED = ("10 00:00", "11 12:00:01")
"""129,601 s."""


def build_scene(site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-03-02 10:00:00.000001")
	prepare()


@pytest.fixture(autouse=True)
def over(site: Any, clockwork: Clockwork) -> None:
	"""It is Monday, 4 May 2026."""
	clockwork.at("2026-05-04 12:00")


def drafted(partner: str = TOKO, month: date = APRIL) -> str:
	found = draft_statement(partner, month)
	assert found
	return found


def sealed(partner: str = TOKO, month: date = APRIL) -> str:
	name = drafted(partner, month)
	seal_statement(name)
	return name


def says() -> list[str]:
	return [f"{found.name}: {found.says}" for found in verify_statements()]


def state(site: Any, name: str, doctype: str = STATEMENT) -> str:
	found: str = site.db.get_value(doctype, name, "state")
	return found


# the month's end


def test_the_job_drafts_last_month_once(site: Any) -> None:
	# MariaDB keeps its Error Log in a table that nothing is rolled back in
	logged = site.db.count("Error Log")
	down(*MISSED)
	made = close_months()
	rows = {row.name: row.partner for row in site.get_all(STATEMENT, fields=["name", "partner"])}
	assert sorted(made) == sorted(rows) and {TOKO, LAIN, world.PARTNER} <= set(rows.values())
	assert close_months() == []
	docs = [site.get_doc(STATEMENT, name) for name in rows]
	assert {(doc.state, str(doc.month), doc.revision, doc.drafted_by) for doc in docs} == {
		("Draft", "2026-04-01", 1, None)
	}
	assert site.get_all(NOTE, pluck="partner") == [TOKO]
	assert site.db.count("Error Log") == logged


@pytest.mark.parametrize(
	("at", "zone", "drafts"),
	[
		("2026-04-30 23:59:59", "Asia/Jakarta", False),
		("2026-05-01 00:00:00", "Asia/Jakarta", True),
		("2026-04-30 22:00:00", "Asia/Jayapura", True),  # 00:00 WIT
		("2026-04-30 21:59:59", "Asia/Jayapura", False),
	],
)
def test_a_month_ends_in_the_agreements_zone(
	site: Any, clockwork: Clockwork, at: str, zone: str, drafts: bool
) -> None:
	agree("ZONA", LAIN, version="1.1", since="2026-03-01", zone=zone)
	site.db.set_value("SLA Agreement", "LAIN v1.0", "ended_on", "2026-02-28")
	clockwork.at(at)
	close_months()
	assert bool(site.db.exists(STATEMENT, {"partner": LAIN, "month": APRIL})) is drafts


def test_missed_months_are_made_up_for(site: Any, clockwork: Clockwork) -> None:
	drafted()
	clockwork.at("2026-08-02 12:00")
	close_months()
	months = site.get_all(STATEMENT, filters={"partner": TOKO}, pluck="month", order_by="month")
	assert [str(month)[:7] for month in months] == ["2026-04", "2026-05", "2026-06", "2026-07"]
	assert len(site.get_all(STATEMENT, filters={"partner": LAIN})) == 1  # its first


def test_a_month_that_isnt_over_is_refused(site: Any) -> None:
	with pytest.raises(site.ValidationError, match="2026-05 isn't over"):
		draft_statement(TOKO, date(2026, 5, 1))
	assert draft_statement(TOKO, date(2025, 12, 1)) is None  # nothing was agreed


def test_what_a_statement_says(site: Any) -> None:
	one = down(*MISSED, cause="Sertifikat")
	two = down("11 10:00", "11 13:00:01")  # an hour of it is new
	name = drafted()
	doc = site.get_doc(STATEMENT, name)
	assert (doc.missed, doc.credit, doc.title) == (1, 25_000_000, "PT Toko 2026-04")
	api = line(name)
	assert api["figures"]["counted_seconds"] == "133201" and api["figures"]["met"] is False
	assert api["figures"]["availability"] == "94.8610"  # 94.86107…, never up
	assert [(row["key"], row["counted_seconds"]) for row in api["outages"]] == [
		(one, "129601"),
		(two, "3600"),
	]
	assert api["outages"][0]["cause"] == "Sertifikat" and api["outages"][0]["end"] == "2026-04-11T05:00:01Z"
	assert api["versions"][0]["hash"] == site.db.get_value("SLA Agreement", "TOKO v1.0", "content_hash")
	assert line(name, "SITUS")["figures"]["availability"] == "100.0000"
	rows = [(row.kind, row.label, row.met or None, row.amount) for row in doc.lines]
	assert rows == [
		("Service", "Antarmuka", "Missed", None),
		("Service", "Situs", "Kept", None),
		("Credit", "Restitusi", None, "25000000.00"),
	]


def test_an_outage_beyond_the_month_has_no_end_here(site: Any, clockwork: Clockwork) -> None:
	open_one = down("30 23:00", None)
	name = sealed()
	assert (line(name)["outages"][0]["end"], line(name)["figures"]["counted_seconds"]) == (None, "3600")
	clockwork.at("2026-05-04 15:00")
	end_outage(open_one, april("2026-05-04 13:00"))
	assert differences_now(site.get_doc(STATEMENT, name)) == []  # its end is no matter of April's


def test_a_version_change_has_both_figures_and_both_credits(site: Any) -> None:
	"""95 %, from the 16th 99 %; 12 h down on the 14th, 4 h on the 20th: 96.6667 met, 98.8889 missed."""
	site.db.set_value("SLA Agreement", "TOKO v1.0", "ended_on", "2026-04-15")
	agree(TOKO, TOKO, version="2.0", since="2026-04-16", target="99")
	down("14 06:00", "14 18:00")
	down("20 06:00", "20 10:00")
	name = drafted()
	lines = [entry for entry in content(name)["lines"] if entry["service"] == "API"]
	assert [(entry["figures"]["availability"], entry["figures"]["met"]) for entry in lines] == [
		("96.6667", True),
		("98.8888", False),
	]
	credits_ = content(name)["credits"]
	assert [(entry["agreement"], entry["first"], entry["last"]) for entry in credits_] == [
		("TOKO v1.0", "2026-04-01", "2026-04-15"),
		("TOKO v2.0", "2026-04-16", "2026-04-30"),
	]
	# both lie below 99: 25 % of half the fee each
	assert [entry["amount"] for entry in credits_] == ["3125000.00", "3125000.00"]
	doc = note(name)
	assert (doc.amount, [row.amount for row in doc.lines]) == (6_250_000, [3_125_000, 3_125_000])


def test_missed_targets_are_counted(site: Any) -> None:
	site.db.set_value("SLA Agreement", "TOKO v1.0", "ended_on", "2026-03-31")
	agree(
		TOKO,
		TOKO,
		version="2.0",
		since="2026-04-01",
		scheme="{kind: per_missed_target, each: 500000, percent_of_fee: 10, cap_percent: 20}",
		fee="8000000",
	)
	for number in range(2):
		site.get_doc(
			{
				"doctype": "SLA Ticket",
				"reference_doctype": "HD Ticket" if site.db.exists("DocType", "HD Ticket") else "Issue",
				"reference_name": f"T{number}",
				"partner": TOKO,
				"clocks": [
					{"clock": "resolution", "due_utc": f"2026-04-1{number} 03:00:00", "breached": 1},
					{"clock": "ola", "due_utc": "2026-04-11 03:00:00", "breached": 1},
					{"clock": "response", "due_utc": "2026-05-11 03:00:00", "breached": 1},
				],
			}
		).insert(ignore_permissions=True, ignore_links=True)
	name = drafted()
	(credit,) = content(name)["credits"]
	assert (credit["before_cap"], credit["amount"]) == ("1800000.00", "1600000.00")
	assert [row["ticket"] for row in credit["missed"]] == ["T0", "T1"]
	assert (note(name).before_cap, note(name).amount) == (1_800_000, 1_600_000)


def test_a_credit_without_its_fee_says_so(site: Any) -> None:
	site.db.set_value("SLA Agreement", "TOKO v1.0", "ended_on", "2026-03-31")
	agree(TOKO, TOKO, version="2.0", since="2026-04-01", fee="null")
	down(*MISSED)
	name = drafted()
	assert content(name)["credits"][0]["problem"] == "no_fee" and note(name) is None


def test_the_credit_note(site: Any) -> None:
	down(*MISSED)
	doc = note(drafted())
	assert (doc.amount, doc.before_cap, doc.words) == (25_000_000, 25_000_000, "dua puluh lima juta rupiah")
	assert [(row.label, row.amount) for row in doc.lines] == [("Antarmuka", 25_000_000)]
	assert str(doc.claim_until_utc) == "2026-05-08 16:59:59"  # five working days, 1 May is a holiday


# drafts


def test_a_draft_follows_the_records(site: Any) -> None:
	name = drafted()
	assert note(name) is None and not refresh_statement(name)
	outage = down(*MISSED)
	assert refresh_drafts() == 1
	assert site.get_doc(STATEMENT, name).missed == 1 and note(name).amount == 25_000_000
	correct_outage(outage, {"ended": april("10 00:10")}, "the log says so")
	assert refresh_statement(name)
	assert (note(name).state, note(name).amount) == ("Rejected", 0)
	correct_outage(outage, {"ended": april("11 12:00:01")}, "it doesn't")
	refresh_statement(name)
	assert (note(name).state, note(name).amount) == ("Draft", 25_000_000)
	assert verify_statements() == [] and run_self_check().left == []


def test_what_has_changed_since_it_was_reviewed_isnt_sealed(site: Any) -> None:
	name = drafted()
	down(*MISSED)
	with pytest.raises(site.ValidationError, match="changed since it was drafted"):
		seal_statement(name)
	refresh_statement(name)
	seal_statement(name)
	with pytest.raises(site.ValidationError, match="Sealed"):
		seal_statement(name)
	with pytest.raises(site.ValidationError, match="Sealed"):
		refresh_statement(name)


# the seal


def test_seals_form_a_chain_per_partner(site: Any, clockwork: Clockwork) -> None:
	first, other = sealed(), sealed(LAIN)
	clockwork.at("2026-06-02 09:00")
	second = sealed(month=date(2026, 5, 1))
	docs = [site.get_doc(STATEMENT, name) for name in (first, second, other)]
	assert [doc.number for doc in docs] == [1, 2, 1]
	assert docs[1].previous_seal == docs[0].seal and not docs[2].previous_seal
	assert docs[0].sealed_by == "Administrator" and str(docs[0].sealed_utc) == "2026-05-04 05:00:00"
	assert str(docs[0].answer_until_utc) == "2026-05-11 05:00:00"  # five working days of eight hours
	assert content(first)["sealed"]["answer_until"] == "2026-05-11T05:00:00Z"
	assert [entry.kind for entry in read_trail(STATEMENT, first)] == ["Drafted", "Sealed"]
	assert verify_statements() == [] and run_self_check().left == []


TAMPERED = [
	(
		"update `tabSLA Statement` set content = replace(content, '129601', '3600') where name = %s",
		"isn't what was sealed",
	),
	("update `tabSLA Statement` set seal = concat('0', substr(seal, 2)) where name = %s", "its seal isn't"),
	("update `tabSLA Statement` set credit = 1 where name = %s", "credit is"),
	("update `tabSLA Statement` set missed = 0 where name = %s", "missed is"),
	("update `tabSLA Statement` set reason = 'x' where name = %s", "reason is"),
	("update `tabSLA Statement Line` set met = 'Kept' where parent = %s", "its lines aren't"),
	(
		"update `tabSLA Statement Line` set amount = '1.00' where parent = %s and kind = 'Credit'",
		"its lines aren't",
	),
	("update `tabSLA Credit Note` set amount = 1 where statement = %s", "its amounts aren't"),
	("delete from `tabSLA Credit Note` where statement = %s", "its credit note is gone"),
	("delete from `tabSLA Statement` where name = %s", "is gone"),
	("update `tabSLA Statement` set number = 0 where name = %s", "sealed no more"),
	("update `tabSLA Statement` set number = 3 where name = %s", "1 was due"),
]


@pytest.mark.parametrize(("query", "found"), TAMPERED, ids=[found for _query, found in TAMPERED])
def test_what_is_changed_in_the_database_is_found(site: Any, query: str, found: str) -> None:
	down(*MISSED)
	name = sealed()
	assert says() == []
	if site.db.db_type == "sqlite":
		query = query.replace("concat('0', substr(seal, 2))", "'0' || substr(seal, 2)")
	site.db.sql(query, name)
	site.clear_document_cache(STATEMENT, name)
	assert any(found in entry for entry in says()), says()
	left = run_self_check().left
	assert any(str(entry.kind) == "statement" and found in entry.says for entry in left)


def test_a_statement_forged_whole_is_known_by_its_trail_and_the_next(site: Any, clockwork: Clockwork) -> None:
	from sla_id.statements.seal_chain import seal_of

	down(*MISSED)
	first = sealed()
	clockwork.at("2026-06-02 09:00")
	second = sealed(month=date(2026, 5, 1))
	doc = site.get_doc(STATEMENT, first)
	text = doc.content.replace('"met":false', '"met":true')
	site.db.set_value(STATEMENT, first, {"content": text, "seal": seal_of(TOKO, 1, "", text)})
	found = says()
	assert f"{second}: it doesn't follow from the statement before it" in found
	assert f"{first}: its seal isn't the one in its trail" in found


LATER = [
	("update `tabSLA Outage` set ended_utc = '2026-04-10 02:00:00'", "counted_seconds"),
	("update `tabSLA Outage` set cause = 'x'", "cause"),
	("update `tabSLA Outage` set status = 'Withdrawn'", "outages"),
	("delete from `tabSLA Outage`", "outages"),
	("delete from `tabSLA Outage Service`", "outages"),
	("update `tabSLA Outage` set impact_percent = 50", "impact_percent"),
]


@pytest.mark.parametrize(("query", "where"), LATER)
def test_a_later_change_of_an_outage_is_found(site: Any, query: str, where: str) -> None:
	down(*MISSED)
	name = sealed()
	site.db.sql(query)
	assert any(where in entry and "differs since sealing" in entry for entry in says()), says()
	assert all(found.later for found in verify_statements())
	assert content(name)["lines"][0]["figures"]["counted_seconds"] == "129601"  # the sealed one stays


def test_nobody_writes_or_deletes_past_the_room(site: Any) -> None:
	down(*MISSED)
	name = sealed()
	for doctype, held in ((STATEMENT, name), (NOTE, note(name).name)):
		doc = site.get_doc(doctype, held)
		with pytest.raises(site.PermissionError):
			doc.save()
		with pytest.raises(site.PermissionError):
			site.delete_doc(doctype, held)
	with pytest.raises(site.PermissionError):
		site.get_doc(STATEMENT, name).lines[0].delete()


# revisions


def test_a_corrected_outage_makes_a_revision_and_takes_the_credit_back(site: Any) -> None:
	outage = down(*MISSED)
	name = sealed()
	site.set_user(world.LEAD)
	approve_note(note(name).name)
	site.set_user("Administrator")
	correct_outage(outage, {"ended": april("10 01:00")}, "the log says so")
	assert [found.path[-1] for found in differences_now(site.get_doc(STATEMENT, name))]
	with pytest.raises(site.ValidationError, match="Reason"):
		revise_statement(name, " ")
	revised = revise_statement(name, "the outage was shorter", by=world.LEAD)
	assert revise_statement(name, "once more") == revised  # one draft
	doc = site.get_doc(STATEMENT, revised)
	assert (doc.revision, doc.state, doc.replaces, doc.reason) == (2, "Draft", name, "the outage was shorter")
	reversal = note(revised, "Reversal")
	assert (reversal.amount, reversal.reverses) == (-25_000_000, note(name).name)
	assert reversal.words == "minus dua puluh lima juta rupiah" and note(revised).amount == 2_500_000
	assert state(site, name) == "Sealed"
	seal_statement(revised)
	assert (state(site, name), state(site, revised)) == ("Replaced", "Sealed")
	assert content(revised)["replaces"] == site.db.get_value(STATEMENT, name, "seal")
	assert content(name)["lines"][0]["figures"]["counted_seconds"] == "129601"
	assert verify_statements() == [] and run_self_check().left == []


def test_who_drafted_by_hand_doesnt_approve(site: Any) -> None:
	outage = down(*MISSED)
	name = sealed()
	first = note(name).name
	correct_outage(outage, {"ended": april("12 00:00")}, "longer")
	revised = revise_statement(name, "longer", by=world.LEAD)
	seal_statement(revised)
	site.set_user(world.LEAD)
	for kind in ("Credit", "Reversal"):
		with pytest.raises(site.PermissionError):
			approve_note(note(revised, kind).name)
	site.set_user(SECOND_MANAGER)
	with pytest.raises(site.ValidationError, match="isn't approved"):
		approve_note(note(revised, "Reversal").name)
	approve_note(first)
	approve_note(note(revised, "Reversal").name)
	approve_note(note(revised).name)
	doc = note(revised)
	assert (doc.state, doc.approved_by) == ("Approved", SECOND_MANAGER)
	with pytest.raises(site.ValidationError, match="Approved"):
		approve_note(doc.name)


def test_a_rejected_credit_takes_its_reversal_with_it(site: Any) -> None:
	outage = down(*MISSED)
	name = sealed()
	correct_outage(outage, {"ended": april("10 01:00")}, "shorter")
	revised = revise_statement(name, "shorter")
	with pytest.raises(site.ValidationError, match="Reason"):
		reject_note(note(name).name, "")
	reject_note(note(name).name, "never sent")
	assert (note(name).state, note(revised, "Reversal").state) == ("Rejected", "Rejected")
	assert {str(entry.kind) for entry in run_self_check().left} == {
		"statement"
	}  # its revision isn't sealed yet


def test_a_credit_of_a_draft_isnt_approved(site: Any) -> None:
	down(*MISSED)
	name = drafted()
	with pytest.raises(site.ValidationError, match="Seal"):
		approve_note(note(name).name)


def test_a_decision_refreshes_drafts_and_revises_what_is_sealed(site: Any) -> None:
	outage = down(*MISSED)
	draft, name = drafted(LAIN), sealed()
	revise_after_decision(TOKO, date(2026, 4, 2), date(2026, 4, 2))
	assert not site.db.exists(STATEMENT, {"replaces": name})  # nothing differs
	site.db.set_value("SLA Outage", outage, "ended_utc", "2026-04-09 18:00:00")
	revise_after_decision(TOKO, date(2026, 3, 30), date(2026, 5, 2))
	revise_after_decision(TOKO, date(2026, 4, 1), date(2026, 4, 1))
	(revised,) = site.get_all(STATEMENT, filters={"replaces": name}, pluck="name")
	assert line(revised)["figures"]["counted_seconds"] == "3600"
	assert note(revised, "Reversal").amount == -25_000_000
	assert state(site, draft) == "Draft"
	site.db.set_value("SLA Outage", outage, "ended_utc", "2026-04-09 17:30:00")
	revise_after_decision(TOKO, date(2026, 4, 1), date(2026, 4, 1))
	assert line(revised)["figures"]["counted_seconds"] == "1800"  # the draft follows
	assert len(site.get_all(NOTE, filters={"kind": "Reversal"})) == 1


def test_a_claim_granted_after_sealing(site: Any) -> None:
	"""Both figures while it is open; granted, it makes a revision and takes the credit back, in the same act."""
	down(*MISSED)
	claimed = claim("10 00:00", "11 12:00:01", partner=TOKO, class_code="third_party")
	name = sealed()
	api = line(name)
	assert (api["figures"]["met"], api["figures"]["if_all_granted"]) == (None, "100.0000")
	(told,) = api["exclusions"]
	assert (told["key"], told["status"], told["label"]["en"]) == (claimed, "Open", "Third-party failure")
	assert note(name).amount == 25_000_000
	site.set_user(SECOND_MANAGER)
	decide_claim(claimed, [span("10 00:00", "11 06:00")], "their data centre failed")
	(revised,) = site.get_all(STATEMENT, filters={"replaces": name}, pluck="name")
	(told,) = line(revised)["exclusions"]
	assert told["status"] == "Partly Granted" and told["granted"] == [
		["2026-04-09T17:00:00Z", "2026-04-10T23:00:00Z"]
	]
	assert line(revised)["figures"]["counted_seconds"] == "21601" and line(revised)["figures"]["met"] is True
	assert note(revised, "Reversal").amount == -25_000_000
	assert note(revised).amount == 2_500_000  # 99.1666 lies below 99.9
	assert content(name)["lines"][0]["exclusions"][0]["status"] == "Open"


def test_maintenance_told_in_time_stands_on_its_line(site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-04-01 09:00")
	name = plan("2026-04-20 22:00", "2026-04-21 02:00", "API", partners=(TOKO,))
	announce_maintenance(name)
	clockwork.at("2026-04-20 22:00")
	start_maintenance(name, april("20 22:00"))
	clockwork.at("2026-04-21 03:00")
	end_maintenance(name, april("21 03:00"), "an hour longer")
	down("20 22:00", "21 03:00")
	clockwork.at("2026-05-04 12:00")
	api = line(drafted())
	(told,) = api["exclusions"]
	assert (told["key"], told["kind"], told["granted"]) == (
		name,
		"maintenance",
		[["2026-04-20T15:00:00Z", "2026-04-20T19:00:00Z"]],
	)
	assert (api["figures"]["excluded_seconds"], api["figures"]["counted_seconds"]) == ("14400", "3600")


def test_what_counts_is_the_outage_of_the_part_that_is_not_excluded(site: Any) -> None:
	"""A down 08–12 and granted; B down 09–10 with it: the hour that counts is B's, though A's began first."""
	first = outage("10 08:00", "10 12:00", "API/A", partners=(TOKO,))
	second = outage("10 09:00", "10 10:00", "API/B", partners=(TOKO,))
	granted = claim("10 08:00", "10 12:00", "API/A", partner=TOKO, class_code="third_party")
	site.set_user(SECOND_MANAGER)
	decide_claim(granted, [span("10 08:00", "10 12:00")], "their data centre failed")
	api = line(drafted())
	assert (api["figures"]["excluded_seconds"], api["figures"]["counted_seconds"]) == ("10800", "3600")
	assert {row["key"]: (row["down_seconds"], row["counted_seconds"]) for row in api["outages"]} == {
		first: ("10800", "0"),
		second: ("3600", "3600"),
	}
	assert [entry["key"] for entry in api["exclusions"]] == [granted]


def test_ten_thousand_outages(site: Any) -> None:
	"""A statement of them in a few seconds, its column adding up."""
	import time

	from sla_id.bulk import insert_rows, stamp_new

	start = april("01 00:00")
	from datetime import timedelta

	from sla_id.instants import to_utc

	rows, services = [], []
	for number in range(10_000):
		at = start + timedelta(seconds=250 * number)
		name = f"OUT-X{number}"
		rows.append(
			{
				**stamp_new(),
				"name": name,
				"title": "x",
				"status": "Ended",
				"started_utc": to_utc(at),
				"ended_utc": to_utc(at + timedelta(seconds=300)),
				"impact_percent": 100,
			}
		)
		services.append(
			{
				**stamp_new(),
				"name": f"S{number}",
				"parent": name,
				"parenttype": "SLA Outage",
				"parentfield": "services",
				"idx": 1,
				"service": "API",
			}
		)
	insert_rows("SLA Outage", rows)
	insert_rows("SLA Outage Service", services)
	begun = time.monotonic()
	computed = compute_statement(TOKO, APRIL)
	assert computed and time.monotonic() - begun < 10
	api = computed.content["lines"][0]
	column = sum((Decimal(row["counted_seconds"]) for row in api["outages"]), Decimal(0))
	assert len(api["outages"]) == 10_000 and column == Decimal(api["figures"]["counted_seconds"])
