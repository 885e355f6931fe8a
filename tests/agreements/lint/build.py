"""A sound agreement file, and one change at a time to it: what the tests of the rules are made from."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sla_id.agreements.file import (
	AgreementFile,
	Calendar,
	ChannelRow,
	Label,
	Matrix,
	TargetRow,
	Week,
	parse,
	read_target,
)
from sla_id.agreements.lint import Finding, lint
from sla_id.fixtures.holiday_files import read_year, years_with_decree

TODAY = date(2026, 3, 4)
"""A Wednesday two weeks before Nyepi and Idul Fitri of 2026."""
YEARS = tuple(read_year(year) for year in years_with_decree())

SOUND = """
format: sla_id/agreement@1
agreement:
  code: SOUND
  title: {id: Perjanjian contoh, en: Sample agreement}
  version: "2.0"
  provider: Dinas Layanan Data
  partner: PT Contoh
  effective_from: 2026-01-01
  effective_to: 2027-12-31
  hours_per_day: 8
  at_risk_percent: 50
  review: {months: 12, last: 2025-12-01, next: 2026-12-01}
  versions:
    - {version: "1.0", date: 2025-01-01, description: Awal}
    - {version: "2.0", date: 2026-01-01, description: Revisi}
calendars:
  office:
    hours:
      mon: [["08:00", "12:00"], ["13:00", "17:00"]]
      tue: [["08:00", "12:00"], ["13:00", "17:00"]]
      wed: [["08:00", "12:00"], ["13:00", "17:00"]]
      thu: [["08:00", "12:00"], ["13:00", "17:00"]]
      fri: [["08:00", "12:00"], ["13:00", "17:00"]]
    holidays: [national, cuti_bersama]
priorities:
  - {code: P1, rank: 1, label: {id: Tinggi, en: High}, description: {id: Layanan mati, en: Service is down}, host_priority: Urgent}
  - {code: P2, rank: 2, label: {id: Sedang, en: Medium}, description: {id: Layanan lambat, en: Service is slow}, host_priority: Medium}
  - {code: P3, rank: 3, label: {id: Rendah, en: Low}, description: {id: Salah ketik, en: A typing error}, host_priority: Low}
default_priority: P2
matrix:
  urgency: [{code: H, label: {id: Tinggi, en: High}}, {code: L, label: {id: Rendah, en: Low}}]
  impact: [{code: H, label: {id: Tinggi, en: High}}, {code: L, label: {id: Rendah, en: Low}}]
  cells: {H: {H: P1, L: P2}, L: {H: P2, L: P3}}
channels:
  - {code: portal, name: {id: Portal layanan, en: Service portal}, type: Portal, address: lapor.layanandata.go.id, confidential: true}
  - {code: mail, name: {id: Surel, en: E-mail}, type: E-mail, address: bantuan@layanandata.go.id, confidential: true}
services:
  - {code: DATA, name: {id: Permintaan data, en: Data requests}, owner: Seksi Data, depends_on: [NET]}
  - {code: NET, name: {id: Jaringan kantor, en: Office network}, owner: Seksi Jaringan, supporting: true}
required_facts:
  - {code: what, label: {id: Uraian, en: Description}}
out_of_scope:
  - {code: own, label: {id: Perangkat milik pengguna, en: Equipment of users}}
targets:
  - {clock: response, priority: P1, target: 1 h}
  - {clock: response, priority: P2, target: 2 h}
  - {clock: response, priority: P3, target: 4 h}
  - {clock: resolution, priority: P1, target: 8 h}
  - {clock: resolution, priority: P2, target: 16 h}
  - {clock: resolution, priority: P3, target: 32 h}
  - {clock: ola, service: NET, team: Seksi Jaringan, target: 4 h}
escalation:
  tiers:
    - level: 1
      title: {id: Kepala seksi, en: Head of section}
      responsible: Kepala seksi
      role: SLA Manager
      triggers: [{on: percent, clock: resolution, value: 50}]
    - level: 2
      title: {id: Kepala bidang, en: Head of division}
      responsible: Kepala bidang
      role: SLA Executive
      triggers: [{on: percent, clock: resolution, value: 80}]
