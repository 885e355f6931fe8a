"""The protocols of 000 §4.2 as work: a fired tier's duties, the written action plan, the emergency conference call."""

import json
from email import message_from_string
from typing import Any

import pytest

from sla_id.agreements.file import Duty, Label, read_length
from tests.app import world
from tests.app.conftest import Clockwork, wib
from tests.app.outbox_world import clear

OTHER = "tono@satker.example"
DIRECTOR = "direktur@maju.example"
BOSS = "bos@maju.example"
PLANS, CALLS = "SLA Action Plan", "SLA Conference Call"


class Work:
	"""A P1 of PT Maju, reported on Saturday, 14 March 2026, 22:00, and its escalations."""

	def __init__(self, site: Any, clockwork: Clockwork) -> None:
		self.site, self.clockwork = site, clockwork
		self.host = host_of(site)
		self.ticket = site.get_last_doc(self.host, {"raised_by": world.PARTNER_USER})

	@property
	def name(self) -> str:
		return f"{self.host} {self.ticket.name}"

	@property
	def record(self) -> Any:
		return self.site.get_doc("SLA Ticket", self.name)

	def escalation(self, level: int) -> str:
		return self.site.db.get_value("SLA Escalation", {"sla_ticket": self.name, "level": level}, "name")

	def owe(self, level: int, *duties: Duty, at: str = "2026-03-15 02:00") -> Any:
		"""Open duties on a tier that has fired, as `fire` does on a new one."""
		from sla_id.escalation.tier_duties import build_duties

		row = self.site.get_doc("SLA Escalation", self.escalation(level))
		row.extend("duties", build_duties(duties, wib(at), self.record))
		row.save(ignore_permissions=True)
		return row

	def tasks(self, level: int) -> list[Any]:
		return self.site.get_doc("SLA Escalation", self.escalation(level)).duties


ALWAYS = "always"
"""The agreement's code of its hours around the clock."""


def duty(kind: str, within: str = "", calendar: str = "", label: str = "", label_en: str = "") -> Duty:
	"""What a tier of the agreement owes."""
	return Duty(kind, Label(label, label_en), read_length(within) if within else None, calendar or None)


def host_of(site: Any) -> str:
	"""A helpdesk that is there."""
	return next(host for host in world.HOSTS if site.db.exists("DocType", host))


def build_scene(site: Any, clockwork: Clockwork) -> None:
	"""PT Maju with technical contacts and a management that reads English in Jayapura; its ticket with three tiers, which
	owe nothing yet."""
	site.db.set_single_value("SLA Settings", "email_on_escalation", 1)
	world.user(BOSS, "SLA Partner", website=True)
	partner = site.get_doc("SLA Partner", world.PARTNER)
	partner.language, partner.time_zone = "en", "Asia/Jayapura"
	partner.append("contacts", {"email": "teknisi@maju.example", "contact_role": "Technical"})
	partner.append("contacts", {"user": BOSS, "contact_role": "Management"})
	partner.append("contacts", {"email": DIRECTOR, "contact_role": "Management"})
	partner.save()
	clockwork.at("2026-03-14 22:00")
	world.ticket(host_of(site), sla_id_priority="P1")
	for moment in ("2026-03-15 02:00", "2026-03-15 06:00"):
		clockwork.at(moment)
		world.tick()
	site.db.delete("SLA Escalation Task")
	clear()
	for queue in ("Email Queue", "Email Queue Recipient"):
		site.db.delete(queue)


@pytest.fixture
def work(clockwork: Clockwork, site: Any) -> Work:
	clockwork.at("2026-03-15 06:00")
	return Work(site, clockwork)


def deliver() -> None:
	from sla_id.notify.outbox import deliver_due

	deliver_due()


def mail_to(site: Any, address: str) -> list[Any]:
	"""The messages in Frappe's queue for an address, parsed; oldest first, where the clock was moved in between."""
	names = site.get_all("Email Queue Recipient", {"recipient": address}, pluck="parent")
	rows = site.get_all(
		"Email Queue", {"name": ["in", names or [""]]}, ["message", "reference_name"], order_by="creation"
	)
	return [message_from_string(row.message) for row in rows]


def text_of(message: Any) -> str:
	part = next(part for part in message.walk() if part.get_content_type() == "text/html")
	return part.get_payload(decode=True).decode()


def calendar_of(message: Any) -> tuple[Any, Any]:
	"""(the part, the calendar in it)."""
	import vobject

	part = next(part for part in message.walk() if part.get_content_type() == "text/calendar")
	return part, vobject.readOne(part.get_payload(decode=True).decode())


