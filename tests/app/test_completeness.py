"""The completeness gate and audited reclassification: 000 §3.2, 001 §6.2, 004 §2d and §3, on every host of the site."""

from importlib import import_module
from typing import Any

import pytest

from sla_id.fixtures.sample_agreements import sample_agreement
from tests.app import outbox_world as box
from tests.app import world
from tests.app.conftest import Clockwork
from tests.app.test_hosts import module_of

FULL = """<p>Sistem tidak dapat diakses sejak pagi.</p>
<p>Langkah-langkah untuk Mereplikasi: buka halaman masuk, tekan Masuk</p>
<p>Pesan Kesalahan: HTTP 502 Bad Gateway</p>
<p>Environment: Chrome 140, Windows 11</p>
<p>Timestamp: 8 Juni 2026 08.55</p>
<p>Dampak Bisnis: semua transaksi berhenti</p>"""


@pytest.fixture(params=world.HOSTS)
def host(request: Any, site: Any) -> str:
	if not site.db.exists("DocType", request.param):
		pytest.skip(f"{request.param} isn't installed on this site")
	return str(request.param)


@pytest.fixture
def waiting(site: Any, clockwork: Clockwork) -> str:
	"""An agreement whose clocks wait for missing facts, for partner TUNGGU."""
	from sla_id.agreements.records.load import load_agreement

	clockwork.at("2026-06-08 09:00")
	world.user("wati@tunggu.example", "SLA Partner", website=True)
	world.partner("TUNGGU", "PT Tunggu", "wati@tunggu.example")
	text = sample_agreement("innovasia_mitra").replace("code: INNOVASIA-MITRA", "code: TUNGGU", 1)
	text = text.replace("completeness: ask", "completeness: wait", 1)
	load_agreement(text, "tunggu.yaml", partner="TUNGGU")
	site.db.set_value("User", "wati@tunggu.example", "mobile_no", "+62 811 000 111")
	return "wati@tunggu.example"


def attach(site: Any, doc: Any, name: str = "layar.png") -> None:
	site.get_doc(
		{
			"doctype": "File",
			"file_name": name,
			"content": b"\x89PNG uji",
			"attached_to_doctype": doc.doctype,
			"attached_to_name": str(doc.name),
			"is_private": 1,
		}
	).insert(ignore_permissions=True)


def asked(site: Any, reporter: str) -> Any:
	"""The one e-mail of the queue to who reported a ticket; the tick asks, when all that came along is there."""
	world.tick()
	box.deliver()
	(name,) = site.get_all("Email Queue Recipient", {"recipient": reporter}, pluck="parent")
	return site.get_doc("Email Queue", name)


def mail_text(mail: Any) -> str:
	from email import message_from_string

	parts = message_from_string(mail.message).walk()
	return next(
		part.get_payload(decode=True).decode() for part in parts if part.get_content_type() == "text/html"
	)


def missing(doc: Any) -> set[str]:
	return {row.code for row in world.record(doc).facts if not row.given}


def test_an_incomplete_report_shows_what_is_missing_and_its_clock_waits(
	host: str, waiting: str, site: Any, clockwork: Clockwork
) -> None:
	doc = world.ticket(host, raised_by=waiting, sla_id_priority="P1")
	record = world.record(doc)
	assert record.completeness == "Waiting"
	assert missing(doc) == {
		"description",
		"steps",
		"evidence",
		"error_message",
		"environment",
		"timestamp",
		"business_impact",
	}
	assert world.clock(doc, "resolution").state == "paused"
	assert world.clock(doc, "response").state == "running", "the response is owed all the same"
	said = mail_text(asked(site, waiting))
	assert "The clock for solving it waits" in said or "menunggu" in said


