"""Whose word a message is: an agent's to the partner, the partner's, or nobody's that counts."""

from importlib import import_module
from typing import Any

import pytest

from tests.app import world
from tests.app.conftest import Clockwork
from tests.app.test_hosts import module_of

pytestmark = pytest.mark.each_host


@pytest.fixture
def doc(host_name: str, site: Any, clockwork: Clockwork) -> Any:
	"""A ticket of MAJU's, reported at 09:00; it is 10:00 now."""
	clockwork.at("2026-03-16 09:00")
	made = world.ticket(host_name, sla_id_priority="P2")
	clockwork.at("2026-03-16 10:00")
	return made


def counted(site: Any, message: Any) -> str:
	return str(site.db.get_value("Communication", message.name, "sla_id_counted_as") or "")


def list_contact(site: Any, partner: str, email: str) -> None:
	made = site.get_doc("SLA Partner", partner)
	made.append("contacts", {"user": email, "email": email})
	made.save()


def from_outside(site: Any, doc: Any, sender: str) -> Any:
	"""A mail of somebody who may have no user, as the job that fetches mail writes it."""
	return site.get_doc(
		{
			"doctype": "Communication",
			"communication_type": "Communication",
			"communication_medium": "Email",
			"sent_or_received": "Received",
			"subject": f"Re: {doc.subject}",
			"content": "Sudah.",
			"sender": sender,
			"reference_doctype": doc.doctype,
			"reference_name": str(doc.name),
		}
	).insert(ignore_permissions=True)


def test_every_verdict_can_be_kept(doc: Any, site: Any) -> None:
	from sla_id.hosts.counted import FIELD, CountedAs

	kept = site.get_meta("Communication").get_field(FIELD)
	assert kept.options.split("\n") == ["", *CountedAs]


def test_nobody_says_what_a_message_counts_as(doc: Any, site: Any) -> None:
	"""Neither who writes it nor who changes it afterwards."""
	message = world.reply(doc, sender=world.PARTNER_USER, sla_id_counted_as="Automatic Message")
	assert (counted(site, message), "partner_replied" in world.events(doc)) == ("Partner's Message", True)
	fresh = site.get_doc("Communication", message.name)
	fresh.sla_id_counted_as = "Not Delivered"
	fresh.delivery_status = "Sent"
	fresh.save(ignore_permissions=True)
	assert counted(site, message) == "Partner's Message"
	assert "confirmed" not in world.events(doc)


MACHINES = (
	*("Automatic reply: Re: x", "Auto-Reply: x", "Autoreply", "Balasan otomatis: cuti", "Jawaban Otomatis"),
	*("Out of Office: x", "Out of the office", "[OOO] x", "Undeliverable: Re: x", "failure notice"),
	*("Undelivered Mail Returned to Sender", "Delivery Status Notification (Failure)", "Respons otomatis"),
	*("Mail delivery failed: returning message", "Returned mail: see transcript", "Sedang di luar kantor"),
	*("Tidak di kantor", "Surel tidak terkirim: x", "Email gagal terkirim", "Read: x", "Dibaca: x"),
	*("Out-of-Office: x", "Automatische Antwort: x", "Réponse automatique : x", "Jawapan automatik: x"),
	*("自动答复: x", "자동 회신: x", "Abwesenheitsnotiz: x", "Resposta automática: x", "Tidak terkirim: x"),
	*("Saya sedang cuti sampai 5 Desember", "Cuti: Re: x", "Email otomatis: x", "Message Undeliverable"),
	*("I am on annual leave", "[Auto-Reply] Re: x", "Terima kasih [balasan otomatis]", "Telah dibaca: x"),
	*("Warning: message 1abc delayed 24 hours", "Unzustellbar: x", "Automatic reply from Budi"),
)
PEOPLE = (
	*("Re: Automatic reply: x", "RE: Balasan otomatis", "Fwd: Out of office", "Sudah dicoba", "Re: Sistem"),
	*("Readiness check", "Balasan", "Otomatis keluar dari sistem", "Pengiriman gagal untuk pesanan 12"),
	*("Autorisasi gagal", "Delivered goods missing", "Kantor di luar kota", "Dibacakan tadi"),
	*("Balasan otomatis tidak jalan", "Out of office printer is broken", "Delivery failed for order 123"),
	*(
		"Email otomatis dobel",
		"Cuti tidak bisa diajukan",
		"Cuti: pengajuan ditolak sistem",
		"Automatic backup failed",
	),
	*("Sedang di luar kantor pun tidak bisa masuk", "Re: Sistem (balasan otomatis)"),
	*("Fitur [balasan otomatis] rusak", "Baca: x"),
)


