"""Tickets and answers that come by mail, through Frappe's own Email Account: how a ticket came, what it holds, who wrote."""

from collections.abc import Iterator
from json import loads
from typing import Any

import pytest

from tests.app import inbound_mail, world
from tests.app.conftest import Clockwork
from tests.app.inbound_mail import HELPDESK, mail
from tests.app.test_completeness import FULL

pytestmark = pytest.mark.each_host


class Post:
	"""The helpdesk's mailbox for one host."""

	def __init__(self, host: str, postbox: inbound_mail.Postbox) -> None:
		self.host, self.postbox = host, postbox
		self.account = inbound_mail.open_account(host, postbox)

	def take(self, *messages: Any) -> list[Any]:
		return inbound_mail.receive(self.account, self.postbox, *messages)

	def ticket(self, *args: Any, **more: Any) -> Any:
		"""A ticket made of a mail of the partner's."""
		import frappe

		(message,) = self.take(mail(*(args or (world.PARTNER_USER, "Sistem tidak dapat diakses")), **more))
		assert message.reference_doctype == self.host
		return frappe.get_doc(self.host, message.reference_name)


@pytest.fixture
def post(host_name: str, site: Any) -> Iterator[Post]:
	with inbound_mail.serving() as postbox:
		yield Post(host_name, postbox)


def shown(doc: Any) -> Any:
	import frappe

	return frappe.db.get_value(doc.doctype, doc.name, "sla_id_state")


def paused(site: Any, clockwork: Clockwork, doc: Any, at: str) -> None:
	"""An agent has answered and waits for the partner."""
	clockwork.at(at)
	world.reply(doc, recipients=world.PARTNER_USER)
	world.change(doc, status=world.status(doc.doctype, "Paused"))
	assert world.clock(doc, "resolution").state == "paused"


def counted(message: Any) -> str:
	import frappe

	return str(frappe.db.get_value("Communication", message.name, "sla_id_counted_as") or "")


def test_a_mail_where_email_is_no_channel_starts_no_clock(
	post: Post, site: Any, clockwork: Clockwork
) -> None:
	"""000 §3.1: only WhatsApp and the portal count. Nobody is told of it, and the ticket says what it waits for."""
	clockwork.at("2026-03-16 09:00")
	doc = post.ticket()
	assert world.clock(doc, "response").state == "waiting"
	assert "received" not in world.events(doc)
	assert any("E-mail" in str(reason) for reason in loads(world.record(doc).choice)["reasons"])
	assert site.db.get_value(doc.doctype, doc.name, ["sla_id_state", "sla_id_due"]) == (
		"Waiting",
		"belum mulai: menunggu laporan lewat kanal resmi",
	)
	assert not site.get_all("SLA Escalation", {"sla_ticket": world.record(doc).name})
	clockwork.at("2026-03-16 09:01")
	world.tick()
	assert world.clock(doc, "response").state == "waiting"
	clockwork.at("2026-03-16 10:00")
	world.change(doc, sla_id_channel="portal")
	assert world.clock(doc, "response").state == "running"


def test_a_mail_where_email_is_a_channel_starts_them_at_once(
	post: Post, site: Any, clockwork: Clockwork
) -> None:
	"""001 lists chat, e-mail and telephone."""
	clockwork.at("2026-03-16 09:00")
	doc = post.ticket("rina@klien.example", "Slip gaji tidak muncul")
	assert (world.record(doc).channel, world.events(doc)[:2]) == ("email", ["reported", "received"])


def test_a_channel_that_becomes_known_corrects_what_was_taken_for_granted(
	host_name: str, site: Any, clockwork: Clockwork
) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host_name, via_customer_portal=0, sla_id_priority="P1")
	assert world.clock(doc, "response").state == "running"
	clockwork.at("2026-03-16 09:10")
	world.change(doc, sla_id_channel="email")
	assert world.clock(doc, "response").state == "waiting"
	assert (world.record(doc).received_utc, world.record(doc).state) == (None, "Waiting")
	assert "not_received" in world.events(doc)
	clockwork.at("2026-03-16 09:20")
	world.change(doc, sla_id_channel="portal")
	assert str(world.clock(doc, "response").started_utc)[:16] == "2026-03-16 02:20"


