"""What the demo shows: people, agreements and a week of tickets told as short stories. Called by `demo`.

The stories are lived through, not written down: time travels back a week and forward again, and at each step the
ticket is changed as an agent or a partner would, with the minute tick running in between. One P1 is left so that its
response is missed about a minute after the demo is up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from embedded import demo_availability, demo_pauses


@dataclass(frozen=True)
class Login:
	"""Somebody the demo can be looked at as."""

	title: str
	user: str
	password: str
	full_name: str = ""
	roles: tuple[str, ...] = ()
	website: bool = False
	language: str = "id"


ADMINISTRATOR = Login("Administrator", "Administrator", "admin")
AGENT = Login(
	"Agent", "agent@example.com", "Layanan-2026", "Sari Agen", ("Agent", "SLA Agent", "Support Team")
)
MANAGER = Login(
	"Manager",
	"manajer@example.com",
	"Manajer-2026",
	"Maya Manajer",
	("Agent", "Agent Manager", "SLA Manager", "Support Team"),
)
EXECUTIVE = Login("Executive", "direksi@example.com", "Direksi-2026", "Dian Direksi", ("SLA Executive",))
PARTNER = Login("Partner", "mitra@example.com", "Mitra-2026", "Budi Mitra", ("SLA Partner",), website=True)
OTHER_PARTNER = Login(
	"Partner (WITA)", "satker@example.com", "Satker-2026", "Tono Satker", ("SLA Partner",), website=True
)
CLIENT = Login(
	"Partner (English)",
	"client@example.com",
	"Client-2026",
	"Rina Client",
	("SLA Partner",),
	website=True,
	language="en",
)
SHOP = Login("Partner (shop)", "toko@example.com", "Toko-2026", "Wati Toko", ("SLA Partner",), website=True)
LOGINS = (ADMINISTRATOR, AGENT, MANAGER, EXECUTIVE, PARTNER, OTHER_PARTNER, CLIENT, SHOP)

LIVE_SUBJECT = "Portal pembayaran tidak dapat diakses"
LIVE_BREACH_IN = timedelta(seconds=35)
"""How long after loading the live ticket's response is missed; the next minute tick then marks it."""


@dataclass(frozen=True)
class Step:
	"""What happens to a ticket, `hours` of wall-clock time after it was reported."""

	hours: float
	act: Callable[[Any], None]


@dataclass(frozen=True)
class Story:
	"""A ticket: how many hours ago it was reported, by whom, what it says, and what happened since."""

	hours_ago: float
	host: str
	login: Login
	subject: str
	fields: dict[str, Any]
	steps: tuple[Step, ...] = ()


def load() -> None:
	"""Fill the open site, as Administrator. The minute ticks in between commit."""
	import frappe

	from sla_id.agreements.records.load import load_agreement
	from sla_id.fixtures.sample_agreements import sample_agreement

	for login in LOGINS[1:]:
		_user(login)
	_partner("MAJU", "PT Maju Bersama", PARTNER, "Asia/Jakarta")
	_partner("SATKER", "Satuan Kerja Makassar", OTHER_PARTNER, "Asia/Makassar")
	_partner("KLIEN", "Klien Payroll Jayapura", CLIENT, "Asia/Jayapura")
	for name, partner in (("innovasia_mitra", "MAJU"), ("hai_djpb", "SATKER"), ("benemica", "KLIEN")):
		text = sample_agreement(name)
		if partner == "MAJU":
			text = demo_availability.with_credit(text)
		load_agreement(text, f"{name}.yaml", partner=partner)
	_partner("TOKO", "Toko Nusantara", SHOP, "Asia/Jakarta")
	load_agreement(demo_pauses.AGREEMENT.read_text(), demo_pauses.AGREEMENT.name, partner="TOKO")
	frappe.get_doc({"doctype": "HD Team", "team_name": "Tim Aktivasi", "name": "Tim Aktivasi"}).insert()
	_propose_next_version()
	_live_through((*stories(), *shop_stories()))
	ticket = frappe.get_value("HD Ticket", {"subject": "Sistem tidak dapat diakses"})
	demo_availability.load(MANAGER.user, AGENT.user, "HD Ticket", str(ticket))
	_live_through(
		(
			Story(
				1 - LIVE_BREACH_IN.total_seconds() / 3600,
				"HD Ticket",
				PARTNER,
				LIVE_SUBJECT,
				{"sla_id_priority": "P1"},
			),
		)
	)