@pytest.mark.parametrize(("subjects", "automatic"), [(MACHINES, True), (PEOPLE, False)])
def test_a_subject_tells_at_its_beginning(subjects: tuple[str, ...], automatic: bool, site: Any) -> None:
	from sla_id.hosts.automatic import is_automatic

	assert {text: is_automatic(None, "budi@maju.example", text) for text in subjects} == dict.fromkeys(
		subjects, automatic
	)
	assert not is_automatic(None, "budi@maju.example", "Out of office rusak", "out of office rusak")


@pytest.mark.parametrize(
	("names", "automatic"),
	[
		(
			"mailer-daemon postmaster noreply no-reply do_not_reply jira-noreply noreply2 bounce+a=b bounces",
			True,
		),
		(
			"tidak-dibalas jangan-balas auto-reply dontreply "
			"microsoftexchange329e71ec88ae4615bbc36ab6ce41109e",
			True,
		),
		("budi reno-reply noor bounceria noreplyx replying", False),
	],
)
def test_a_sender_tells_by_the_whole_name(names: str, automatic: bool, site: Any) -> None:
	from sla_id.hosts.automatic import is_automatic

	found = {name: is_automatic(None, f"{name}@maju.example", "Re: x") for name in names.split()}
	assert found == dict.fromkeys(names.split(), automatic)


def test_another_partners_contact_is_an_agent_here(doc: Any, site: Any) -> None:
	list_contact(site, "KLIEN", world.AGENT)
	world.reply(doc)
	assert "confirmed" in world.events(doc)


def test_another_partners_contact_classifies_as_an_agent_here(doc: Any, site: Any) -> None:
	"""By the helpdesk's role alone, without one of the app's."""
	world.user("agen@provider.example", "Agent", "Support Team")
	list_contact(site, "KLIEN", "agen@provider.example")
	site.set_user("agen@provider.example")
	world.change(doc, sla_id_priority="P1", sla_id_priority_reason="Semua berhenti")
	assert world.record(doc).priority == "P1"


def test_this_partners_contact_is_no_agent_here(doc: Any, site: Any) -> None:
	list_contact(site, world.PARTNER, world.AGENT)
	world.reply(doc)
	assert "confirmed" not in world.events(doc)


@pytest.mark.parametrize("sent_or_received", ["Sent", "Received"])
def test_an_agent_who_raised_it_does_not_answer_it(
	sent_or_received: str, host_name: str, site: Any, clockwork: Clockwork
) -> None:
	clockwork.at("2026-03-16 09:00")
	list_contact(site, world.PARTNER, world.LEAD)
	doc = world.ticket(host_name, raised_by=world.LEAD, sla_id_priority="P2")
	clockwork.at("2026-03-16 10:00")
	message = world.reply(doc, sender=world.LEAD, sent_or_received=sent_or_received)
	assert (counted(site, message), world.events(doc)[-1]) == ("Partner's Message", "partner_replied")
	assert "confirmed" not in world.events(doc)
	world.reply(doc)
	assert "confirmed" in world.events(doc), "another agent does"


def test_an_agent_who_raised_it_without_being_a_contact(
	host_name: str, site: Any, clockwork: Clockwork
) -> None:
	"""An internal ticket under the default agreement."""
	clockwork.at("2026-03-16 09:00")
	doc = world.ticket(host_name, raised_by=world.LEAD, sla_id_priority="P2")
	clockwork.at("2026-03-16 10:00")
	world.reply(doc, sender=world.LEAD)
	assert "confirmed" not in world.events(doc)


@pytest.mark.parametrize("to", ["lead@provider.example", "gudang@provider.example", "pemasok@lain.example"])
def test_a_mail_to_a_colleague_is_no_answer(to: str, doc: Any, site: Any) -> None:
	message = world.reply(doc, recipients=to)
	assert (counted(site, message), "confirmed" in world.events(doc)) == ("Internal Message", False)
	message = world.reply(doc, recipients=f"Budi Santoso <BUDI@maju.example>, {to}")
	assert (counted(site, message), "confirmed" in world.events(doc)) == ("Answer", True)


def test_an_answer_reaches_the_partner_in_cc_and_by_who_wrote_before(doc: Any, site: Any) -> None:
	from_outside(site, doc, "dewi@maju-lain.example")
	message = world.reply(doc, recipients="lead@provider.example", cc="dewi@maju-lain.example")
	assert counted(site, message) == "Answer"