def subject_of(message: Any) -> str:
	from email.header import decode_header, make_header

	return str(make_header(decode_header(message["Subject"])))


def page(site: Any, work: Work, user: str = world.PARTNER_USER, lang: str = "en") -> str:
	"""What a portal user reads of the work on the ticket's page."""
	from sla_id.access import find_ticket
	from sla_id.portal.ticket_page import describe_ticket

	site.set_user(user)
	site.local.lang = lang
	try:
		record = find_ticket(work.name)
		assert record is not None, "the ticket isn't visible"
		described = describe_ticket(record)
		return str(site.render_template("sla_id/templates/includes/sla_work.html", described))
	finally:
		site.set_user("Administrator")
		site.local.lang = "en"


# The checklist


def test_a_tier_opens_its_duties_with_their_times(work: Work, site: Any) -> None:
	"""4 h around the clock; 4 h of business hours from Sunday 02:00; one working day of 8 h; and no time at all."""
	work.owe(
		2,
		duty("contact", "4 h", ALWAYS, label="Hubungi kontak teknis", label_en="Call the technician"),
		duty("action_plan", "4 h"),
		duty("other", "1 day"),
		duty("assign"),
	)
	rows = work.tasks(2)
	assert [row.due_text for row in rows] == [
		"Minggu, 15 Maret 2026 06.00 WIB",
		"Senin, 16 Maret 2026 13.00 WIB",
		"Senin, 16 Maret 2026 17.00 WIB",
		"",
	]
	assert str(rows[1].due_utc) == "2026-03-16 06:00:00"
	assert rows[3].due_utc is None
	assert not any(row.done_utc for row in rows)


def test_a_time_that_cannot_be_counted_keeps_no_tier_from_firing(work: Work, site: Any) -> None:
	row = work.owe(2, duty("contact", "90 min", "tutup"), duty("action_plan", "30 min"))
	assert [bool(task.due_utc) for task in row.duties] == [False, True]
	assert site.db.exists("Error Log", {"method": ["like", "%no due time%90 min%"]})


def test_a_duty_is_done_once_the_oldest_first_and_late_is_counted(work: Work, site: Any) -> None:
	from sla_id.escalation.tier_duties import fulfil_duty

	work.owe(2, duty("contact", "4 h", ALWAYS), duty("contact", "1 h", ALWAYS), duty("action_plan"))
	name = work.escalation(2)
	assert fulfil_duty(name, "contact", wib("2026-03-15 05:00"), world.AGENT, "Ditelepon")
	assert fulfil_duty(
		name, "contact", wib("2026-03-15 05:00"), world.LEAD, reference=("SLA Ticket", work.name)
	)
	assert not fulfil_duty(name, "contact", wib("2026-03-15 05:00"), world.AGENT)
	first, second, plan = work.tasks(2)
	assert (first.late_seconds, first.done_by, first.note) == (0, world.AGENT, "Ditelepon")
	assert (second.late_seconds, second.done_by, second.reference_name) == (7200, world.LEAD, work.name)
	assert str(first.done_utc) == "2026-03-14 22:00:00"
	assert plan.done_utc is None