def test_a_known_channel_is_no_lever(host_name: str, site: Any, clockwork: Clockwork) -> None:
	"""Who has received a report by the portal stops nothing by naming another channel afterwards."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host_name, sla_id_priority="P1")
	world.change(doc, sla_id_channel="email")
	assert world.clock(doc, "response").state == "running"


def test_a_ticket_made_of_a_message_of_the_inbox_came_by_mail(
	post: Post, site: Any, clockwork: Clockwork
) -> None:
	"""ERPNext makes an Issue of a Communication and links the two afterwards."""
	clockwork.at("2026-03-16 08:55")
	message = world.reply(
		site._dict(doctype=None, name="", subject="Layar kosong"),
		sender=world.PARTNER_USER,
		reference_doctype=None,
		reference_name=None,
		email_account=post.account.name,
	)
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(post.host, via_customer_portal=0, description=None)
	assert world.clock(doc, "response").state == "running", "nobody knows how it came"
	message.reference_doctype, message.reference_name = doc.doctype, doc.name
	message.save(ignore_permissions=True)
	assert world.clock(doc, "response").state == "waiting"


def test_a_complete_mail_is_asked_nothing(post: Post, site: Any, clockwork: Clockwork) -> None:
	"""Body and attachments are there only after the ticket; what the mail says stands once."""
	clockwork.at("2026-06-08 09:00")
	site.db.set_value("User", "rina@klien.example", "mobile_no", "+62 811 000 111")
	world.load_agreement(mail_agreement(), "surat.yaml", partner="KLIEN")
	clockwork.at("2026-06-09 09:00")
	doc = post.ticket("rina@klien.example", "Slip gaji tidak muncul", html=FULL, picture="layar.png")
	assert world.record(doc).completeness == ""
	clockwork.at("2026-06-09 09:01")
	world.tick()
	record = world.record(doc)
	assert [row.code for row in record.facts if not row.given] == []
	assert record.completeness == "Complete"
	assert record.asked_utc is None
	assert not [kind for kind in world.events(doc) if kind.startswith("information")]
	assert {row.code: row.value for row in record.facts}["steps"] == "buka halaman masuk, tekan Masuk"


def test_a_mail_in_plain_text_is_read_as_it_was_written(post: Post, site: Any, clockwork: Clockwork) -> None:
	"""Frappe doubles the ends of its lines, and a value may stand below its name."""
	clockwork.at("2026-06-08 09:00")
	world.load_agreement(mail_agreement(), "surat.yaml", partner="KLIEN")
	clockwork.at("2026-06-09 09:00")
	text = "Langkah-langkah untuk Mereplikasi:\n1. Buka halaman masuk\n2. Tekan Masuk\n\nSalam"
	doc = post.ticket("rina@klien.example", "Slip gaji tidak muncul", text)
	clockwork.at("2026-06-09 09:01")
	world.tick()
	facts = {row.code: row.value for row in world.record(doc).facts}
	assert facts["steps"] == "1. Buka halaman masuk 2. Tekan Masuk"
	assert world.record(doc).asked_utc, "what is missing is asked for once all is there"


def mail_agreement() -> str:
	"""000 with e-mail as an official channel."""
	from sla_id.fixtures.sample_agreements import sample_agreement

	text = sample_agreement("innovasia_mitra").replace("code: INNOVASIA-MITRA", "code: SURAT", 1)
	start = text.index("  - code: portal")
	email = "  - code: email\n    name: {id: Surel, en: E-mail}\n    type: E-mail\n    official: true\n"
	return (text[:start] + email + text[start:]).replace(
		"effective_from: 2025-01-01", "effective_from: 2026-06-09"
	)


HEADERS: dict[str, dict[str, str]] = {
	"RFC 3834": {"Auto-Submitted": "auto-replied (vacation)"},
	"generated": {"Auto-Submitted": "auto-generated"},
	"notified": {"Auto-Submitted": "auto-notified; owner-email=x"},
	"precedence": {"Precedence": "auto_reply"},
	"bulk": {"Precedence": "Bulk"},
	"x-autoreply": {"X-Autoreply": "yes"},
	"x-amazon": {"X-Amazon-Auto-Reply": "true"},
	"x-mail": {"X-Mail-Autoreply": "1"},
	"bounce": {"Return-Path": "<>"},
	"bounced by name": {"Return-Path": "<MAILER-DAEMON>"},
	"failed": {"X-Failed-Recipients": "sari@provider.example"},
}


@pytest.mark.parametrize("kind", HEADERS)
def test_mail_that_nobody_wrote_ends_no_pause(kind: str, post: Post, site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(post.host, sla_id_priority="P2")
	paused(site, clockwork, doc, "2026-03-16 10:00")
	clockwork.at("2026-03-16 11:00")
	(message,) = post.take(mail(world.PARTNER_USER, f"Re: {doc.subject} #{doc.name}", headers=HEADERS[kind]))
	assert (str(message.reference_name), counted(message)) == (str(doc.name), "Automatic Message")
	assert world.clock(doc, "resolution").state == "paused"
	assert world.events(doc)[-1:] == ["paused"] and world.events(doc).count("paused") == 1
	clockwork.at("2026-03-16 11:01")
	world.tick()
	assert world.clock(doc, "resolution").state == "paused"
	assert not {"partner_replied", "resumed"} & set(world.events(doc))
	assert shown(doc) == "Paused"
	clockwork.at("2026-03-16 12:00")
	post.take(mail(world.PARTNER_USER, f"Re: {doc.subject} #{doc.name}", "Sudah saya coba."))
	assert world.events(doc)[-2:] == ["resumed", "partner_replied"]
	row = world.clock(doc, "resolution")
	assert (row.state, row.elapsed_seconds, shown(doc)) == ("running", 3600, "On Track")


@pytest.mark.parametrize(
	("sender", "subject"),
	[
		("MAILER-DAEMON@maju.example", "Undelivered Mail Returned to Sender"),
		("postmaster@maju.example", "Undeliverable: {0}"),
		("no-reply@maju.example", "Re: {0}"),
		(world.PARTNER_USER, "Automatic reply: {0}"),
		(world.PARTNER_USER, "Balasan otomatis: {0}"),
		(world.PARTNER_USER, "Di luar kantor: {0}"),
		(world.PARTNER_USER, "Out of Office: {0}"),
	],
)
def test_without_headers_sender_and_subject_tell(
	sender: str, subject: str, post: Post, site: Any, clockwork: Clockwork
) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(post.host, sla_id_priority="P2")
	paused(site, clockwork, doc, "2026-03-16 10:00")
	clockwork.at("2026-03-16 11:00")
	(message,) = post.take(mail(sender, subject.format(f"{doc.subject} #{doc.name}")))
	if str(message.reference_name) != str(doc.name):
		message.reference_name = doc.name  # Frappe found no ticket for it; an agent links it
		message.save(ignore_permissions=True)
	assert world.clock(doc, "resolution").state == "paused"
	assert "partner_replied" not in world.events(doc)


@pytest.mark.parametrize(
	("subject", "headers"),
	[
		("Re: Automatic reply: {0}", {}),
		("RE: Balasan otomatis: {0}", {"X-Auto-Response-Suppress": "All"}),
		("Re: {0}", {"Auto-Submitted": "no"}),
		("Re: {0}", {"Precedence": "list", "List-Id": "<bantuan.provider.example>"}),
	],
)
def test_who_quotes_a_machine_is_a_person(
	subject: str, headers: dict[str, str], post: Post, site: Any, clockwork: Clockwork
) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(post.host, sla_id_priority="P2")
	paused(site, clockwork, doc, "2026-03-16 10:00")
	clockwork.at("2026-03-16 11:00")
	text = "Sudah.\n\nOn Monday somebody wrote:\n> Automatic reply: saya cuti"
	post.take(mail(world.PARTNER_USER, subject.format(f"{doc.subject} #{doc.name}"), text, headers=headers))
	assert world.clock(doc, "resolution").state == "running"
	assert "partner_replied" in world.events(doc)


def test_an_absence_notice_reopens_nothing(post: Post, site: Any, clockwork: Clockwork) -> None:
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(post.host, sla_id_priority="P2")
	clockwork.at("2026-03-16 10:00")
	world.change(doc, status="Resolved")
	clockwork.at("2026-03-16 11:00")
	post.take(mail(world.PARTNER_USER, f"Balasan otomatis: {doc.subject} #{doc.name}"))
	world.tick()
	assert "reopened" not in world.events(doc)
	from sla_id.api.ticket import get_clocks

	assert "stay as they were" in get_clocks(doc.doctype, str(doc.name))["problem"]
	assert world.clock(doc, "resolution").state == "met"
	clockwork.at("2026-03-16 12:00")
	post.take(mail(world.PARTNER_USER, f"Re: {doc.subject} #{doc.name}", "Masih sama."))
	assert world.events(doc)[-2:] == ["reopened", "partner_replied"]
	assert not get_clocks(doc.doctype, str(doc.name))["problem"]


def test_a_bounce_reports_nothing(post: Post, site: Any, clockwork: Clockwork) -> None:
	"""The partner's own mail server writes; its domain is the partner's. An alert that a program writes is a report."""
	site.get_doc("SLA Partner", "KLIEN").update({"email_domains": "klien.example"}).save()
	clockwork.at("2026-03-16 09:00")
	doc = post.ticket("MAILER-DAEMON@klien.example", "Undeliverable: halo", headers={"Return-Path": "<>"})
	assert world.record(doc).partner == "KLIEN"
	assert world.record(doc).received_utc is None
	alert = post.ticket("rina@klien.example", "Disk penuh", headers={"Auto-Submitted": "auto-generated"})
	assert world.record(alert).received_utc is not None


BOUNCE = """\
From: MAILER-DAEMON@maju.example
To: bantuan@provider.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce.{number}@maju.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="batas"