def test_what_arrives_by_reply_and_attachment_starts_the_clock_again(
	host: str, waiting: str, site: Any, clockwork: Clockwork
) -> None:
	doc = world.ticket(host, raised_by=waiting, sla_id_priority="P1")
	clockwork.at("2026-06-08 11:00")
	world.reply(doc, sender=waiting, content=FULL)
	assert missing(doc) == {"evidence"}
	assert world.clock(doc, "resolution").state == "paused"
	clockwork.at("2026-06-08 12:00")
	attach(site, doc)
	assert world.record(doc).completeness == "Complete"
	clock = world.clock(doc, "resolution")
	assert clock.state == "running"
	assert clock.elapsed_seconds == 0
	clockwork.at("2026-06-08 13:00")
	world.tick()
	world.change(doc, status=world.status(host, "Paused"))
	assert world.clock(doc, "resolution").elapsed_seconds == 3600
	assert [kind for kind in world.events(doc) if kind.startswith("information")] == [
		"information_missing",
		"information_complete",
	]


def test_a_complete_report_never_waits(host: str, waiting: str, site: Any, clockwork: Clockwork) -> None:
	"""What the reporter's own record and the first message hold is there from the start."""
	text = sample_agreement("innovasia_mitra").replace("code: INNOVASIA-MITRA", "code: TUNGGU", 1)
	from sla_id.agreements.records.load import load_agreement

	text = text.replace("completeness: ask", "completeness: wait", 1).replace(
		'version: "1.0"\n', 'version: "2.0"\n', 1
	)
	text = text.replace("effective_from: 2025-01-01", "effective_from: 2026-06-09", 1)
	start, end = text.index("  - code: evidence"), text.index("  - code: error_message")
	load_agreement(text[:start] + text[end:], "tunggu.yaml", partner="TUNGGU")
	clockwork.at("2026-06-09 09:00")
	doc = world.ticket(host, raised_by=waiting, sla_id_priority="P1", description=FULL)
	assert missing(doc) == set()
	assert world.record(doc).completeness == "Complete"
	assert world.clock(doc, "resolution").state == "running"
	assert not [kind for kind in world.events(doc) if kind.startswith("information")]


