"""What the tests of exclusions start from: the Innovasia agreement in April 2026 and one that limits every step. Times are WIB."""

from typing import Any

import frappe

from sla_id.agreements.records.load import load_agreement
from sla_id.exclusions.claim_values import ClaimSpan, NewClaim
from sla_id.exclusions.make_claim import claim_exclusion
from sla_id.outages.outage_values import DownService
from tests.app import maintenance_world, world
from tests.app.outage_world import april

CLAIM = "SLA Exclusion Claim"
BAYAR, PAYER = "BAYAR", "budi@bayar.example"
"""A partner whose agreement counts claims on working days, and its person."""
HEAD = maintenance_world.HEAD.replace(
	"  maintenance: {{{maintenance}}}\n",
	"""    - {{code: attack, label: {{id: Serangan Berbahaya, en: Malicious attack}}}}
  maintenance: {{{maintenance}}}
  claims: {{{claims}}}
""",
)
CLAIMS = "within: 3 hari kerja, decide_within: 2 hari kerja, object_within: 5 hari kerja"


def prepare() -> None:
	"""The partner BAYAR under the agreement that limits every step, and a second SLA Manager."""
	world.user(PAYER, "SLA Partner", website=True)
	world.partner(BAYAR, "PT Bayar", PAYER)
	agree(BAYAR)
	world.user("kedua@provider.example", "SLA Manager")


def agree(
	partner: str,
	claims: str = CLAIMS,
	*,
	version: str = "1.0",
	since: str = "2026-01-01",
	formula: str = "whole_period",
) -> str:
	"""An agreement in force, as signed on paper."""
	head = HEAD.replace("  target_percent: 95\n", f"  target_percent: 95\n  formula: {formula}\n")
	text = head.format(
		code=partner,
		version=version,
		since=since,
		until="null",
		zone="Asia/Jakarta",
		services=maintenance_world.SERVICES["PAY"],
		maintenance=maintenance_world.IN_DAYS,
		claims=claims,
		contact="null",
	)
	return load_agreement(text, f"{partner}.yaml", partner=partner)


def claim(start: str, end: str, *services: str, **values: Any) -> str:
	"""Claim a time of April 2026, e.g. "10 09:00"; a service may be "API/PART". Without services API, for MAJU, as an attack."""
	named = [entry.partition("/") for entry in services or ("API",)]
	return claim_exclusion(
		NewClaim(
			partner=values.pop("partner", world.PARTNER),
			class_code=values.pop("class_code", "attack"),
			services=tuple(DownService(code, part or None) for code, _slash, part in named),
			start=april(start),
			end=april(end),
			evidence=values.pop("evidence", "Grafik lalu lintas penyedia jaringan"),
			outages=tuple(values.pop("outages", ())),
		)
	)


def span(start: str, end: str) -> ClaimSpan:
	"""A time of April 2026."""
	return april(start), april(end)


def held(name: str) -> Any:
	"""The claim's record."""
	return frappe.get_doc(CLAIM, name)