--batas
Content-Type: text/plain

The mail system at maju.example

--batas
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.maju.example

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: 5.2.2

--batas
Content-Type: {returned}

Message-ID: <{message_id}>
Subject: Re: Sistem tidak dapat diakses

--batas--
"""
"""As a mail server reports that a mail came back (RFC 3464)."""


def test_a_bounce_takes_no_answer_back(post: Post, site: Any, clockwork: Clockwork) -> None:
	"""Who has got an answer knows its id and could write such a report: only our own queue says what failed."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(post.host, sla_id_priority="P2")
	clockwork.at("2026-03-16 10:00")
	answer = world.reply(doc, recipients=world.PARTNER_USER, message_id="abc.1@provider.example")
	clockwork.at("2026-03-16 10:05")
	values = {"message_id": answer.message_id, "action": "failed", "recipient": world.PARTNER_USER}
	(message,) = post.take(BOUNCE.format(number=1, returned="message/rfc822", **values).encode())
	assert (counted(message), counted(answer)) == ("Automatic Message", "Answer")
	assert "not_delivered" not in world.events(doc)


@pytest.mark.parametrize("threaded", [True, False])
def test_an_agents_answer_from_their_own_mail_program(
	threaded: bool, post: Post, site: Any, clockwork: Clockwork
) -> None:
	"""To the customer, the helpdesk in Cc."""
	clockwork.at("2026-03-16 09:00")
	doc = post.ticket("rina@klien.example", "Slip gaji tidak muncul")
	first = site.get_last_doc("Communication", {"reference_name": str(doc.name)})
	clockwork.at("2026-03-16 10:00")
	headers = {"In-Reply-To": f"<{first.message_id}>"} if threaded else {}
	subject = "Re: Slip gaji tidak muncul"
	(answer,) = post.take(
		mail(world.AGENT, subject, "Kami periksa.", to="rina@klien.example", cc=HELPDESK, headers=headers)
	)
	assert (str(answer.reference_name), counted(answer)) == (str(doc.name), "Answer")
	assert world.events(doc).count("confirmed") == 1
	clockwork.at("2026-03-16 11:00")
	post.take(mail(world.AGENT, subject, "Masih.", to="rina@klien.example", cc=HELPDESK, headers=headers))
	assert (world.events(doc).count("confirmed"), world.events(doc).count("update_sent")) == (1, 1)
	assert "partner_replied" not in world.events(doc)


