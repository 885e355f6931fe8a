"""A month of availability in the demo: maintenance told in time and overrun, outages from a ticket and from a monitor, one still open;
a claim granted in part and one that waits for its decision; last month's statement, sealed, with its credit as a draft.

Called by `demo_data.load` as Administrator. Each act happens at its own time, as the person who does it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

WIB = ZoneInfo("Asia/Jakarta")
MAINTENANCE = "Pemutakhiran basis data"
AHEAD = "Penggantian perangkat jaringan"
OPEN_OUTAGE = "Antarmuka pemrograman (API) tidak menjawab"
MONITOR = "Halaman masuk"
ATTACK_EVIDENCE = "Lonjakan lalu lintas 40 kali lipat menurut penyedia jaringan"
THIRD_PARTY_EVIDENCE = "Penyedia DNS mengumumkan gangguan pada halaman statusnya"

LONG_OUTAGE = "Penyimpanan penuh, platform berhenti"
FEE = 25_000_000


def with_credit(text: str) -> str:
	"""The sample agreement with the credit that it carries switched on, and with a time for answering statements."""
	text = text.replace("enabled: false", f"enabled: true\n  fee: {FEE}", 1)
	return text.replace("\nterms:\n", "  statement: {answer_within: 5 days}\n\nterms:\n", 1)


def load(manager: str, agent: str, host: str, ticket: str) -> None:
	"""Fill the last weeks and the next; `ticket` reports one of the outages."""
	now = datetime.now(timezone.utc)
	_overrun_maintenance(manager, now - timedelta(days=20))
	_coming_maintenance(manager, now)
	_outage_of_a_ticket(agent, host, ticket)
	_outage_from_a_monitor(manager, now - timedelta(days=3, hours=4))
	_open_outage(agent, now)
	_claims(manager, agent, ticket)
	_sealed_statement(manager, now)


def _overrun_maintenance(manager: str, day: datetime) -> None:
	"""Two hours at night, told ten days ahead; it took forty minutes longer, and those count."""
	from sla_id.maintenance.carry_out import announce_maintenance, end_maintenance, start_maintenance
	from sla_id.maintenance.maintenance_values import MaintenancePlan
	from sla_id.maintenance.plan_maintenance import plan_maintenance
	from sla_id.outages.outage_values import DownService, NewOutage
	from sla_id.outages.record_outage import open_outage

	start = _at(day, 1)
	with _as(manager, start - timedelta(days=10)):
		plan = MaintenancePlan(
			MAINTENANCE,
			(DownService("DATA"),),
			start,
			start + timedelta(hours=2),
			"Asia/Jakarta",
			title_en="Database upgrade",
			impact="Data hanya dapat dibaca",
			impact_en="Data can only be read",
		)
		name = plan_maintenance(plan)
		announce_maintenance(name)
	with _as(manager, start):
		start_maintenance(name, start)
	end = start + timedelta(hours=2, minutes=40)
	with _as(manager, end):
		end_maintenance(name, end, "Pemeriksaan indeks lebih lama dari perkiraan")
		open_outage(NewOutage(MAINTENANCE, (DownService("DATA"),), start, end, cause="Pemeliharaan"))


def _coming_maintenance(manager: str, now: datetime) -> None:
	"""Announced today, two weeks ahead."""
	from sla_id.maintenance.carry_out import announce_maintenance
	from sla_id.maintenance.maintenance_values import MaintenancePlan
	from sla_id.maintenance.plan_maintenance import plan_maintenance
	from sla_id.outages.outage_values import DownService

	start = _at(now + timedelta(days=14), 23)
	with _as(manager, now - timedelta(hours=1)):
		plan = MaintenancePlan(
			AHEAD,
			(DownService("INFRA"), DownService("API")),
			start,
			start + timedelta(hours=3),
			"Asia/Jakarta",
			title_en="Replacement of network equipment",
			impact="Layanan terputus paling lama 10 menit",
			impact_en="The service is interrupted for ten minutes at most",
		)
		announce_maintenance(plan_maintenance(plan))


def _outage_of_a_ticket(agent: str, host: str, ticket: str) -> None:
	"""What a P1 ticket reports, in one act."""
	import frappe

	from sla_id.instants import from_site
	from sla_id.outages.outage_values import DownService
	from sla_id.outages.ticket_outage import TicketReport, report_from_ticket

	opened = from_site(frappe.db.get_value(host, ticket, "creation"))
	record = frappe.db.get_value("SLA Ticket", {"reference_doctype": host, "reference_name": ticket})
	with _as(agent, opened + timedelta(hours=9)):
		report_from_ticket(
			record,
			TicketReport(
				"Sistem tidak dapat diakses",
				(DownService("SAAS"),),
				opened,
				cause="Sertifikat kedaluwarsa",
				ended=opened + timedelta(hours=5),
			),
		)


def _outage_from_a_monitor(manager: str, at: datetime) -> None:
	"""Uptime Kuma's messages: down, still down, up after 25 minutes. Another monitor of it nobody has mapped yet."""
	import frappe

	from sla_id.monitors.judge_waiting import judge_waiting
	from sla_id.monitors.receive_message import receive_message
	from sla_id.monitors.source_token import HEADER, make_token

	with _as(manager, at - timedelta(days=4)):
		source = frappe.get_doc(
			{"doctype": "SLA Monitor Source", "title": "Uptime Kuma", "kind": "Uptime Kuma"}
		)
		token = make_token(source.insert())
		frappe.get_doc(
			{
				"doctype": "SLA Monitor Target",
				"source": source.name,
				"title": MONITOR,
				"matcher": f"name={MONITOR}",
				"service": "SAAS",
			}
		).insert()
	told = (
		*((0, 0, MONITOR, True), (10, 0, MONITOR, False), (25, 1, MONITOR, True)),
		*((26, 0, "Laporan", True), (31, 1, "Laporan", True)),
	)
	for minutes, status, monitor, changed in told:
		with _as("Guest", at + timedelta(minutes=minutes)):
			message = _kuma_message(monitor, status, at + timedelta(minutes=minutes), changed)
			receive_message({HEADER: token}, json.dumps(message).encode())
		with _as("Administrator", at + timedelta(minutes=minutes + 1)):
			judge_waiting()


