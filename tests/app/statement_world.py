"""What the tests of statements start from: two partners, of whom one has credits agreed; April 2026, times in WIB."""

from datetime import date
from typing import Any

import frappe

from sla_id.agreements.records.load import load_agreement
from sla_id.outages.outage_values import DownService, NewOutage
from sla_id.outages.record_outage import open_outage
from sla_id.statements.seal_chain import read_content
from tests.app import world
from tests.app.outage_world import april

STATEMENT, NOTE = "SLA Statement", "SLA Credit Note"
TOKO, LAIN = "TOKO", "LAIN"
PEOPLE = {TOKO: "dewi@toko.example", LAIN: "agus@lain.example"}
APRIL = date(2026, 4, 1)
SECOND_MANAGER = "wakil@provider.example"
STEPS = (
	"{kind: steps, steps: [{below: 99.9, percent: 10}, {below: 99, percent: 25}, {below: 95, percent: 100}]}"
)
AGREEMENT = """format: sla_id/agreement@1
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
  - {{code: API, name: {{id: Antarmuka, en: Interface}}}}
  - {{code: SITUS, name: {{id: Situs, en: Site}}}}
availability:
  target_percent: {target}
  formula: {formula}
  part_month: days_in_force
  exclusions:
    - {{code: scheduled, label: {{id: Pemeliharaan Terjadwal, en: Scheduled maintenance}}}}
    - {{code: third_party, label: {{id: Kegagalan Pihak Ketiga, en: Third-party failure}}}}
  maintenance: {{notice: 3 days, exclusion: scheduled}}
  statement: {{{statement}}}
{credit}
"""
CREDIT = "credit: {{enabled: true, fee: {fee}, scheme: {scheme}, window: {{kind: working_days, count: 5}}}}"


def agree(
	code: str,
	partner: str,
	*,
	version: str = "1.0",
	since: str = "2026-01-01",
	until: str = "null",
	zone: str = "Asia/Jakarta",
	target: str = "95",
	formula: str = "whole_period",
	statement: str = "answer_within: 5 days",
	scheme: str = STEPS,
	fee: str = "25000000",
	credit: bool = True,
) -> str:
	"""An agreement in force, as signed on paper."""
	text = AGREEMENT.format(
		code=code,
		version=version,
		since=since,
		until=until,
		zone=zone,
		target=target,
		formula=formula,
		statement=statement,
		credit=CREDIT.format(fee=fee, scheme=scheme) if credit else "",
	)
	return load_agreement(text, f"{code}.yaml", partner=partner)


def prepare() -> None:
	"""TOKO with credits, LAIN without, and a second manager."""
	for code, email in PEOPLE.items():
		world.user(email, "SLA Partner", website=True)
		world.partner(code, f"PT {code.title()}", email)
	world.user(SECOND_MANAGER, "SLA Manager")
	agree(TOKO, TOKO)
	agree(LAIN, LAIN, credit=False)


def down(start: str, end: str | None, *services: str, **values: Any) -> str:
	"""Record an outage of TOKO's on days of April 2026, e.g. ("10 08:00", "11 20:00"); without services: API."""
	return open_outage(
		NewOutage(
			title=values.pop("title", "API tidak menjawab"),
			services=tuple(map(DownService, services or ("API",))),
			started=april(start),
			ended=april(end) if end else None,
			partners=values.pop("partners", (TOKO,)),
			**values,
		)
	)


def content(name: str) -> dict[str, Any]:
	"""What a statement says."""
	return read_content(frappe.db.get_value(STATEMENT, name, "content")) or {}


def line(name: str, service: str = "API") -> dict[str, Any]:
	"""A service's line of a statement."""
	found: dict[str, Any] = next(entry for entry in content(name)["lines"] if entry["service"] == service)
	return found


def note(statement: str, kind: str = "Credit") -> Any:
	"""The credit note of a statement; None without one."""
	found = frappe.db.get_value(NOTE, {"statement": statement, "kind": kind})
	return frappe.get_doc(NOTE, found) if found else None