def test_an_answer_in_the_helpdesks_own_name(post: Post, site: Any, clockwork: Clockwork) -> None:
	"""From a mail program that has the helpdesk's mailbox; the mailbox gets a copy."""
	clockwork.at("2026-03-16 09:00")
	doc = post.ticket("rina@klien.example", "Slip gaji tidak muncul")
	first = site.get_last_doc("Communication", {"reference_name": str(doc.name)})
	clockwork.at("2026-03-16 10:00")
	headers = {"In-Reply-To": f"<{first.message_id}>"}
	(answer,) = post.take(
		mail(HELPDESK, "Re: Slip gaji", "Kami periksa.", to="rina@klien.example", headers=headers)
	)
	assert (counted(answer), "confirmed" in world.events(doc)) == ("Answer", True)


def test_an_agents_mail_to_the_helpdesk_alone_answers_nobody(
	post: Post, site: Any, clockwork: Clockwork
) -> None:
	"""Nor does it end a pause, though the helpdesk opens the ticket again for it."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(post.host, sla_id_priority="P2")
	world.change(doc, status=world.status(doc.doctype, "Paused"))
	clockwork.at("2026-03-16 10:00")
	(note,) = post.take(mail(world.AGENT, f"Re: {doc.subject} #{doc.name}", cc=world.LEAD))
	assert counted(note) == "Internal Message"
	assert not {"confirmed", "partner_replied", "resumed"} & set(world.events(doc))


def test_a_customers_mail_resumes_and_the_host_says_so(post: Post, site: Any, clockwork: Clockwork) -> None:
	"""The message is saved again once its attachments are there, and with it a copy of the ticket from before."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(post.host, sla_id_priority="P2")
	paused(site, clockwork, doc, "2026-03-16 10:00")
	clockwork.at("2026-03-16 11:00")
	post.take(mail(world.PARTNER_USER, f"Re: {doc.subject} #{doc.name}", "Sudah.", picture="layar.png"))
	assert world.record(doc).state == "On Track"
	assert site.db.get_value(doc.doctype, doc.name, ["sla_id_state", "sla_id_due"]) == (
		"On Track",
		world.record(doc).due_text,
	)


def test_an_arrival_that_fails_holds_up_no_other(
	post: Post, site: Any, clockwork: Clockwork, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""What is missing is asked for at the next look; who was deleted meanwhile isn't looked at."""
	import sla_id.hosts.observe as observe
	from sla_id.sweep.arrivals import _complete

	clockwork.at("2026-06-08 09:00")
	first = world.ticket(post.host, sla_id_priority="P1")
	second = world.ticket(post.host, sla_id_priority="P1")
	clockwork.at("2026-06-08 09:01")
	real, failing = observe.ask_once, world.record(first).name

	def broken(record: Any, seen: Any) -> bool:
		if record.name == failing:
			raise RuntimeError("a broken question")
		return real(record, seen)

	with monkeypatch.context() as patch:
		patch.setattr(observe, "ask_once", broken)
		world.tick()
	assert world.record(first).state == "Problem"
	assert world.record(second).asked_utc
	clockwork.at("2026-06-08 09:10")
	world.tick()
	assert (world.record(first).state, bool(world.record(first).asked_utc)) == ("On Track", True)
	_complete("HD Ticket 0815")