availability: {target_percent: 99, unknown_counts_as: down}
terms:
  summary: {id: Layanan data untuk mitra, en: Data services for the partner}
  goals: [{id: Data tersedia, en: Data is available}]
  success: [{id: Persentase tiket tepat waktu, en: Share of tickets in time}]
  parties:
    - {party: provider, name: Dinas Layanan Data}
    - {party: customer, name: PT Contoh}
  provider_needs: [{id: Laporan lengkap, en: Complete reports}]
  customer_needs: [{id: Laporan bulanan, en: Monthly reports}]
  contacts:
    - {party: provider, role: {id: Meja layanan, en: Service desk}, duty: {id: Menjawab, en: Answers}}
    - {party: customer, role: {id: Kontak teknis, en: Technical contact}, duty: {id: Melapor, en: Reports}}
  signatories:
    - {party: provider, role: {id: Kepala dinas, en: Head of office}, signed: 2025-12-20}
    - {party: customer, role: {id: Direktur, en: Director}, signed: 2025-12-20}
  amendment: {id: Tertulis, en: In writing}
  consequence: {id: "Restitusi 5 % biaya bulanan", en: "Credit of 5 % of the monthly fee"}
  termination: [{id: Target tidak tercapai tiga bulan, en: Targets missed for three months}]
  missed_months: 3
"""


@dataclass(frozen=True, slots=True)
class Given:
	"""A file, and what it is judged with."""

	file: AgreementFile
	source: str | None = None
	today: date = TODAY


def sound() -> AgreementFile:
	"""A file that says everything and contradicts nothing."""
	return parse(SOUND, "sound")


def found(given: AgreementFile | Given, code: str | None = None) -> list[Finding]:
	"""The findings of a file; those of one rule where a code is given."""
	if isinstance(given, AgreementFile):
		given = Given(given)
	findings = lint(given.file, today=given.today, source=given.source, holidays=YEARS)
	return [finding for finding in findings if code in (None, finding.code)]


def head(**changes: Any) -> AgreementFile:
	"""The sound file with another head."""
	return replace(sound(), agreement=replace(sound().agreement, **changes))


def terms(**changes: Any) -> AgreementFile:
	"""The sound file with other terms."""
	return replace(sound(), terms=replace(sound().terms, **changes))


def file(**changes: Any) -> AgreementFile:
	"""The sound file with other sections."""
	return replace(sound(), **changes)


def row(
	clock: str, target: str, calendar: str = "office", met_by: tuple[str, ...] = ("fixed",), **scope: Any
) -> TargetRow:
	"""A target row."""
	return TargetRow(clock, read_target(target), calendar, met_by, **scope)


def more(*rows: TargetRow, **changes: Any) -> AgreementFile:
	"""The sound file with these rows added."""
	return replace(file(**changes), targets=(*sound().targets, *rows))


def only(*rows: TargetRow, **changes: Any) -> AgreementFile:
	"""The sound file with these rows alone."""
	return replace(file(**changes), targets=rows)


def calendar(code: str = "office", **changes: Any) -> Calendar:
	"""The sound file's calendar, changed."""
	return replace(sound().calendars[0], code=code, **changes)


ALWAYS = Calendar("always", Week(always=True))


def week(*windows: tuple[str, str]) -> Week:
	"""Monday to Friday with these windows."""
	return Week(days=tuple((day, windows) for day in ("mon", "tue", "wed", "thu", "fri")))


def on_calendar(**changes: Any) -> AgreementFile:
	"""The sound file with its calendar changed."""
	return file(calendars=(calendar(**changes),))


def portal(**changes: Any) -> tuple[ChannelRow, ...]:
	"""The sound file's channels, the portal changed."""
	first, *rest = sound().channels
	return (replace(first, **changes), *rest)


def cells(*rows: tuple[str, ...]) -> Matrix:
	"""The sound file's matrix with other cells."""
	matrix = sound().matrix
	assert matrix is not None
	return replace(matrix, cells=rows)


def tier(number: int, **changes: Any) -> AgreementFile:
	"""The sound file with one tier changed."""
	tiers = list(sound().tiers)
	tiers[number] = replace(tiers[number], **changes)
	return file(tiers=tuple(tiers))


def label(indonesian: str, english: str | None = None) -> Label:
	"""A wording in both languages."""
	return Label(indonesian, english if english is not None else indonesian)