def test_a_customers_contact_is_reached_whoever_raised_it(
	host_name: str, site: Any, clockwork: Clockwork
) -> None:
	"""An agent has written down a call: raised by the agent, for the customer, whose contact gets the answer."""
	clockwork.at("2026-03-16 09:00")
	kind = {"HD Ticket": "HD Customer", "Issue": "Customer"}[host_name]
	customer = site.get_doc({"doctype": kind, "customer_name": "PT Maju Uji"}).insert(ignore_mandatory=True)
	contact = site.get_doc(
		{
			"doctype": "Contact",
			"first_name": "Dewi",
			"email_ids": [{"email_id": "dewi@lain.example", "is_primary": 1}],
			"links": [{"link_doctype": kind, "link_name": customer.name}],
		}
	).insert()
	doc = world.ticket(
		host_name, raised_by=world.AGENT, customer=customer.name, via_customer_portal=0, sla_id_priority="P2"
	)
	site.db.set_value("SLA Ticket", world.record(doc).name, "partner", world.PARTNER)
	world.ticket(host_name, raised_by=world.PARTNER_USER)
	clockwork.at("2026-03-16 10:00")
	assert counted(site, world.reply(doc)) == "Partner's Message", "to nobody: the requester's own words"
	assert counted(site, world.reply(doc, recipients=world.LEAD)) != "Answer"
	assert counted(site, world.reply(doc, recipients="dewi@lain.example")) == "Answer"
	other = world.ticket(host_name, customer=customer.name, sla_id_priority="P2")
	clockwork.at("2026-03-16 11:00")
	assert counted(site, world.reply(other, recipients="dewi@lain.example")) == "Answer"
	contact.links = []
	contact.save()
	assert counted(site, world.reply(other, recipients="dewi@lain.example")) == "Internal Message"


def test_a_colleagues_mail_is_no_answer_of_the_partners(doc: Any, site: Any) -> None:
	"""Somebody of the provider's who is no agent, with a user or without."""
	world.user("kasir@provider.example")
	for sender in ("kasir@provider.example", "gudang@provider.example"):
		assert counted(site, from_outside(site, doc, sender)) == "Internal Message", sender
	assert "partner_replied" not in world.events(doc)


def test_a_look_alike_is_no_agent(doc: Any, site: Any) -> None:
	"""To MariaDB "sarí" and "sari" are one."""
	message = world.reply(
		doc, sender_full_name="Sari", sent_or_received="Received", recipients=world.PARTNER_USER
	)
	site.db.set_value("Communication", message.name, "sender", "sarí@provider.example", update_modified=False)
	from sla_id.hosts.sides import find_user, read_sides

	assert find_user("sarí@provider.example") is None
	assert not read_sides(doc.doctype, doc.name).is_agent("sarí@provider.example")


def later(site: Any, doc: Any, **values: Any) -> Any:
	"""An answer whose mail waits in Frappe's queue."""
	message = world.reply(doc, recipients=world.PARTNER_USER, **values)
	queue = site.get_doc(
		{
			"doctype": "Email Queue",
			"sender": world.AGENT,
			"message": "Subject: uji\n\nuji",
			"status": "Not Sent",
			"communication": message.name,
			"reference_doctype": doc.doctype,
			"reference_name": str(doc.name),
			"recipients": [{"recipient": world.PARTNER_USER, "status": "Not Sent"}],
		}
	).insert(ignore_permissions=True)
	return message, queue


@pytest.mark.parametrize("hooked", [True, False])
def test_an_answer_for_later_counts_when_it_leaves(
	hooked: bool, doc: Any, site: Any, clockwork: Clockwork
) -> None:
	message, queue = later(site, doc, send_after="2026-03-16 12:00:00")
	assert (counted(site, message), "confirmed" in world.events(doc)) == ("Not Sent Yet", False)
	world.tick()
	assert "confirmed" not in world.events(doc)
	clockwork.at("2026-03-16 12:05")
	site.db.set_single_value("SLA Settings", "enabled", int(hooked))
	queue.update_status("Sent")
	site.db.set_single_value("SLA Settings", "enabled", 1)
	clockwork.at("2026-03-16 12:06")
	world.tick()
	(at,) = site.get_all("SLA Event", {"event_type": "confirmed"}, pluck="at_utc")
	assert str(at)[:16] == "2026-03-16 05:05"
	assert counted(site, message) == "Answer"


