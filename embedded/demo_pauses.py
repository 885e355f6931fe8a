"""A shop's week in the demo: a pause that waits for approval, one that ended by itself, a claim granted in part, causes of missed targets.

Its agreement is the demo's own (demo_agreement.yaml): the documents behind the app's samples name neither reasons nor causes. Called by
`demo_data`, whose steps these acts are: each gets the ticket, at its own time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

AGREEMENT = Path(__file__).parent / "demo_agreement.yaml"
APPROVAL_SUBJECT = "Printer struk kasir 3 rusak"
ENDED_SUBJECT = "Harga promo tidak muncul di kasir"
CLAIM_SUBJECT = "Semua kasir tidak dapat menerima pembayaran"
EXPLAINED_SUBJECT = "Pembayaran QRIS gagal"
UNEXPLAINED_SUBJECT = "Kasir tidak dapat dibuka"
CLAIM_PAGE, EXPLAINED_PAGE = "/sla/HD%20Ticket%200008", "/sla/HD%20Ticket%200010"
ENDED_PAGE, APPROVAL_PAGE = "/sla/HD%20Ticket%200016", "/sla/HD%20Ticket%200018"
"""Of those subjects, by the order of the week; `make demo CHECK=1` says if it moved them."""
VENDOR_EVIDENCE = "Pemasok menjadwalkan penggantian printer, nomor RMA 7741"
FLOOD_EVIDENCE = "Banjir di toko menurut BPBD, akses jalan ditutup tiga jam"
Act = Callable[[Any], None]


def pause_for(user: str, reason: str, evidence: str = "") -> Act:
	"""Pause a ticket of Helpdesk with a reason, in one act."""

	def act(doc: Any) -> None:
		import frappe

		from sla_id.api.ticket_claims import pause

		frappe.set_user(user)
		pause(doc.doctype, str(doc.name), "Replied", reason, evidence)

	return act


def claim_hours(user: str, code: str, first: float, last: float, evidence: str) -> Act:
	"""Claim the hours from `first` to `last` after the report."""

	def act(doc: Any) -> None:
		import frappe

		from sla_id.api.ticket_claims import claim

		frappe.set_user(user)
		start, end = (_after_report(doc, hours) for hours in (first, last))
		claim(doc.doctype, str(doc.name), code, start, end, evidence)

	return act


def grant_hours(user: str, first: float, last: float, reason: str) -> Act:
	"""Grant the hours from `first` to `last` after the report, of what is claimed for a ticket."""

	def act(doc: Any) -> None:
		import frappe

		from sla_id.api.ticket_claims import decide_on_claim

		frappe.set_user(user)
		record = {"reference_doctype": doc.doctype, "reference_name": str(doc.name)}
		ticket = frappe.db.get_value("SLA Ticket", record)
		name = frappe.db.get_value("SLA Ticket Claim", {"sla_ticket": ticket, "status": "Open"})
		start, end = (_after_report(doc, hours) for hours in (first, last))
		decide_on_claim(name, True, reason, start, end)

	return act


def explain_miss(user: str, clock: str, cause: str, root_cause: str) -> Act:
	"""Say why a target was missed."""

	def act(doc: Any) -> None:
		import frappe

		from sla_id.api.ticket_claims import explain

		frappe.set_user(user)
		explain(doc.doctype, str(doc.name), clock, root_cause, cause)

	return act


def _after_report(doc: Any, hours: float) -> str:
	import frappe

	from sla_id.instants import from_site

	reported = from_site(frappe.db.get_value(doc.doctype, doc.name, "creation"))
	return (reported + timedelta(hours=hours)).isoformat()