def _propose_next_version() -> None:
	"""The next version of PT Maju's agreement, approved by the provider's manager, awaiting the partner."""
	import frappe
	from frappe.utils import add_days, nowdate

	from sla_id.agreement_lifecycle.agreement_acts import decide_agreement, propose_agreement
	from sla_id.agreements.signing.versions import draft_next
	from sla_id.service_level_management.cycle import create_cycle

	current = frappe.get_doc("SLA Agreement", "INNOVASIA-MITRA v1.0")
	draft = draft_next(current, "2.0", add_days(nowdate(), 30), "Respons P1 dari 1 jam menjadi 30 menit")
	draft.targets[0].target = "30 min"
	draft.save()
	propose_agreement(draft)
	decide_agreement(draft, MANAGER.user, "Approved", draft.content_hash, "")
	create_cycle()


def stories() -> tuple[Story, ...]:
	"""The week."""
	assign, pause, resume, solve = (
		_assign,
		_set(status="Replied"),
		_set(status="Open"),
		_set(status="Resolved"),
	)
	hold, continue_, close = _set(status="On Hold"), _set(status="Open"), _set(status="Resolved")
	return (
		Story(150, "HD Ticket", PARTNER, "Respons API melambat drastis", {"sla_id_priority": "P2"},
			(Step(0.5, _reply), Step(1, assign), Step(20, pause), Step(30, resume), Step(46, solve))),
		Story(120, "HD Ticket", PARTNER, "Sistem tidak dapat diakses", {"sla_id_priority": "P1"},
			(Step(0.2, _reply), Step(0.4, assign), Step(5, _workaround), Step(9, solve))),
		Story(96, "HD Ticket", PARTNER, "Transaksi utama gagal secara konsisten", {"sla_id_priority": "P1"},
			(Step(0.3, _reply), Step(0.5, assign), Step(11, solve))),
		Story(90, "HD Ticket", PARTNER, "Salah ketik pada halaman muka", {"sla_id_priority": "P3"},
			(Step(1, _reply), Step(2, assign))),
		Story(70, "HD Ticket", PARTNER, "Laporan bulanan gagal dibuat", {"sla_id_priority": "P2"},
			(Step(2, _reply), Step(3, assign), Step(20, pause))),
		Story(44, "Issue", PARTNER, "Fitur ekspor tidak berfungsi", {"sla_id_priority": "P2"},
			(Step(1, _reply), Step(2, assign))),
		Story(140, "HD Ticket", OTHER_PARTNER, "Konsultasi pelaksanaan anggaran", {
			"sla_id_kind": "Service Request", "sla_id_service": "BCSM.02.01", "sla_id_urgency": "M",
			"sla_id_impact": "M"}, (Step(0.5, _reply), Step(1, _set(sla_id_handed_over=1)), Step(60, solve))),
		Story(100, "HD Ticket", OTHER_PARTNER, "Gangguan aplikasi SAKTI", {
			"sla_id_service": "ITSM.01", "sla_id_urgency": "H", "sla_id_impact": "H", "sla_id_handed_over": 1},
			(Step(0.3, _reply), Step(0.5, assign))),
		Story(52, "Issue", OTHER_PARTNER, "Fasilitas video conference", {
			"sla_id_service": "ITSM.04", "sla_id_urgency": "L", "sla_id_impact": "M", "sla_id_handed_over": 1},
			(Step(1, _reply), Step(20, hold), Step(28, continue_))),
		Story(30, "HD Ticket", OTHER_PARTNER, "Permintaan pengembangan aplikasi", {
			"sla_id_kind": "Service Request", "sla_id_service": "CRSM.01.03", "sla_id_urgency": "L",
			"sla_id_impact": "L", "sla_id_handed_over": 1}, (Step(0.5, _reply),)),
		Story(75, "HD Ticket", CLIENT, "Cannot log in to payroll", {"sla_id_priority": "CRITICAL"},
			(Step(0.2, _reply), Step(3, _workaround), Step(26, solve))),
		Story(50, "HD Ticket", CLIENT, "Two payroll runs failed", {"sla_id_priority": "HIGH"},
			(Step(0.4, _reply), Step(4, _workaround))),
		Story(26, "Issue", CLIENT, "Wrong label on the payslip", {"sla_id_priority": "LOW"},
			(Step(0.5, _reply), Step(2, close))),
		Story(5, "HD Ticket", CLIENT, "Data upload fails, manual entry works", {"sla_id_priority": "NORMAL"}),
	)  # fmt: skip