def _kuma_message(monitor: str, status: int, at: datetime, changed: bool) -> dict[str, Any]:
	"""What Uptime Kuma posts of a check: 0 down, 1 up; its times are UTC without saying so. A repetition has not `changed`."""
	word = "Up" if status else "Down"
	return {
		"heartbeat": {
			"monitorID": 7 if monitor == MONITOR else 8,
			"status": status,
			"time": at.strftime("%Y-%m-%d %H:%M:%S.000"),
			"msg": "200 - OK" if status else "connect ETIMEDOUT",
			"important": changed,
			"retries": 0,
		},
		"monitor": {
			"id": 7 if monitor == MONITOR else 8,
			"name": monitor,
			"type": "http",
			"interval": 60,
			"maxretries": 0,
			"retryInterval": 60,
			"resendInterval": 10,
		},
		"msg": f"[{monitor}] [{word}]",
	}


def _open_outage(agent: str, now: datetime) -> None:
	"""It lasts, and nobody has said how it stands for hours: it is asked about."""
	from sla_id.outages.outage_values import AGENT, DownService, NewOutage
	from sla_id.outages.record_outage import open_outage

	with _as(agent, now - timedelta(hours=3)):
		open_outage(
			NewOutage(
				OPEN_OUTAGE, (DownService("API"),), now - timedelta(hours=3, minutes=20), detected_by=AGENT
			)
		)


def _claims(manager: str, agent: str, ticket: str) -> None:
	"""Of the ticket's outage two hours are claimed as an attack and one is granted; a third party's failure waits for a decision."""
	import frappe

	from sla_id.exclusions.claim_values import NewClaim
	from sla_id.exclusions.decide_claim import decide_claim
	from sla_id.exclusions.make_claim import claim_exclusion
	from sla_id.instants import from_utc
	from sla_id.outages.outage_values import DownService

	outage = frappe.db.get_value("SLA Outage Ticket", {"ticket": ticket}, "parent")
	partner = frappe.db.get_value("SLA Outage Partner", {"parent": outage}, "partner")
	started = from_utc(frappe.db.get_value("SLA Outage", outage, "started_utc"))
	assert started is not None

	def claim(code: str, first: float, last: float, evidence: str) -> str:
		times = (started + timedelta(hours=first), started + timedelta(hours=last))
		return claim_exclusion(NewClaim(partner, code, (DownService("SAAS"),), *times, evidence, (outage,)))

	with _as(agent, started + timedelta(hours=12)):
		attack = claim("attack", 0, 2, ATTACK_EVIDENCE)
		claim("third_party", 3, 4.5, THIRD_PARTY_EVIDENCE)
	with _as(manager, started + timedelta(hours=20)):
		decide_claim(
			attack,
			[(started, started + timedelta(hours=1))],
			"Log firewall menunjukkan serangan hanya pada jam pertama",
		)


def _sealed_statement(manager: str, now: datetime) -> None:
	"""Last month missed its target; its statement is reviewed and sealed, and the credit waits for another person's approval."""
	from sla_id.outages.outage_values import DownService, NewOutage
	from sla_id.outages.record_outage import open_outage
	from sla_id.statements.close_months import close_months
	from sla_id.statements.draft_statement import latest_statement
	from sla_id.statements.seal_statement import seal_statement

	start = _at(now.astimezone(WIB).replace(day=1) - timedelta(days=15), 4)
	end = start + timedelta(hours=41, minutes=30)
	with _as(manager, now - timedelta(minutes=20)):
		open_outage(
			NewOutage(
				LONG_OUTAGE,
				(DownService("SAAS"),),
				start,
				end,
				cause="Kapasitas penyimpanan tidak dipantau",
				partners=("MAJU",),
			)
		)
	with _as("Administrator", now - timedelta(minutes=10)):
		close_months()
	with _as(manager, now - timedelta(minutes=5)):
		if name := latest_statement("MAJU", start.astimezone(WIB).date().replace(day=1)):
			seal_statement(name)


def _at(day: datetime, hour: int) -> datetime:
	"""That hour in Jakarta, on the day an instant falls on there."""
	return day.astimezone(WIB).replace(hour=hour, minute=0, second=0, microsecond=0)


@contextmanager
def _as(user: str, at: datetime) -> Iterator[None]:
	"""As somebody, at an instant."""
	import frappe
	import time_machine

	frappe.set_user(user)
	try:
		with time_machine.travel(at, tick=False):
			yield
	finally:
		frappe.set_user("Administrator")
