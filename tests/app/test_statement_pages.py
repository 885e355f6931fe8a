"""The partner's pages of statements, their answers, the words of the sum, and the rights of everybody (docs/statements.md)."""

import json
import re
from typing import Any

import pytest

from sla_id.audit_trail import read_trail
from sla_id.outages.record_outage import correct_outage
from sla_id.statements.answer_statement import accept_unanswered, answer_lines, reply_to_dispute
from sla_id.statements.describe_statement import describe_statement, sla_id_print_statement
from sla_id.statements.draft_statement import draft_statement, revise_statement
from sla_id.statements.seal_statement import seal_statement
from sla_id.sweep.self_check.run_self_check import run_self_check
from tests.app import world
from tests.app.conftest import Clockwork
from tests.app.outage_world import april
from tests.app.routes import Answer, ask
from tests.app.statement_world import APRIL, LAIN, PEOPLE, STATEMENT, TOKO, agree, down, note, prepare

DEWI, AGUS = PEOPLE[TOKO], PEOPLE[LAIN]
HOSTILE = "<b>tebal</b> {{ 7*7 }} <script>alert(1)</script><img src=x onerror=alert(1)>"
PAGE = "/sla/statements/"
DESCRIBE = "/api/method/sla_id.api.statements.describe"


def build_scene(site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-03-02 10:00:00.000001")
	prepare()


@pytest.fixture(autouse=True)
def over(site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-05-04 12:00")


@pytest.fixture
def sealed(site: Any) -> str:
	down("10 00:00", "11 12:00:01", title=HOSTILE, cause=HOSTILE)
	name = draft_statement(TOKO, APRIL)
	assert name
	seal_statement(name)
	return name


def page(name: str, user: str = DEWI, language: str = "id", **form: str) -> Answer:
	"""The page of a statement, or what its form answers."""
	import frappe

	before, frappe.local.lang = frappe.local.lang, language
	try:
		if form:
			return ask(user, "POST", f"{PAGE}{name}", {**form, "_lang": language}, undo=False)
		return ask(user, "GET", f"{PAGE}{name}", {"_lang": language})
	finally:
		frappe.local.lang = before


def rows(site: Any, name: str) -> dict[str, Any]:
	return {row.label: row for row in site.get_doc(STATEMENT, name).lines}


def plain(html: str) -> str:
	return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_sum_in_full_in_both_languages(site: Any, sealed: str) -> None:
	indonesian, english = (plain(page(sealed, language=language).text) for language in ("id", "en"))
	for said in (
		"(2.592.000 − 129.601) ÷ 2.592.000 × 100 = 94,9999 %",
		"2.592.000 × (100 − 95) ÷ 100 = 36 jam (129.600)",
		"129.601 &gt; 129.600: di bawah 95 %, tidak tercapai",
		"94,9999 % di bawah 95 %: 100 % dari Rp25.000.000,00 = Rp25.000.000,00",
		"dua puluh lima juta rupiah",
		"Dapat diklaim sampai Jumat, 8 Mei 2026 23.59.59 WIB",
		"Dapat dijawab sampai Senin, 11 Mei 2026 12.00 WIB",
	):
		assert said in indonesian, said
	for said in (
		"(2,592,000 − 129,601) ÷ 2,592,000 × 100 = 94.9999 %",
		"94.9999 % is below 95 %: 100 % of Rp25,000,000.00 = Rp25,000,000.00",
		"No outage touched it in this month.",
	):
		assert said in english, said


SUMS = [
	("{kind: proportional, downtime: all, divide_by_target: true}", "Rp25.000.000,00 × 129.601 ÷ (2.592.000 × 95 ÷ 100) = Rp1.315.799,63"),
	("{kind: proportional, downtime: excess}", "Rp25.000.000,00 × (129.601 − 129.600) ÷ 2.592.000 = Rp9,65"),
	("{kind: per_begun_period, daily_fees: 2, days: 30}", "2 periode 86.400 detik yang dimulai: Rp25.000.000,00 ÷ 30 hari × 2 × 2 = Rp3.333.333,33"),
	("{kind: per_missed_target, each: 500000}", "Tidak ada target yang terlewat"),
]  # fmt: skip


@pytest.mark.parametrize(("scheme", "said"), SUMS)
def test_each_scheme_says_its_sum(site: Any, scheme: str, said: str) -> None:
	site.db.set_value("SLA Agreement", "TOKO v1.0", "ended_on", "2026-03-31")
	agree(TOKO, TOKO, version="2.0", since="2026-04-01", scheme=scheme)
	down("10 00:00", "11 12:00:01")
	name = draft_statement(TOKO, APRIL)
	assert said in plain(sla_id_print_statement(site.get_doc(STATEMENT, name), "id"))


def test_a_part_of_the_fee_is_said(site: Any) -> None:
	site.db.set_value("SLA Agreement", "TOKO v1.0", "ended_on", "2026-04-15")
	down("14 06:00", "15 18:00")
	name = draft_statement(TOKO, APRIL)
	printed = plain(sla_id_print_statement(site.get_doc(STATEMENT, name), "en"))
	assert "Fee of 15 of 30 days: Rp25,000,000.00 × 15 ÷ 30 = Rp12,500,000.00" in printed
	assert "the days on which this version held" in printed and "1 April 2026 – 15 April 2026" in printed


def test_hostile_texts_stay_texts(site: Any, sealed: str) -> None:
	for text in (page(sealed).text, sla_id_print_statement(site.get_doc(STATEMENT, sealed), "id")):
		assert "<b>tebal" not in text and "&lt;b&gt;tebal&lt;/b&gt; {{ 7*7 }}" in text
		assert "<img src" not in text and "<script>alert" not in text


def test_texts_are_read_as_they_were_typed(site: Any) -> None:
	"""Frappe escapes "&" in a text with a tag when it saves it; escaped once more, readers would see the entity."""
	typed = '<b>A</b> & "B"'
	down("10 00:00", "11 12:00:01", title=typed, cause=typed)
	name = draft_statement(TOKO, APRIL)
	seal_statement(name)
	row = rows(site, name)["Antarmuka"]
	page(name, dispute=row.name, reason=typed)
	(disputed,) = json.loads(ask(world.LEAD, "GET", DESCRIBE, {"statement": name}).text)["message"][
		"disputed"
	]
	assert disputed["reason"] == typed
	site.set_user(world.LEAD)
	reply_to_dispute(name, row.name, typed)
	revised = revise_statement(name, typed, by=world.LEAD)
	site.set_user("Administrator")
	form = json.loads(ask(world.LEAD, "GET", DESCRIBE, {"statement": revised}).text)["message"]["html"]
	printed = sla_id_print_statement(site.get_doc(STATEMENT, name), "id")
	for text, times in ((page(name).text, 4), (printed, 4), (form, 3)):
		shown = text.split('class="sla-st"')[1]
		assert "&amp;amp;" not in shown and "&amp;lt;" not in shown
		assert shown.count("&lt;b&gt;A&lt;/b&gt; &amp; &#34;B&#34;") == times


def test_the_partner_accepts_and_disputes_single_lines(site: Any, sealed: str) -> None:
	line = rows(site, sealed)["Antarmuka"]
	answer = page(sealed, dispute=line.name, reason=f"Kami turun lebih lama. {HOSTILE}")
	assert (
		answer.status == 200 and "Jawaban Anda dicatat" in answer.text and "<script>alert" not in answer.text
	)
	assert page(sealed, accept=rows(site, sealed)["Situs"].name).status == 200
	said = rows(site, sealed)
	assert (said["Antarmuka"].answer, said["Antarmuka"].answered_by) == ("Disputed", DEWI)
	assert (said["Situs"].answer, said["Restitusi"].answer or None) == ("Accepted", None)
	assert site.db.get_value(STATEMENT, sealed, "open_disputes") == 1
	told = site.get_all("SLA Outbox", {"reference_name": sealed}, pluck="message_key")
	assert any(world.LEAD in key and line.name in key for key in told)
	site.set_user(world.LEAD)
	reply_to_dispute(sealed, line.name, "Kami periksa lagi.")
	site.set_user("Administrator")
	assert "Kami periksa lagi." in page(sealed).text
	assert site.db.get_value(STATEMENT, sealed, "open_disputes") == 0
	kinds = [(entry.kind, entry.by_user) for entry in read_trail(STATEMENT, sealed)]
	assert kinds[-3:] == [("Line disputed", DEWI), ("Line accepted", DEWI), ("Reply given", world.LEAD)]
	assert run_self_check().left == []


def test_the_rest_is_accepted_at_once(site: Any, sealed: str) -> None:
	page(sealed, dispute=rows(site, sealed)["Antarmuka"].name, reason="x")
	assert page(sealed, accept_all="1").status == 200
	assert [row.answer for row in site.get_doc(STATEMENT, sealed).lines] == [
		"Disputed",
		"Accepted",
		"Accepted",
	]
	assert "Setiap baris sudah dijawab" in page(sealed, accept_all="1").text


def test_bad_answers_are_refused_on_the_page(site: Any, sealed: str) -> None:
	line = rows(site, sealed)["Antarmuka"].name
	assert "mengapa Anda membantah" in page(sealed, dispute=line, reason=" ").text
	assert "tidak memiliki baris" in page(sealed, accept="nobody's").text
	with pytest.raises(site.ValidationError):
		answer_lines(sealed, [line], "Maybe")
	assert all(not row.answer for row in site.get_doc(STATEMENT, sealed).lines)


def test_silence_is_no_acceptance(site: Any, sealed: str, clockwork: Clockwork) -> None:
	clockwork.at("2026-05-11 11:59:59")
	assert "Belum dijawab" in page(sealed).text
	clockwork.at("2026-05-11 12:00:01")
	text = page(sealed).text
	assert "Tidak ada keberatan sampai Senin, 11 Mei 2026 12.00 WIB" in text
	assert "Diterima oleh" not in text and "<textarea" not in text and 'name="accept_all"' not in text
	assert "dapat dijawab sampai" in page(sealed, accept=rows(site, sealed)["Situs"].name).text
	with pytest.raises(site.ValidationError):
		accept_unanswered(sealed)


def test_without_a_limit_it_may_be_answered_for_ever(site: Any, clockwork: Clockwork) -> None:
	site.db.set_value("SLA Agreement", "TOKO v1.0", "ended_on", "2026-03-31")
	agree(TOKO, TOKO, version="2.0", since="2026-04-01", statement="")
	name = draft_statement(TOKO, APRIL)
	assert name
	seal_statement(name)
	clockwork.at("2027-05-11 12:00")
	assert "Belum dijawab" in page(name).text and page(name, accept_all="1").status == 200


def test_who_sees_what(site: Any, sealed: str) -> None:
	draft = draft_statement(LAIN, APRIL)
	for name, user, status in (
		*((sealed, user, 200) for user in (DEWI, world.LEAD, world.CHIEF)),
		*((sealed, user, 404) for user in (AGUS, world.PARTNER_USER, world.AGENT)),
		(draft, AGUS, 404),
		(draft, world.LEAD, 200),
	):
		assert page(str(name), user).status == status, (name, user)
	token = re.compile(r'csrf_token = "[0-9a-f]+"|content="[0-9a-f]{40,}"')
	theirs, nobodys = (token.sub("", page(name, AGUS).text) for name in (sealed, "STM-99999"))
	assert theirs.replace(sealed, "STM-99999") == nobodys
	assert page(sealed, "Guest").status in (301, 302)
	listed = ask(AGUS, "GET", "/sla/statements").text
	assert sealed not in listed and str(draft) not in listed
	assert sealed in ask(DEWI, "GET", "/sla/statements").text
	# nobody but the partner answers
	line = rows(site, sealed)["Situs"].name
	for user, status in ((world.LEAD, 403), (AGUS, 404)):
		assert page(sealed, user, accept=line).status == status
	assert not rows(site, sealed)["Situs"].answer


FUNCTIONS = {
	"make": {"partner": TOKO, "month": "2026-04-01"},
	"refresh": {"statement": "{draft}"},
	"seal": {"statement": "{draft}"},
	"revise": {"statement": "{sealed}", "reason": "x"},
	"reply": {"statement": "{sealed}", "row": "x", "reply": "x"},
	"approve_note": {"credit_note": "{note}"},
	"reject_note": {"credit_note": "{note}", "reason": "x"},
}


@pytest.mark.parametrize("name", FUNCTIONS)
def test_only_managers_act(site: Any, sealed: str, name: str) -> None:
	places = {"draft": draft_statement(LAIN, APRIL), "sealed": sealed, "note": note(sealed).name}
	values = {key: value.format(**places) for key, value in FUNCTIONS[name].items()}
	path = f"/api/method/sla_id.api.statements.{name}"
	for user in (world.AGENT, world.CHIEF, DEWI, AGUS, "Guest"):
		assert ask(user, "POST", path, values).status == 403, user
	assert ask(world.LEAD, "POST", path, values).status in (200, 417)


def test_executives_read_and_agents_dont(site: Any, sealed: str) -> None:
	for doctype, name in ((STATEMENT, sealed), ("SLA Credit Note", note(sealed).name)):
		for user, status in ((world.LEAD, 200), (world.CHIEF, 200), (world.AGENT, 403), (DEWI, 404)):
			assert ask(user, "GET", f"/api/resource/{doctype}/{name}").status == status, (doctype, user)
	for user, status in ((world.CHIEF, 200), (world.AGENT, 404), (DEWI, 403)):
		answer = ask(user, "GET", "/api/method/sla_id.api.statements.describe", {"statement": sealed})
		assert answer.status == status, (user, answer)


def test_what_has_changed_is_shown_beside_what_was_sealed(site: Any, sealed: str) -> None:
	(outage,) = site.get_all("SLA Outage", pluck="name")
	correct_outage(outage, {"ended": april("10 01:00")}, "the log says so")
	text = plain(page(sealed, language="en").text)
	assert "Changed since it was sealed" in text and "94.9999 99.8611" in text
	assert "(2,592,000 − 129,601) ÷ 2,592,000 × 100 = 94.9999 %" in text
	described = describe_statement(site.get_doc(STATEMENT, sealed), "en")
	assert any(row["what"].endswith("Availability") for row in described["changes"])