def shop_stories() -> tuple[Story, ...]:
	"""The week of the shop, whose agreement names reasons to pause and asks for causes."""
	agent, manager = AGENT.user, MANAGER.user
	assign, solve = _assign, _set(status="Resolved")
	claim = demo_pauses.claim_hours(agent, "force_majeure", 2, 5, demo_pauses.FLOOD_EVIDENCE)
	grant = demo_pauses.grant_hours(manager, 2, 4, "Jalan terbuka lagi dua jam kemudian menurut BPBD")
	explain = demo_pauses.explain_miss(
		agent, "resolution", "CHANGE", "Sertifikat QRIS diganti tanpa uji coba"
	)
	wait = demo_pauses.pause_for(agent, "VENDOR", demo_pauses.VENDOR_EVIDENCE)
	return (
		Story(72, "HD Ticket", SHOP, demo_pauses.CLAIM_SUBJECT, {"sla_id_priority": "P1"},
			(Step(0.2, _reply), Step(0.4, assign), Step(9, solve), Step(12, claim), Step(30, grant))),
		Story(66, "HD Ticket", SHOP, demo_pauses.EXPLAINED_SUBJECT, {"sla_id_priority": "P1"},
			(Step(0.3, _reply), Step(0.5, assign), Step(9.5, solve), Step(11, explain))),
		Story(58, "HD Ticket", SHOP, demo_pauses.UNEXPLAINED_SUBJECT, {"sla_id_priority": "P1"},
			(Step(0.2, _reply), Step(0.5, assign), Step(10, solve))),
		Story(16, "HD Ticket", SHOP, demo_pauses.ENDED_SUBJECT, {"sla_id_priority": "P2"},
			(Step(0.5, _reply), Step(1, assign), Step(2, demo_pauses.pause_for(agent, "DATA")))),
		Story(14, "HD Ticket", SHOP, demo_pauses.APPROVAL_SUBJECT, {"sla_id_priority": "P2"},
			(Step(0.5, _reply), Step(1, assign), Step(2, wait))),
	)  # fmt: skip


def _live_through(told: tuple[Story, ...]) -> None:
	import frappe
	import time_machine

	from sla_id.sweep.minute_tick import run_sla_minute_tick

	now = datetime.now(timezone.utc)
	first = now - timedelta(hours=max(story.hours_ago for story in told))
	with time_machine.travel(first, tick=False) as traveller:
		frappe.db.set_single_value("SLA Settings", "reconciled_until", str(frappe.utils.now_datetime()))
		for at, act in sorted(_happenings(told, now), key=lambda pair: pair[0]):
			for due in iter(lambda at=at: next_due(at), None):
				traveller.move_to(due)
				run_sla_minute_tick()
			traveller.move_to(at)
			act()
			frappe.set_user("Administrator")
	run_sla_minute_tick()


