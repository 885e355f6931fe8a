"""What the tests of maintenance start from: services of one tree, agreements of several partners with other notices. Times are WIB."""

from typing import Any

import frappe

from sla_id.agreements.records.load import load_agreement
from sla_id.maintenance.maintenance_values import MaintenancePlan
from sla_id.maintenance.plan_maintenance import plan_maintenance
from sla_id.outages.outage_values import DownService
from tests.app import world
from tests.app.conftest import wib

MAINTENANCE, OUTBOX = "SLA Maintenance", "SLA Outbox"
PAY, TIMUR, LAIN = "BAYAR", "TIMUR", "LAIN"
"""Partners: of the payment service in Jakarta, of its branch in Jayapura, of another service."""
PEOPLE = {PAY: "budi@bayar.example", TIMUR: "yosep@timur.example", LAIN: "rina@lain.example"}

HEAD = """format: sla_id/agreement@1
agreement:
  code: {code}
  title: {{id: Perjanjian {code}, en: Agreement {code}}}
  version: "{version}"
  provider: PT Penyedia
  effective_from: {since}
  effective_to: {until}
  language: id
  time_zone: {zone}
  hours_per_day: 8
calendars:
  business:
    hours: {{mon: [["09:00", "17:00"]], tue: [["09:00", "17:00"]], wed: [["09:00", "17:00"]], thu: [["09:00", "17:00"]], fri: [["09:00", "17:00"]]}}
    holidays: [national]
  always:
    hours: 24x7
default_calendar: business
priorities:
  - {{code: P1, rank: 1, label: {{id: Kritis, en: Critical}}}}
default_priority: P1
targets:
  - {{clock: resolution, priority: P1, target: 8 h, calendar: always, met_by: [fixed]}}
services:
{services}
availability:
  target_percent: 95
  exclusions:
    - {{code: scheduled, label: {{id: Pemeliharaan Terjadwal, en: Scheduled maintenance}}}}
  maintenance: {{{maintenance}}}
terms:
  contacts:
    - {{party: customer, role: {{id: Kontak teknis, en: Technical contact}}, email: {contact}}}
"""
SERVICES = {
	"PAY": """  - code: PAY
    name: {id: Pembayaran, en: Payments}
    children:
      - {code: PAY.CARD, name: {id: Kartu, en: Cards}}
      - {code: PAY.QR, name: {id: QRIS, en: QRIS}}""",
	"PAY.CARD": "  - {code: PAY.CARD, name: {id: Kartu, en: Cards}}",
	"MAIL": "  - {code: MAIL, name: {id: Surel, en: Mail}}",
}
IN_DAYS = "notice: 3 hari kerja, exclusion: scheduled"
IN_HOURS = "notice: 72 h, calendar: always, exclusion: scheduled"
SILENT = ""


def agree(
	code: str,
	partner: str,
	services: str,
	maintenance: str = IN_DAYS,
	*,
	version: str = "1.0",
	since: str = "2026-01-01",
	until: str = "null",
	zone: str = "Asia/Jakarta",
	contact: str = "null",
) -> str:
	"""An agreement in force, as signed on paper."""
	text = HEAD.format(
		code=code,
		version=version,
		since=since,
		until=until,
		zone=zone,
		services=SERVICES[services],
		maintenance=maintenance,
		contact=contact,
	)
	return load_agreement(text, f"{code}.yaml", partner=partner)


def prepare() -> None:
	"""Three partners: PAY under 3 working days, TIMUR for PAY.CARD under 72 hours, LAIN for MAIL."""
	for code, email in PEOPLE.items():
		world.user(email, "SLA Partner", website=True)
		world.partner(code, f"PT {code.title()}", email)
	frappe.db.set_value("SLA Partner", TIMUR, {"language": "en", "time_zone": "Asia/Jayapura"})
	agree(PAY, PAY, "PAY", contact="operasi@bayar.example")
	agree(TIMUR, TIMUR, "PAY.CARD", IN_HOURS, zone="Asia/Jayapura")
	agree(LAIN, LAIN, "MAIL")
	frappe.db.set_value("SLA Service", "PAY", "service_owner", world.AGENT)


def planned(start: str, end: str, *services: str, **values: Any) -> MaintenancePlan:
	"""A plan, e.g. ("2026-06-20 22:00", "2026-06-21 02:00"); a service may be "PAY/DB". Without services: PAY.CARD."""
	named = [entry.partition("/") for entry in services or ("PAY.CARD",)]
	return MaintenancePlan(
		title=values.pop("title", "Pembaruan basis data"),
		title_en=values.pop("title_en", "Database upgrade"),
		services=tuple(DownService(code, part or None) for code, _slash, part in named),
		start=wib(start),
		end=wib(end),
		zone=values.pop("zone", "Asia/Jakarta"),
		**values,
	)


def plan(start: str, end: str, *services: str, **values: Any) -> str:
	"""Plan it; its name."""
	return plan_maintenance(planned(start, end, *services, **values))


def held(name: str) -> Any:
	"""The record."""
	return frappe.get_doc(MAINTENANCE, name)


def told(name: str, kind: str | None = None) -> dict[str, bool]:
	"""The partners told, of one kind or at all, each with whether it was in time."""
	rows = held(name).announcements
	return {row.partner: bool(row.in_time) for row in rows if kind in (None, row.kind)}


def mails(name: str, partner: str | None = None) -> list[Any]:
	"""The messages to partners about maintenance, in order, with their facts read."""
	rows = frappe.get_all(
		OUTBOX,
		filters={"reference_name": name, "template": "maintenance"},
		fields=["name", "recipient", "language", "zone", "context", "user"],
		order_by="creation",
	)
	for row in rows:
		row.said = frappe.parse_json(row.context)
	return [row for row in rows if partner in (None, row.said["partner"])]
