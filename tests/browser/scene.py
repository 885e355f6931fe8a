"""What the browser tests look at: the app tests' world with passwords, and tickets in every state there is.

The server runs on real time, so tickets are made at real distances from now; those that must be in one state whatever
the hour are of priority P1, whose clocks run around the clock (000 §2.1).
"""

from contextlib import suppress
from datetime import datetime, timedelta, timezone
from typing import Any

import time_machine

PASSWORD = "Uji-Layar-2026"
HOSTILE = '<b>Tagihan</b> <script>window.hacked = 1</script> "kutip" & lain-lain'
MANAGER = "manager@provider.example"
"""As the lead, but reads English."""
THIRD = "tria@provider.example"
"""As the lead, but reads a language that the app has no catalogue of."""
THIRD_LANGUAGE = "eo"
OTHERS_SUBJECT = "Data rahasia Satuan Kerja"


def build() -> dict[str, Any]:
	"""Fill the open site and commit; returns the tickets by what they are for."""
	import frappe

	from tests.app import world
	from tests.app.languages import bilingual

	frappe.set_user("Administrator")
	world.prepare()
	world.user(MANAGER, "Agent", "Agent Manager", "SLA Manager", "Support Team")
	world.user(THIRD, "Agent", "Agent Manager", "SLA Manager", "Support Team")
	for user in (world.AGENT, world.LEAD, MANAGER, THIRD, world.PARTNER_USER, "tono@satker.example"):
		_password(user)
	frappe.db.set_value("SLA Partner", world.PARTNER, "time_zone", "Asia/Makassar")
	frappe.db.set_value("User", world.AGENT, "language", "en")
	frappe.db.set_value("User", world.LEAD, "language", "id")
	frappe.db.set_value("User", MANAGER, "language", "en")
	frappe.db.set_value("User", THIRD, "language", THIRD_LANGUAGE)
	scene = {
		"agent": world.AGENT,
		"lead": world.LEAD,
		"manager": MANAGER,
		"third": THIRD,
		"partner": world.PARTNER_USER,
		"other": "tono@satker.example",
		"password": PASSWORD,
	}
	scene["proposed"] = _propose(world)
	scene["tickets"] = {name: doc.name for name, doc in _tickets(world).items()}
	world.tick()
	_ask(world, scene["tickets"]["breached"])
	scene["bilingual"] = bilingual(frappe)
	late = {"sla_ticket": f"HD Ticket {scene['tickets']['breached']}", "level": 2}
	scene["escalation"] = frappe.db.get_value("SLA Escalation", late)
	frappe.db.commit()
	return scene


def _ask(world: Any, ticket: str) -> None:
	"""The partner asks for level 2 of a ticket; nobody has decided yet."""
	import frappe

	from sla_id.api import escalation_requests

	frappe.set_user(world.PARTNER_USER)
	escalation_requests.ask(f"HD Ticket {ticket}", 2, "stagnant", "")
	frappe.set_user("Administrator")


def _propose(world: Any) -> str:
	"""The next version of the partner's agreement, approved by the provider, awaiting the partner."""
	import frappe
	from frappe.utils import add_days, nowdate

	from sla_id.agreement_lifecycle.agreement_acts import decide_agreement, propose_agreement
	from sla_id.agreements.signing.versions import draft_next

	partner = frappe.get_doc("SLA Partner", world.PARTNER)
	partner.contacts[0].contact_role = "Authorised"
	partner.save()
	current = frappe.get_doc("SLA Agreement", "INNOVASIA-MITRA v1.0")
	draft = draft_next(current, "2.0", add_days(nowdate(), 30), "Tanggapan P1 dipercepat")
	draft.targets[0].target = "30 min"
	draft.save()
	propose_agreement(draft)
	frappe.set_user(world.LEAD)
	decide_agreement(draft, world.LEAD, "Approved", draft.content_hash, "")
	frappe.set_user("Administrator")
	return str(draft.name)


def _tickets(world: Any) -> dict[str, Any]:
	made = {}
	with _ago(hours=7):
		made["at_risk"] = world.ticket("HD Ticket", sla_id_priority="P1", subject="Transaksi utama gagal")
	with _ago(hours=6, minutes=40):
		world.assign(made["at_risk"])
		world.reply(made["at_risk"])
	with _ago(hours=9, minutes=30):
		made["breached"] = world.ticket("HD Ticket", sla_id_priority="P1", subject=HOSTILE)
	with _ago(days=8):
		made["paused"] = world.ticket(
			"HD Ticket", sla_id_priority="P2", subject="Laporan bulanan lambat dibuka"
		)
	with _ago(days=8, hours=-1):
		world.change(made["paused"], status="Replied")
	with _ago(hours=20):
		made["release"] = world.ticket(
			"HD Ticket", sla_id_priority="P3", subject="Warna tombol kurang terbaca"
		)
	with _ago(hours=30):
		made["met"] = world.ticket(
			"HD Ticket", sla_id_priority="P1", subject="Gagal masuk setelah ganti kata sandi"
		)
	with _ago(hours=29, minutes=30):
		world.assign(made["met"])
		world.reply(made["met"])
		world.change(made["met"], status="Resolved")
	with _ago(minutes=20):
		made["issue"] = world.ticket("Issue", sla_id_priority="P1", subject="API mengembalikan galat 500")
	made["other"] = world.ticket("HD Ticket", raised_by="tono@satker.example", subject=OTHERS_SUBJECT)
	return made


def _ago(**length: float) -> Any:
	return time_machine.travel(datetime.now(timezone.utc) - timedelta(**length), tick=False)


def _password(user: str) -> None:
	from frappe.utils.password import update_password

	with suppress(ImportError):
		update_password(user, PASSWORD)