def _happenings(told: tuple[Story, ...], now: datetime) -> Iterator[tuple[datetime, Callable[[], None]]]:
	for story in told:
		reported = now - timedelta(hours=story.hours_ago)
		made: list[Any] = []
		yield reported, lambda story=story, made=made: made.append(_report(story))
		for step in story.steps:
			at = reported + timedelta(hours=step.hours)
			if at < now:
				yield at, lambda step=step, made=made: step.act(made[0])


def next_due(limit: datetime) -> datetime | None:
	"""The next instant before `limit` at which a clock changes by itself."""
	import frappe

	from sla_id.instants import from_utc, to_utc

	ticket = frappe.qb.DocType("SLA Ticket")
	rows = (
		frappe.qb.from_(ticket)
		.select(ticket.next_event_at)
		.where(ticket.next_event_at < to_utc(limit))
		.orderby(ticket.next_event_at)
		.limit(1)
	).run()
	return from_utc(rows[0][0]) if rows else None


def _report(story: Story) -> Any:
	import frappe

	frappe.set_user(story.login.user)
	doc = frappe.get_doc(
		{
			"doctype": story.host,
			"subject": story.subject,
			"description": "Dilaporkan lewat portal.",
			"raised_by": story.login.user,
			"via_customer_portal": 1,
			**story.fields,
		}
	)
	return doc.insert(ignore_permissions=True)


def _set(**values: Any) -> Callable[[Any], None]:
	def act(doc: Any) -> None:
		import frappe

		frappe.set_user(AGENT.user)
		fresh = frappe.get_doc(doc.doctype, doc.name)
		fresh.update(values)
		fresh.save(ignore_permissions=True)

	return act


def _assign(doc: Any) -> None:
	if doc.doctype == "HD Ticket":
		_set(agent_group="Tim Aktivasi")(doc)
		return
	from frappe.desk.form import assign_to

	assign_to.add({"assign_to": [AGENT.user], "doctype": doc.doctype, "name": doc.name})


def _reply(doc: Any) -> None:
	import frappe

	frappe.set_user(AGENT.user)
	frappe.get_doc(
		{
			"doctype": "Communication",
			"communication_type": "Communication",
			"communication_medium": "Email",
			"sent_or_received": "Sent",
			"subject": f"Re: {doc.subject}",
			"content": "Terima kasih, laporan kami terima dan sedang kami periksa.",
			"sender": AGENT.user,
			"status": "Linked",
			"reference_doctype": doc.doctype,
			"reference_name": str(doc.name),
		}
	).insert(ignore_permissions=True)


def _workaround(doc: Any) -> None:
	import frappe

	from sla_id.api.ticket import record_workaround

	frappe.set_user(MANAGER.user)
	record_workaround(doc.doctype, str(doc.name), "Jalur cadangan dipakai sementara")


def _partner(code: str, name: str, login: Login, zone: str) -> None:
	import frappe

	frappe.get_doc(
		{
			"doctype": "SLA Partner",
			"partner_code": code,
			"partner_name": name,
			"time_zone": zone,
			"language": login.language,
			"contacts": [{"user": login.user, "email": login.user, "contact_role": "Authorised"}],
		}
	).insert()


def _user(login: Login) -> None:
	import frappe

	first_name, _, last_name = login.full_name.partition(" ")
	frappe.get_doc(
		{
			"doctype": "User",
			"email": login.user,
			"first_name": first_name,
			"last_name": last_name,
			"language": login.language,
			"user_type": "Website User" if login.website else "System User",
			"new_password": login.password,
			"send_welcome_email": 0,
			"roles": [{"role": role} for role in login.roles if frappe.db.exists("Role", role)],
		}
	).insert(ignore_permissions=True)
	if "Agent" in login.roles:
		frappe.get_doc(
			{"doctype": "HD Agent", "user": login.user, "agent_name": login.full_name, "is_active": 1}
		).insert(ignore_permissions=True, ignore_if_duplicate=True)