def test_over_all_escalations_of_a_ticket_and_cheap_where_nothing_is_open(
	work: Work, site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	from sla_id.escalation.tier_duties import fulfil_for_ticket

	work.owe(1, duty("assign"))
	work.owe(2, duty("assign"), duty("contact"))
	at = wib("2026-03-15 06:30")
	assert fulfil_for_ticket(work.name, "assign", at, world.AGENT, (work.host, str(work.ticket.name))) == 2
	assert [row.reference_doctype for row in work.tasks(1)] == [work.host]
	queries: list[Any] = []
	run = site.db.sql
	monkeypatch.setattr(site.db, "sql", lambda *args, **kwargs: queries.append(args) or run(*args, **kwargs))
	assert fulfil_for_ticket(work.name, "assign", at, world.AGENT) == 0
	assert len(queries) == 1


def test_the_checklist_says_what_is_late_in_the_readers_language(work: Work, site: Any) -> None:
	"""Nothing is stored for it: the same row reads open, late and done late as time goes by."""
	from sla_id.api.escalation_work import get_duties
	from sla_id.escalation.tier_duties import fulfil_duty

	work.owe(
		2,
		duty("contact", "6 h", ALWAYS, label="Hubungi kontak teknis", label_en="Call the technician"),
		duty("conference_call"),
	)
	site.set_user(world.AGENT)

	def shown(lang: str = "en") -> Any:
		site.local.lang = lang
		return next(row for row in get_duties(work.name) if row["level"] == 2)["duties"][0]

	work.clockwork.at("2026-03-15 07:59")
	assert (shown()["state"], shown()["late_text"]) == ("open", "")
	assert shown()["due_text"] == "Sunday, 15 March 2026 08:00 WIB"
	assert (shown()["label"], shown("id")["label"]) == ("Call the technician", "Hubungi kontak teknis")
	work.clockwork.at("2026-03-15 10:05")
	assert (shown()["state"], shown()["late_text"]) == ("late", "2 h 5 min late")
	assert "2 jam 5 menit" in shown("id")["late_text"]
	assert not work.tasks(2)[0].late_seconds
	fulfil_duty(work.escalation(2), "contact", wib("2026-03-15 11:00"), world.AGENT)
	assert (shown()["state"], shown()["late_text"]) == ("done_late", "3 h late")
	assert shown()["done_text"] == "Sunday, 15 March 2026 11:00 WIB"
	rows = get_duties(work.name)
	assert [row["level"] for row in rows] == [1, 2, 3]
	assert rows[1]["duties"][1]["due"] is None


def test_what_a_solved_ticket_had_time_for_is_no_longer_owed(work: Work, site: Any) -> None:
	from sla_id.escalation.checklist import describe_checklists

	work.owe(2, duty("contact", "30 min", ALWAYS), duty("action_plan", "8 h", ALWAYS))
	work.clockwork.at("2026-03-15 07:00")
	world.change(work.ticket, status=world.status(work.host, "Resolved"))
	work.clockwork.at("2026-03-15 20:00")
	late, lapsed = describe_checklists(work.record)[1]["duties"]
	assert (late["state"], late["late_seconds"] // 60) == ("late", 4.5 * 60)
	assert (lapsed["state"], lapsed["late_text"]) == ("lapsed", "")


def test_an_agent_ticks_a_duty_with_a_note(work: Work, site: Any) -> None:
	from sla_id.api.escalation_work import tick_duty

	work.owe(2, duty("contact", "8 h", ALWAYS), duty("action_plan"), duty("assign"))
	name, (contact, plan, assign) = work.escalation(2), [row.name for row in work.tasks(2)]
	site.set_user(world.AGENT)
	with pytest.raises(site.ValidationError, match="say what was done"):
		tick_duty(name, contact, "  ")
	for row in (plan, assign):
		with pytest.raises(site.ValidationError, match="can't be ticked by hand"):
			tick_duty(name, row, "Selesai")
	with pytest.raises(site.ValidationError, match="doesn't belong to"):
		tick_duty(work.escalation(3), contact, "Selesai")
	shown = tick_duty(name, contact, "Ditelepon pukul 07.00")
	assert shown[1]["duties"][0]["state"] == "done"
	row = work.tasks(2)[0]
	assert (row.note, row.done_by, row.late_seconds) == ("Ditelepon pukul 07.00", world.AGENT, 0)
	with pytest.raises(site.ValidationError, match="already done"):
		tick_duty(name, contact, "Lagi")
	for user in (world.PARTNER_USER, OTHER, world.CHIEF, "Guest"):
		site.set_user(user)
		with pytest.raises(site.PermissionError):
			tick_duty(name, contact, "Bukan saya")


# The action plan


def draft(work: Work, site: Any) -> Any:
	"""A plan of level 2 with two steps, written by an agent."""
	from sla_id.api.escalation_work import write_plan

	site.set_user(world.AGENT)
	plan = site.get_doc(PLANS, write_plan(work.escalation(2)))
	plan.goal = "Transaksi berjalan lagi"
	plan.next_update_on = "2026-03-15 09:00:00"
	plan.append(
		"steps",
		{
			"step": "Pulihkan basis data <b>utama</b>",
			"owner_name": "Infrastructure Engineer",
			"owner_user": world.LEAD,
			"due": "2026-03-15 08:00:00",
		},
	)
	plan.append("steps", {"step": "Uji transaksi", "owner_name": "QA", "due": "2026-03-15 10:00:00"})
	return plan.save()


def send(plan: Any) -> Any:
	from sla_id.api.escalation_work import send_plan

	send_plan(plan.name)
	return plan.reload()


def test_a_plan_begins_with_what_is_known(work: Work, site: Any) -> None:
	from sla_id.api.escalation_work import write_plan

	site.set_user(world.AGENT)
	plan = site.get_doc(PLANS, write_plan(work.escalation(2)))
	assert (plan.sla_ticket, plan.partner, plan.status, plan.revision) == (
		work.name,
		world.PARTNER,
		"Draft",
		0,
	)
	assert str(work.ticket.name) in plan.situation
	assert "P1" in plan.situation
	assert "Minggu, 15 Maret 2026 02.00 WIB" in plan.situation
	assert write_plan(work.escalation(2)) == plan.name, "a second press makes no second plan"


def test_a_plan_is_sent_once_each_step_has_an_owner_and_a_date(work: Work, site: Any) -> None:
	plan = draft(work, site)
	plan.steps[1].owner_name = ""
	plan.save()
	with pytest.raises(site.ValidationError, match="Steps, row 2, Owner"):
		send(plan)
	plan.steps[1].update({"owner_name": "QA", "due": None})
	plan.save()
	with pytest.raises(site.ValidationError, match="Steps, row 2, Due"):
		send(plan)
	plan.set("steps", [])
	plan.save()
	with pytest.raises(site.ValidationError, match="at least one step"):
		send(plan)
	assert site.db.count("SLA Outbox", {"template": "action_plan"}) == 0


def test_sending_fulfils_the_duty_and_tells_the_technical_contacts(work: Work, site: Any) -> None:
	"""000 §4.2: in writing. In each one's language and zone; the portal's page, not the desk's."""
	work.owe(2, duty("action_plan", "5 h", ALWAYS), duty("contact"))
	work.owe(3, duty("action_plan", "1 h", ALWAYS))
	site.db.set_value("User", world.PARTNER_USER, {"language": "id", "time_zone": "Asia/Jakarta"})
	work.clockwork.at("2026-03-15 06:30")
	plan = send(draft(work, site))
	assert (plan.status, plan.revision, plan.sent_by) == ("Sent", 1, world.AGENT)
	assert plan.sent_to.split() == [world.PARTNER_USER, "teknisi@maju.example"]
	task, contact = work.tasks(2)
	assert (task.done_by, task.late_seconds) == (world.AGENT, 0)
	assert (task.reference_doctype, task.reference_name) == (PLANS, plan.name)
	assert contact.done_utc is None
	assert work.tasks(3)[0].late_seconds == 3.5 * 3600
	deliver()
	budi, technician = mail_to(site, world.PARTNER_USER)[0], mail_to(site, "teknisi@maju.example")[0]
	assert subject_of(budi) == f"{work.ticket.name}: {plan.title} (revisi 1)"
	for message in (budi, technician):
		text = text_of(message)
		assert f"/sla/{work.host.replace(' ', '%20')}%20{work.ticket.name}" in text
		assert "Pulihkan basis data &lt;b&gt;utama&lt;/b&gt;" in text
		assert "Infrastructure Engineer" in text
		assert world.LEAD not in text
	assert "Minggu, 15 Maret 2026 08.00 WIB" in text_of(budi)
	assert "Sunday, 15 March 2026 10:00 WIT (Sunday, 15 March 2026 08:00 WIB)" in text_of(technician)
	assert not mail_to(site, BOSS)
	assert not mail_to(site, DIRECTOR)
	for row in site.get_all("SLA Outbox", {"template": "action_plan"}, ["context", "body", "state"]):
		assert row.state == "Sent"
		assert "Pulihkan" not in (row.context or "") + (row.body or ""), "the row holds nothing confidential"


def test_the_partner_sees_what_was_sent_and_no_draft(work: Work, site: Any) -> None:
	plan = draft(work, site)
	assert "sla-plans" not in page(site, work)
	work.clockwork.at("2026-03-15 06:30")
	site.set_user(world.AGENT)
	send(plan)
	shown = page(site, work)
	assert "Pulihkan basis data &lt;b&gt;utama&lt;/b&gt;" in shown
	assert "Infrastructure Engineer" in shown
	assert "Sunday, 15 March 2026 08:00 WIB" in shown
	assert "Sunday, 15 March 2026 10:00 WIT" in shown, "in the reader's zone as well"
	assert world.LEAD not in shown
	assert world.AGENT not in shown
	work.clockwork.at("2026-03-15 07:00")
	site.set_user(world.AGENT)
	plan.reload()
	plan.steps[0].step = "Rahasia: salahkan vendor"
	plan.situation = "Rahasia juga"
	plan.append("steps", {"step": "Langkah rahasia", "owner_name": "CEO", "due": "2026-03-15 11:00:00"})
	plan.steps[1].status = "Done"
	plan.save()
	plan.run_method("onload")
	assert plan.get_onload("changed")
	shown = page(site, work)
	assert "ahasia" not in shown
	assert "Pulihkan basis data" in shown
	assert "Sunday, 15 March 2026 07:00 WIB" in shown, "a step that is done shows, with when"
	work.clockwork.at("2026-03-15 07:10")
	site.set_user(world.AGENT)
	send(plan)
	assert "Langkah rahasia" in page(site, work)
	assert "Revision 2" in page(site, work)


def test_each_revision_is_kept_with_its_hash(work: Work, site: Any) -> None:
	import hashlib

	work.clockwork.at("2026-03-15 06:30")
	plan = send(draft(work, site))
	with pytest.raises(site.ValidationError, match="Nothing has changed since revision 1"):
		send(plan)
	work.clockwork.at("2026-03-15 06:40")
	plan.goal = "Semua berjalan lagi"
	plan.save()
	send(plan)
	first, second = plan.revisions
	assert [first.revision, second.revision] == [1, 2]
	for row in plan.revisions:
		assert hashlib.sha256(row.content.encode()).hexdigest() == row.sha
	assert json.loads(first.content)["goal"] == "Transaksi berjalan lagi"
	assert "Transaksi berjalan lagi" in first.content_text
	assert "Minggu, 15 Maret 2026 08.00 WIB" in first.content_text
	assert str(second.sent_utc).startswith("2026-03-14 23:40:00")


def test_a_message_that_leaves_late_says_what_was_sent_then(work: Work, site: Any) -> None:
	work.clockwork.at("2026-03-15 06:30")
	plan = send(draft(work, site))
	plan.goal = "Tujuan baru"
	plan.save()
	send(plan)
	deliver()
	texts = [text_of(message) for message in mail_to(site, "teknisi@maju.example")]
	assert len(texts) == 2
	assert sorted(("Transaksi berjalan lagi" in text, "Tujuan baru" in text) for text in texts) == [
		(False, True),
		(True, False),
	]


def test_what_was_sent_cannot_be_undone_by_saving(work: Work, site: Any) -> None:
	work.clockwork.at("2026-03-15 06:30")
	plan = draft(work, site)
	plan.update({"status": "Sent", "revision": 7, "sent_by": world.LEAD})
	plan.append("revisions", {"revision": 7, "content": "{}", "sha": "x"})
	plan.save()
	plan.reload()
	assert (plan.status, plan.revision, plan.sent_by, plan.revisions) == ("Draft", 0, None, [])
	send(plan)
	sha = plan.revisions[0].sha
	plan.update({"status": "Draft", "revision": 0})
	plan.revisions[0].content = "{}"
	plan.set("revisions", plan.revisions[:0])
	plan.save()
	plan.reload()
	assert (plan.status, plan.revision, plan.revisions[0].sha) == ("Sent", 1, sha)
	plan.remove(plan.steps[0])
	with pytest.raises(site.ValidationError, match="Dropped instead of removing"):
		plan.save()
	site.set_user("Administrator")
	with pytest.raises(site.ValidationError, match="stays on record"):
		site.delete_doc(PLANS, plan.name)


def test_a_plan_is_done_when_its_steps_are_and_withdrawn_by_a_person(work: Work, site: Any) -> None:
	from sla_id.api.escalation_work import withdraw_plan

	work.clockwork.at("2026-03-15 06:30")
	plan = send(draft(work, site))
	plan.steps[0].status, plan.steps[1].status = "Done", "Dropped"
	plan.save()
	assert plan.status == "Done"
	plan.steps[0].status = "Open"
	plan.save()
	assert (plan.status, plan.steps[0].done_on) == ("Sent", None)
	with pytest.raises(site.ValidationError, match="say why"):
		withdraw_plan(plan.name, " ")
	withdraw_plan(plan.name, "Penyebabnya lain")
	shown = page(site, work)
	assert "Withdrawn" in shown
	assert "Pulihkan" not in shown
	site.set_user(world.AGENT)
	with pytest.raises(site.ValidationError, match="withdrawn"):
		send(plan.reload())


def test_a_ticket_that_went_to_another_partner_takes_no_plan_along(work: Work, site: Any) -> None:
	work.clockwork.at("2026-03-15 06:30")
	plan = send(draft(work, site))
	site.db.set_value("SLA Ticket", work.name, "partner", "SATKER")
	assert "sla-plans" not in page(site, work, OTHER)
	site.set_user(world.AGENT)
	plan.goal = "Lain"
	plan.save()
	with pytest.raises(site.ValidationError, match="another partner"):
		send(plan)


# The conference call


def called(work: Work, site: Any, user: str = world.LEAD) -> Any:
	"""The call of level 3, as it is prefilled."""
	from sla_id.api.escalation_work import call_conference

	site.set_user(user)
	return site.get_doc(CALLS, call_conference(work.escalation(3)))


def invite(call: Any) -> list[str]:
	from sla_id.api import escalation_work

	sent = escalation_work.invite(call.name)
	call.reload()
	return sent


def test_a_call_begins_with_the_tier_and_the_partners_management(work: Work, site: Any) -> None:
	"""000 §4.2, level 3: an emergency conference call with the partner's management."""
	work.clockwork.at("2026-03-15 06:07")
	call = called(work, site)
	assert [(row.email, row.party) for row in call.participants if row.party == "Partner"] == [
		(BOSS, "Partner"),
		(DIRECTOR, "Partner"),
	]
	assert (world.CHIEF, "Provider") in [(row.user, row.party) for row in call.participants]
	assert (call.status, call.partner, call.sla_ticket) == ("Planned", world.PARTNER, work.name)
	from sla_id.instants import to_site

	assert call.starts_on == to_site(wib("2026-03-15 06:30"))
	assert called(work, site).name == call.name


def test_an_invitation_goes_into_calendars(work: Work, site: Any) -> None:
	work.clockwork.at("2026-03-15 06:07")
	call = called(work, site)
	call.bridge = "https://meet.example/maju?a=1;b=2"
	call.agenda = "Strategi resolusi\nKoma, titik koma; selesai"
	call.save()
	asked = [row.email for row in call.participants]
	assert invite(call) == asked
	event = site.get_doc("Event", call.event)
	assert event.starts_on == call.starts_on
	assert {row.email for row in event.event_participants} == set(asked)
	deliver()
	boss, director, chief = (mail_to(site, address)[0] for address in (BOSS, DIRECTOR, world.CHIEF))
	part, calendar = calendar_of(director)
	assert part.get_param("method") == "REQUEST"
	assert part.get_filename() == "invite.ics"
	entry = calendar.vevent
	assert calendar.method.value == "REQUEST"
	assert (entry.uid.value, entry.sequence.value) == (call.uid, "0")
	assert (entry.dtstart.value, entry.dtend.value) == (wib("2026-03-15 06:30"), wib("2026-03-15 07:00"))
	assert "DTSTART:20260314T233000Z" in part.get_payload(decode=True).decode()
	assert entry.location.value == "https://meet.example/maju?a=1;b=2"
	assert entry.description.value == "Strategi resolusi\nKoma, titik koma; selesai"
	assert entry.organizer.value == f"mailto:{world.LEAD}"
	theirs = {f"mailto:{address}" for address in (BOSS, DIRECTOR)}
	assert {attendee.value for attendee in entry.attendee_list} == theirs, "the partner's own side alone"
	assert world.CHIEF not in text_of(director)
	ours = {attendee.value for attendee in calendar_of(chief)[1].vevent.attendee_list}
	assert ours == {f"mailto:{address}" for address in asked}
	assert "/sla/" in text_of(boss)
	assert "/sla/" in text_of(director)
	assert "Sunday, 15 March 2026 08:30 WIT" in text_of(director), "in the partner's language and zone"
	for row in site.get_all("SLA Outbox", {"template": "conference_call"}, ["context", "body", "state"]):
		assert row.state == "Sent"
		assert "meet.example" not in (row.context or "") + (row.body or "")


def test_a_change_raises_the_sequence_and_who_is_left_out_is_told(work: Work, site: Any) -> None:
	work.clockwork.at("2026-03-15 06:07")
	call = called(work, site)
	invite(call)
	uid, event = call.uid, call.event
	deliver()
	with pytest.raises(site.ValidationError, match="Nothing has changed"):
		invite(call)
	work.clockwork.at("2026-03-15 06:10")
	call.starts_on = "2026-03-15 07:00:00"
	call.set("participants", [row for row in call.participants if row.email != BOSS])
	call.save()
	call.run_method("onload")
	assert call.get_onload("standing")["changed"]
	invite(call)
	deliver()
	calendar = calendar_of(mail_to(site, DIRECTOR)[-1])[1]
	assert calendar.method.value == "REQUEST"
	assert (calendar.vevent.uid.value, calendar.vevent.sequence.value) == (uid, "1")
	assert calendar.vevent.dtstart.value == wib("2026-03-15 07:00")
	out = calendar_of(mail_to(site, BOSS)[-1])[1]
	assert (out.method.value, out.vevent.uid.value, out.vevent.sequence.value) == ("CANCEL", uid, "1")
	assert len(mail_to(site, BOSS)) == len(mail_to(site, DIRECTOR)) == 2
	assert call.event == event
	assert site.get_doc("Event", event).starts_on == call.starts_on


def test_a_cancelled_call_is_taken_out_of_calendars(work: Work, site: Any) -> None:
	from sla_id.api.escalation_work import cancel_call, hold_call

	work.clockwork.at("2026-03-15 06:07")
	call = called(work, site)
	invite(call)
	deliver()
	with pytest.raises(site.ValidationError, match="say why"):
		cancel_call(call.name, "")
	work.clockwork.at("2026-03-15 06:20")
	cancel_call(call.name, "Sudah pulih")
	deliver()
	part, calendar = calendar_of(mail_to(site, DIRECTOR)[-1])
	assert part.get_param("method") == calendar.method.value == "CANCEL"
	assert (calendar.vevent.status.value, calendar.vevent.sequence.value) == ("CANCELLED", "1")
	assert calendar.vevent.uid.value == call.uid
	assert "Sudah pulih" in text_of(mail_to(site, DIRECTOR)[-1])
	assert site.db.get_value("Event", call.event, "status") == "Cancelled"
	for act in (
		lambda: invite(call),
		lambda: hold_call(call.name, "Notulen"),
		lambda: cancel_call(call.name, "x"),
	):
		with pytest.raises(site.ValidationError, match="cancelled"):
			act()


def test_a_held_call_fulfils_its_duty_when_it_began(work: Work, site: Any) -> None:
	from sla_id.api.escalation_work import hold_call

	work.owe(3, duty("conference_call", "1 h", ALWAYS), at="2026-03-15 06:00")
	work.clockwork.at("2026-03-15 06:07")
	call = called(work, site)
	invite(call)
	work.clockwork.at("2026-03-15 09:00")
	with pytest.raises(site.ValidationError, match="Minutes"):
		hold_call(call.name)
	hold_call(call.name, "Disepakati: pindah ke cadangan")
	call.reload()
	assert (call.status, call.held_by, call.minutes) == ("Held", world.LEAD, "Disepakati: pindah ke cadangan")
	task = work.tasks(3)[0]
	assert (str(task.done_utc), task.late_seconds) == ("2026-03-14 23:30:00", 0)
	assert (task.reference_doctype, task.reference_name) == (CALLS, call.name)
	assert site.db.get_value("Event", call.event, "status") == "Completed"
	with pytest.raises(site.ValidationError, match="already been held"):
		hold_call(call.name, "Lagi")
	call.starts_on = "2026-03-15 05:00:00"
	call.status = "Planned"
	call.save()
	call.reload()
	assert (call.status, str(call.starts_on)) == ("Held", "2026-03-15 06:30:00")


def test_a_call_that_comes_too_late_says_so(work: Work, site: Any) -> None:
	from sla_id.api.escalation_work import get_duties, hold_call

	work.owe(3, duty("conference_call", "1 h", ALWAYS), at="2026-03-15 06:00")
	work.clockwork.at("2026-03-15 06:50")
	call = called(work, site)
	call.starts_on = "2026-03-15 07:45:00"
	call.save()
	call.run_method("onload")
	assert call.get_onload("standing")["late_text"] == "45 min late"
	task = next(row for row in get_duties(work.name) if row["level"] == 3)["duties"][0]
	assert (task["state"], task["planned_text"]) == (
		"open",
		"Planned for Sunday, 15 March 2026 07:45 WIB (45 min late)",
	)
	work.clockwork.at("2026-03-15 08:30")
	hold_call(call.name, "Notulen")
	assert work.tasks(3)[0].late_seconds == 45 * 60
	call.reload()
	call.run_method("onload")
	assert call.get_onload("standing")["late_text"] == "45 min late"


def test_minutes_and_decisions_are_the_providers_own_until_shared(work: Work, site: Any) -> None:
	from sla_id.api.escalation_work import hold_call

	work.clockwork.at("2026-03-15 06:07")
	call = called(work, site)
	call.bridge = "https://meet.example/rahasia"
	call.save()
	assert "sla-calls" not in page(site, work), "nobody has been invited yet"
	site.set_user(world.LEAD)
	invite(call)
	assert "meet.example" in page(site, work, BOSS)
	shown = page(site, work)
	assert "Sunday, 15 March 2026 08:30 WIT" in shown
	assert "meet.example" not in shown, "the way in is for those who are asked"
	work.clockwork.at("2026-03-15 07:10")
	site.set_user(world.LEAD)
	hold_call(call.name, "Notulen <i>rapat</i> & tindak lanjut")
	call.reload()
	call.append("decisions", {"decision": "Pindah ke cadangan", "owner_name": "CTO", "due": "2026-03-16"})
	call.save()
	shown = page(site, work)
	assert "Held" in shown
	assert "Notulen" not in shown
	assert "Pindah" not in shown
	site.set_user(world.LEAD)
	call.share_with_partner = 1
	call.save()
	shown = page(site, work)
	assert "Notulen &lt;i&gt;rapat&lt;/i&gt; &amp; tindak lanjut" in shown
	assert "Pindah ke cadangan · CTO · 16 March 2026" in shown
	assert world.CHIEF not in shown


def test_participants_are_checked(work: Work, site: Any) -> None:
	work.clockwork.at("2026-03-15 06:07")
	call = called(work, site)
	call.append("participants", {"email": BOSS.upper(), "party": "Partner"})
	with pytest.raises(site.ValidationError, match="is listed twice"):
		call.save()
	call.reload()
	call.append("participants", {"user": world.AGENT, "party": "Provider"})
	call.save()
	assert call.participants[-1].email == world.AGENT
	call.set("participants", [])
	call.save()
	with pytest.raises(site.ValidationError, match="at least one"):
		invite(call)
	call.append("participants", {"user": world.AGENT, "party": "Provider"})
	call.starts_on = "2026-03-15 05:00:00"
	call.save()
	with pytest.raises(site.ValidationError, match="this time has passed"):
		invite(call)


def test_a_site_without_mail_invites_nobody_and_still_sends_plans(work: Work, site: Any) -> None:
	site.db.set_value("Email Account", {"default_outgoing": 1}, "enable_outgoing", 0)
	work.clockwork.at("2026-03-15 06:07")
	with pytest.raises(site.ValidationError, match="no outgoing e-mail account"):
		invite(called(work, site))
	plan = send(draft(work, site))
	assert (plan.status, plan.sent_to) == ("Sent", "")
	assert "Pulihkan" in page(site, work)


def test_a_message_about_what_is_gone_is_given_up(work: Work, site: Any) -> None:
	work.clockwork.at("2026-03-15 06:07")
	call = called(work, site)
	invite(call)
	site.db.delete(CALLS, {"name": call.name})
	deliver()
	rows = site.get_all("SLA Outbox", {"template": "conference_call"}, ["state", "last_error"])
	assert rows
	assert {(row.state, row.last_error) for row in rows} == {("Dead", "what the message was about is gone")}


# Who may


def test_another_partner_has_no_such_page(work: Work, site: Any) -> None:
	from sla_id.access import find_ticket

	work.clockwork.at("2026-03-15 06:30")
	send(draft(work, site))
	for user in (OTHER, "Guest"):
		site.set_user(user)
		assert find_ticket(work.name) is None


def test_partners_and_executives_act_on_no_plan(work: Work, site: Any) -> None:
	from sla_id.api import escalation_work as api

	plan = draft(work, site)
	call = called(work, site)
	for user in (world.PARTNER_USER, BOSS, OTHER, "Guest"):
		site.set_user(user)
		for act in (
			lambda: api.write_plan(work.escalation(2)),
			lambda: api.send_plan(plan.name),
			lambda: api.withdraw_plan(plan.name, "x"),
			lambda: api.call_conference(work.escalation(3)),
			lambda: api.invite(call.name),
			lambda: api.cancel_call(call.name, "x"),
			lambda: api.hold_call(call.name, "x"),
			lambda: api.get_duties(work.name),
		):
			with pytest.raises(site.PermissionError):
				act()
	site.set_user(world.CHIEF)
	with pytest.raises(site.PermissionError):
		api.send_plan(plan.name)
	assert invite(call), "who is responsible on level 3 may call the conference"
	assert api.get_duties(work.name)


# With the ticket


def test_a_renamed_and_a_deleted_ticket_take_plan_and_call_along(work: Work, site: Any) -> None:
	from sla_id.instants import utc_now
	from sla_id.ledger.rename_record import archive_record, rename_record

	work.clockwork.at("2026-03-15 06:30")
	plan = send(draft(work, site))
	call = called(work, site)
	invite(call)
	site.set_user("Administrator")
	rename_record(work.name, "HD Ticket lain", "lain")
	assert site.db.get_value(PLANS, plan.name, "sla_ticket") == "HD Ticket lain"
	aside = archive_record("HD Ticket lain", utc_now())
	for doctype, name in ((PLANS, plan.name), (CALLS, call.name)):
		assert site.db.get_value(doctype, name, "sla_ticket") == aside
	deliver()
	assert "lain" in text_of(mail_to(site, "teknisi@maju.example")[0])


def test_a_plan_keeps_no_ticket_from_being_deleted(work: Work, site: Any) -> None:
	work.clockwork.at("2026-03-15 06:30")
	plan = send(draft(work, site))
	site.set_user("Administrator")
	site.delete_doc(work.host, work.ticket.name)
	assert site.db.get_value(PLANS, plan.name, "sla_ticket").startswith(f"{work.name} deleted ")
