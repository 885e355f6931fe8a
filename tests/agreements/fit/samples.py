"""Agreements with internal teams, built from a few lines of YAML."""

from sla_id.agreements.file import AgreementFile, parse
from sla_id.fixtures.sample_agreements import sample_agreement

HEAD = """format: sla_id/agreement@1
agreement:
  code: UJI
  title: {id: Perjanjian uji, en: Test agreement}
  version: "1.0"
  provider: Penyedia
  effective_from: 2026-01-01
  %(mode)s
calendars:
  business:
    hours: {mon: [["09:00", "17:00"]], tue: [["09:00", "17:00"]], wed: [["09:00", "17:00"]],
      thu: [["09:00", "17:00"]], fri: [["09:00", "17:00"]]}
    holidays: [national]
  network:
    hours: {mon: [["08:00", "16:00"]], tue: [["08:00", "16:00"]], wed: [["08:00", "16:00"]],
      thu: [["08:00", "16:00"]], fri: [["08:00", "16:00"]]}
    holidays: [national]
  plain:
    hours: {mon: [["09:00", "17:00"]], tue: [["09:00", "17:00"]], wed: [["09:00", "17:00"]],
      thu: [["09:00", "17:00"]], fri: [["09:00", "17:00"]]}
  always: {hours: 24x7}
default_calendar: business
priorities:
  - {code: P1, rank: 1, label: Mendesak}
  - {code: P2, rank: 2, label: Biasa}
default_priority: P2
channels:
  - {code: portal, name: Portal, type: Portal}
services:
  - code: APP
    name: {id: Aplikasi, en: Application}
    depends_on: [SRV]
    children:
      - {code: APP.1, name: Laporan}
  - {code: MAIL, name: Surel, depends_on: [NET]}
  - {code: DESK, name: Meja bantuan}
  - {code: SRV, name: {id: Server, en: Servers}, supporting: true, depends_on: [NET]}
  - {code: NET, name: {id: Jaringan, en: Network}, supporting: true}
targets:
%(rows)s
escalation: {tiers: []}
"""


def agreement(*rows: str, mode: str = "working_day: hours_per_day") -> AgreementFile:
	"""An agreement whose targets are those rows: APP waits for SRV and through it for NET, MAIL for NET alone."""
	return parse(HEAD % {"mode": mode, "rows": "\n".join(f"  - {{{row}}}" for row in rows)}, "uji.yaml")


def hai_with_teams() -> AgreementFile:
	"""The HAI-DJPb sample with two internal teams behind most of its services."""
	text = sample_agreement("hai_djpb")
	text = text.replace(
		"services: # 5.1, 6.4\n",
		"services: # 5.1, 6.4\n"
		"  - {code: NET, name: Jaringan, supporting: true, owner: Tim Jaringan}\n"
		"  - {code: SRV, name: Server, supporting: true, owner: Tim Server, depends_on: [NET]}\n",
	)
	for service in ("ITSM.01", "ITSM.02", "ITSM.03", "ITSM.04", "BCSM.01", "BCSM.02", "BCSM.03", "WBSM.01"):
		text = text.replace(f"- code: {service}\n", f"- code: {service}\n    depends_on: [SRV]\n")
	return parse(
		text.replace(
			"targets:\n",
			"targets:\n"
			"  - {clock: ola, team: Tim Jaringan, service: NET, target: 6 h}\n"
			"  - {clock: ola, team: Tim Server, service: SRV, target: 1 day}\n",
			1,
		),
		"hai.yaml",
	)