def test_asking_only_doesnt_hold_the_clock_and_asks_once(host: str, site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-06-08 09:00")
	doc = world.ticket(host, sla_id_priority="P1")
	assert world.record(doc).completeness == "Incomplete"
	assert world.clock(doc, "resolution").state == "running"
	mail = asked(site, world.PARTNER_USER)
	assert (mail.reference_doctype, mail.reference_name) == (doc.doctype, str(doc.name)), (
		"an answer goes there"
	)
	text = mail_text(mail)
	assert "Untuk melanjutkannya kami masih memerlukan" in text and "Langkah" in text
	assert f"/sla/{doc.doctype.replace(' ', '%20')}%20{doc.name}" in text
	assert "waktu penyelesaian" not in text.lower()
	world.change(doc, subject="Masih")
	assert asked(site, world.PARTNER_USER).name == mail.name, "once"
	assert not site.get_all("SLA Event", {"sla_ticket": world.record(doc).name, "event_type": "confirmed"})


def test_what_the_portal_attaches_past_all_hooks_came_with_the_report(
	host: str, waiting: str, site: Any, clockwork: Clockwork
) -> None:
	"""Helpdesk moves the pictures of a new ticket to it by a statement of its own, after the ticket was saved."""
	doc = world.ticket(host, raised_by=waiting, sla_id_priority="P1", description=FULL)
	picture = site.get_doc({"doctype": "File", "file_name": "layar.png", "content": b"\x89PNG uji"}).insert()
	site.db.set_value("File", picture.name, {"attached_to_doctype": host, "attached_to_name": str(doc.name)})
	clockwork.at("2026-06-08 09:01")
	world.tick()
	assert world.record(doc).completeness == "Complete"
	assert world.record(doc).asked_utc is None
	assert world.clock(doc, "resolution").elapsed_seconds == 60


def test_a_portal_report_with_its_picture_is_asked_nothing(
	waiting: str, site: Any, clockwork: Clockwork
) -> None:
	"""By Helpdesk's own function: the ticket, its message, and only then the picture."""
	if not site.db.exists("DocType", "HD Ticket"):
		pytest.skip("HD Ticket is not on this site")
	api = import_module(module_of(site, "HD Ticket").__name__.rpartition(".")[0] + ".api")
	site.set_user(waiting)
	picture = site.get_doc({"doctype": "File", "file_name": "layar.png", "content": b"\x89PNG uji"}).insert()
	values = {"subject": "Sistem mati", "description": FULL, "sla_id_priority": "P1"}
	doc = api.new(values, [{"name": picture.name}])
	site.set_user("Administrator")
	clockwork.at("2026-06-08 09:01")
	world.tick()
	record = world.record(doc)
	assert (record.partner, record.completeness, record.asked_utc) == ("TUNGGU", "Complete", None)
	row = world.clock(doc, "resolution")
	assert (row.state, str(row.due_utc)[11:16]) == ("running", "10:00"), "8 h from the report, no minute more"


def test_whatsapp_categories_need_their_data(host: str, site: Any, clockwork: Clockwork) -> None:
	"""001 §6.2 b: SP2D number and account."""
	clockwork.at("2026-06-08 09:00")
	doc = world.ticket(host, raised_by="tono@satker.example", sla_id_channel="whatsapp")
	assert missing(doc) == {"category"}
	world.change(doc, sla_id_category="b")
	assert len(missing(doc)) == 2
	rows = {row.label for row in world.record(doc).facts}
	assert rows == {"Nomor SP2D", "Nomor rekening penerima"}
	world.reply(
		doc, sender="tono@satker.example", content="Nomor SP2D: 123<br>Nomor rekening penerima: 0001-2"
	)
	assert missing(doc) == set()


def test_a_visit_needs_three_days_notice(host: str, site: Any, clockwork: Clockwork) -> None:
	"""004 §2d, X24: calendar days."""
	clockwork.at("2026-06-08 09:00")
	channel = next(
		row.channel
		for row in site.get_doc("SLA Agreement", {"agreement_code": "BENEMICA"}).channels
		if row.notice_days
	)
	late = world.ticket(
		host, raised_by="rina@klien.example", sla_id_channel=channel, sla_id_visit_on="2026-06-10"
	)
	assert "visit_on" in missing(late)
	world.change(late, sla_id_visit_on="2026-06-11")
	assert "visit_on" not in missing(late)


def test_a_priority_that_overrules_the_matrix_needs_a_reason(
	host: str, site: Any, clockwork: Clockwork
) -> None:
	clockwork.at("2026-06-08 09:00")
	doc = world.ticket(
		host,
		raised_by="tono@satker.example",
		sla_id_channel="portal",
		sla_id_urgency="M",
		sla_id_impact="M",
		sla_id_handed_over=1,
	)
	assert world.record(doc).priority == "P3"
	world.change(doc, sla_id_priority="P1")
	assert world.record(doc).priority == "P3"
	assert "without a reason" in " ".join(reasons(site, doc))
	world.change(doc, sla_id_priority_reason="Direktur menunggu")
	assert world.record(doc).priority == "P1"
	assert "Direktur menunggu" in " ".join(reasons(site, doc))


def test_a_later_priority_needs_a_reason_and_is_audited(host: str, site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-06-08 09:00")
	doc = world.ticket(host, sla_id_priority="P2")
	clockwork.at("2026-06-08 10:00")
	world.change(doc, status=world.status(host, "Paused"))
	clockwork.at("2026-06-08 12:00")
	world.change(doc, status=world.status(host, "Running"))
	world.change(doc, sla_id_priority="P1")
	assert world.record(doc).priority == "P2"
	world.change(doc, sla_id_priority_reason="Semua transaksi berhenti")
	record = world.record(doc)
	assert record.priority == "P1"
	clock = world.clock(doc, "resolution")
	assert clock.target_seconds == 8 * 3600
	assert clock.elapsed_seconds == 3600, "the two paused hours stay out"
	said = site.get_all(
		"SLA Event",
		{"sla_ticket": record.name, "event_type": "reclassified"},
		["reason", "actor"],
		order_by="sequence desc",
	)[0]
	assert "P2 → P1" in said.reason
	assert "Semua transaksi berhenti" in said.reason
	assert said.actor == "Administrator"


def test_a_service_through_a_channel_it_isnt_agreed_for_says_so(
	host: str, site: Any, clockwork: Clockwork
) -> None:
	from sla_id.agreements.records.load import load_agreement

	clockwork.at("2026-06-08 09:00")
	world.user("ida@kanal.example", "SLA Partner", website=True)
	world.partner("KANAL", "PT Kanal", "ida@kanal.example")
	text = sample_agreement("innovasia_mitra").replace("code: INNOVASIA-MITRA", "code: KANAL", 1)
	text = text.replace("{code: API,", "{code: API, channels: [activation_team],", 1)
	load_agreement(text, "kanal.yaml", partner="KANAL")
	doc = world.ticket(host, raised_by="ida@kanal.example", sla_id_service="API", sla_id_channel="portal")
	assert "channels activation_team" in " ".join(reasons(site, doc))
	world.change(doc, sla_id_channel="activation_team")
	assert "channels activation_team" not in " ".join(reasons(site, doc))


@pytest.mark.parametrize(
	("field", "value", "seconds"),
	[
		("sla_id_impact", "H", 16 * 3600),
		("sla_id_urgency", "L", 40 * 3600),
		("sla_id_service", "ITSM.04", 16 * 3600),
		("sla_id_channel", "email", 24 * 3600),
	],
)
def test_each_change_recomputes_open_clocks_keeps_pauses_and_is_audited(
	host: str, site: Any, clockwork: Clockwork, field: str, value: str, seconds: int
) -> None:
	"""HAI-DJPb: M/M is P3, 24 h; M/H P2, 16 h; L/M P5, 40 h; ITSM.04 16 h (stricter)."""
	clockwork.at("2026-06-08 09:00")
	doc = world.ticket(
		host,
		raised_by="tono@satker.example",
		sla_id_channel="portal",
		sla_id_urgency="M",
		sla_id_impact="M",
		sla_id_handed_over=1,
	)
	assert world.clock(doc, "fulfilment").target_seconds == 24 * 3600
	clockwork.at("2026-06-08 10:00")
	world.change(doc, status=world.status(host, "Paused"))
	clockwork.at("2026-06-08 13:00")
	world.change(doc, status=world.status(host, "Running"))
	before = world.events(doc).count("reclassified")
	world.change(doc, **{field: value})
	clock = world.clock(doc, "fulfilment")
	assert (clock.target_seconds, clock.elapsed_seconds) == (seconds, 3600)
	assert world.events(doc).count("reclassified") == before + 1
	last = site.get_all(
		"SLA Event",
		{"sla_ticket": world.record(doc).name, "event_type": "reclassified"},
		["reason", "actor"],
		order_by="sequence desc",
	)[0]
	assert "→" in last.reason
	assert last.actor


def reasons(site: Any, doc: Any) -> list[str]:
	from sla_id.api.ticket import get_clocks

	return list(get_clocks(doc.doctype, str(doc.name))["reasons"])


def test_the_panel_says_how_the_partner_was_asked(host: str, site: Any, clockwork: Clockwork) -> None:
	"""Without an outgoing account no e-mail goes out, and the panel said one did."""
	from sla_id.api.ticket import get_clocks

	clockwork.at("2026-06-08 09:00")
	doc = world.ticket(host, sla_id_priority="P1")
	world.tick()
	assert get_clocks(doc.doctype, str(doc.name))["asked_by_mail"]
	site.db.set_value("Email Account", {"default_outgoing": 1}, "enable_outgoing", 0)
	silent = world.ticket(host, sla_id_priority="P1")
	world.tick()
	assert world.record(silent).asked_utc
	assert not get_clocks(silent.doctype, str(silent.name))["asked_by_mail"]