def test_an_answer_whose_mail_fails_is_none(doc: Any, site: Any, clockwork: Clockwork) -> None:
	message, queue = later(site, doc)
	world.assign(doc)
	assert world.clock(doc, "response").state == "met"
	clockwork.at("2026-03-16 10:20")
	queue.update_status("Error")
	assert counted(site, message) == "Not Delivered"
	assert world.clock(doc, "response").state in ("running", "at_risk", "breached")
	clockwork.at("2026-03-16 10:21")
	world.tick()
	assert world.events(doc).count("not_delivered") == 1
	clockwork.at("2026-03-16 10:40")
	queue.update_status("Sent")
	world.tick()
	row = world.clock(doc, "response")
	assert (row.state, str(row.stopped_utc)[:16]) == ("met", "2026-03-16 03:40")


def test_the_answer_after_one_that_failed_confirms(doc: Any, site: Any, clockwork: Clockwork) -> None:
	_message, queue = later(site, doc)
	clockwork.at("2026-03-16 10:10")
	world.reply(doc, recipients=world.PARTNER_USER)
	clockwork.at("2026-03-16 10:20")
	world.assign(doc)
	queue.update_status("Error")
	assert world.clock(doc, "response").state == "met"


def api_of(site: Any, host: str) -> Any:
	return import_module(module_of(site, host).__name__.rpartition(".")[0] + ".api")


def test_helpdesks_notice_of_a_split_is_no_answer(doc: Any, site: Any, clockwork: Clockwork) -> None:
	if doc.doctype != "HD Ticket":
		pytest.skip("ERPNext writes a comment")
	second = world.reply(doc, sender=world.PARTNER_USER, content="Dan satu lagi: cetak gagal.")
	clockwork.at("2026-03-16 11:00")
	site.set_user(world.LEAD)
	split = api_of(site, doc.doctype).split_ticket("Cetak gagal", second.name)
	notice = site.get_last_doc("Communication", {"reference_name": str(doc.name)})
	assert (notice.sent_or_received, counted(site, notice)) == ("Sent", "Helpdesk's Notice")
	assert "confirmed" not in world.events(doc)
	new = site.get_doc("HD Ticket", split)
	assert "confirmed" not in world.events(new)
	assert world.record(new).channel == "portal", "as the ticket it was split from"
	assert str(world.clock(new, "resolution").started_utc)[:16] == "2026-03-16 04:00", "from the split on"
	world.reply(doc, recipients=world.PARTNER_USER)
	assert "confirmed" in world.events(doc)


def test_merged_copies_open_nothing(doc: Any, site: Any, clockwork: Clockwork) -> None:
	"""Helpdesk takes the copy of a partner's old message for a new one and opens the target again."""
	if doc.doctype != "HD Ticket":
		pytest.skip("ERPNext merges no issues")
	world.reply(doc, sender=world.PARTNER_USER, message_id="1@maju.example")
	clockwork.at("2026-03-16 10:30")
	target = world.ticket(doc.doctype, sla_id_priority="P2")
	world.reply(target)
	world.change(target, status="Replied")
	clockwork.at("2026-03-16 11:00")
	site.set_user(world.LEAD)
	api_of(site, doc.doctype).merge_ticket(str(doc.name), str(target.name))
	site.set_user("Administrator")
	world.tick()
	assert not {"resumed", "partner_replied"} & set(world.events(target))
	assert world.clock(target, "resolution").state == "paused"


def test_a_reply_asks_no_question_without_an_index(
	doc: Any, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""Telling a merged copy from a reply read every message of the site: now only what is older than itself."""
	asked: list[str] = []
	real = site.db.sql

	def sql(query: Any, *args: Any, **more: Any) -> Any:
		asked.append(str(query))
		return real(query, *args, **more)

	monkeypatch.setattr(site.db, "sql", sql)
	world.reply(doc, recipients=world.PARTNER_USER)
	about = [
		query.split("WHERE", 1)[-1]
		for query in asked
		if "tabCommunication" in query and "WHERE" in query.upper()
	]
	assert about
	bare = [
		text
		for text in about
		if "communication_date" in text or ("reference_name" not in text and "name" not in text)
	]
	assert not bare, bare


def test_agents_tickets_did_not_come_by_the_portal(host_name: str, site: Any, clockwork: Clockwork) -> None:
	"""Helpdesk says so of every ticket that somebody types in."""
	clockwork.at("2026-03-16 09:00")
	site.set_user(world.AGENT)
	doc = world.ticket(host_name, sla_id_priority="P2")
	assert world.record(doc).channel is None
	site.set_user(world.PARTNER_USER)
	own = world.ticket(host_name, sla_id_priority="P2")
	assert world.record(own).channel == "portal"
