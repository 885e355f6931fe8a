"""/sla/claims: a partner sees the claims on their own downtime, both figures until they are decided, and objects once."""

import re
from typing import Any

import frappe
import pytest

from sla_id.exclusions.decide_claim import answer_objection, decide_claim
from tests.app import exclusion_world as scenery
from tests.app import world
from tests.app.conftest import Clockwork
from tests.app.exclusion_world import BAYAR, PAYER, claim, held, span
from tests.app.outage_world import outage
from tests.app.routes import ask

SECOND_PAYER = "ani@bayar.example"


def build_scene(site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-03-02 09:00")
	scenery.prepare()


@pytest.fixture(autouse=True)
def later(site: Any, clockwork: Clockwork) -> None:
	"""It is Monday 4 May 2026, 12:00; April is over."""
	clockwork.at("2026-05-04 12:00")
	site.set_user(world.AGENT)


def page(user: str, path: str = "/sla/claims", **values: str) -> str:
	"""A page's text without its tags."""
	frappe.local.lang = values.get("_lang") or frappe.local.lang  # as Frappe does when a request begins
	answer = ask(user, "GET", path, values)
	assert answer.status == 200, answer.text[:2000]
	body = answer.text[answer.text.index('class="sla-page"') :]
	return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def decided(site: Any, name: str, *spans: Any) -> None:
	site.set_user(world.LEAD)
	decide_claim(name, spans, "Terbukti oleh log")
	site.set_user(world.AGENT)


def test_both_figures_until_it_is_decided(site: Any) -> None:
	outage("10 00:00", "11 16:00")
	name = claim("10 00:00", "10 05:00", evidence="Log <b>firewall</b> & grafik")
	said = page(world.PARTNER_USER, _lang="id", month="2026-04")
	for text in (
		*("April 2026", "Serangan Berbahaya", "Menunggu keputusan", "Jumat, 10 April 2026 00.00 – 05.00 WIB"),
		*("Log &lt;b&gt;firewall&lt;/b&gt; &amp; grafik", "94,4444 %", "95,1389 %", "Belum ditentukan"),
	):
		assert text in said, (text, said)
	english = page(world.PARTNER_USER, _lang="en", month="2026-04")
	for text in ("Malicious attack", "Open", "00:00 – 05:00 WIB", "94.4444 %", "95.1389 %"):
		assert text in english, (text, english)
	decided(site, name, span("10 00:00", "10 02:00"))
	said = page(world.PARTNER_USER, f"/sla/claims/{name}", _lang="id")
	assert "Dikabulkan sebagian" in said and "10 April 2026 00.00 – 02.00 WIB" in said
	assert "Terbukti oleh log" in said and "95,1389" not in said and "94,7222 %" in said


def test_a_claim_over_midnight_stands_in_both_months(site: Any) -> None:
	outage("2026-03-31 23:00", "2026-04-01 02:30")
	name = claim("2026-03-31 23:30", "2026-04-01 01:00")
	for month in ("2026-03", "2026-04"):
		assert name in ask(world.PARTNER_USER, "GET", "/sla/claims", {"month": month}).text
	assert name not in ask(world.PARTNER_USER, "GET", "/sla/claims", {"month": "2026-05"}).text
	assert name in ask(world.PARTNER_USER, "GET", "/sla/claims", {"month": "junk' or 1=1"}).text, "the latest"


def test_objecting_once_and_in_time(site: Any, clockwork: Clockwork) -> None:
	outage("16 08:00", "16 12:00", "PAY", partners=(BAYAR,))
	name = claim("16 08:00", "16 12:00", "PAY", partner=BAYAR)
	path = f"/sla/claims/{name}"
	assert "Kirim keberatan" not in page(PAYER, path, _lang="id"), "nothing is decided yet"
	decided(site, name, span("16 08:00", "16 12:00"))
	assert "Kirim keberatan" in page(PAYER, path, _lang="id")
	empty = ask(PAYER, "POST", path, {"objection": "  ", "_lang": "id"}, undo=False)
	assert "tuliskan mengapa Anda tidak setuju" in empty.text and not held(name).objected_utc
	sent = ask(PAYER, "POST", path, {"objection": "Bukan <i>serangan</i>", "_lang": "id"}, undo=False)
	assert sent.status == 200 and "Keberatan Anda telah dikirim" in sent.text
	assert (held(name).objected_by, held(name).status) == (PAYER, "Granted")
	again = ask(PAYER, "POST", path, {"objection": "Lagi", "_lang": "id"}, undo=False)
	assert "Anda sudah mengajukan keberatan" in again.text
	site.set_user(world.LEAD)
	answer_objection(name, [], "Anda benar")
	said = page(PAYER, path, _lang="id")
	for text in ("Bukan &lt;i&gt;serangan&lt;/i&gt;", "Keputusan diubah.", "Anda benar", "Ditolak"):
		assert text in said, said
	late = claim("16 08:00", "16 11:00", "PAY", partner=BAYAR)
	site.set_user("Administrator")
	decide_claim(late, [span("16 08:00", "16 11:00")], "Terbukti")
	clockwork.at("2026-05-20 09:00")
	assert "Waktu untuk berkeberatan berakhir pada" in page(PAYER, f"/sla/claims/{late}", _lang="id")
	ask(PAYER, "POST", f"/sla/claims/{late}", {"objection": "x"}, undo=False)
	assert not held(late).objected_utc


def test_nobody_else_sees_it_or_objects(site: Any) -> None:
	name = claim("10 09:00", "10 11:00", evidence="Rahasia dapur")
	decided(site, name, span("10 09:00", "10 11:00"))
	missing = ask(PAYER, "GET", "/sla/claims/EXC-99999")
	theirs = ask(PAYER, "GET", f"/sla/claims/{name}")
	assert missing.status == theirs.status == 404
	said = [re.sub(r'csrf_token = "\w+"', "", answer.text) for answer in (missing, theirs)]
	assert said[0].replace("EXC-99999", name) == said[1]
	assert "Rahasia dapur" not in page(PAYER)
	for user in (PAYER, world.AGENT, world.LEAD):
		assert ask(user, "POST", f"/sla/claims/{name}", {"objection": "x"}, undo=False).status == 404, user
	assert ask("Guest", "GET", f"/sla/claims/{name}").status in (301, 302)
	assert not held(name).objected_utc
	assert "Rahasia dapur" in page(world.LEAD), "staff see all of them"
	assert "Kirim keberatan" not in page(world.LEAD, f"/sla/claims/{name}", _lang="id")


def test_each_form_carries_its_token(site: Any) -> None:
	name = claim("10 09:00", "10 11:00")
	decided(site, name, span("10 09:00", "10 11:00"))
	text = ask(world.PARTNER_USER, "GET", f"/sla/claims/{name}").text
	(form,) = re.findall(r'<form method="post".*?</form>', text, re.S)
	assert 'name="csrf_token"' in form and "<script" not in form


def test_times_are_in_the_readers_zone_too(site: Any) -> None:
	site.db.set_value("User", world.PARTNER_USER, "time_zone", "Asia/Jayapura")
	name = claim("10 09:00", "10 11:00")
	said = page(world.PARTNER_USER, f"/sla/claims/{name}", _lang="en")
	assert "Friday, 10 April 2026 09:00 – 11:00 WIB" in said and "11:00 – 13:00 WIT" in said
