"""An agreement record as a printed document: its text, who approved it, and where inherited values come from.

Called by the print formats (hooks.py names `sla_id_print_agreement` for Jinja), the desk and the portal. The caller has
checked that the reader may see the record.
"""

from collections.abc import Iterable
from dataclasses import replace

import frappe
from frappe import _

from sla_id.agreements.agreement_cache import effective_agreement
from sla_id.agreements.document import Approval, Document, body_html, render, stylesheet
from sla_id.agreements.document.print_html import running_header
from sla_id.agreements.file import AgreementFile, Label
from sla_id.agreements.levels import chain_of
from sla_id.agreements.partners import is_staff
from sla_id.agreements.records.read_agreement import read_agreement
from sla_id.agreements.records.row_pieces import PARTIES, code_of
from sla_id.agreements.rules.effective_agreement import EffectiveAgreement
from sla_id.agreements.rules.signed_part import shared_view
from sla_id.agreements.signing.approvals import PAPER
from sla_id.agreements.signing.versions import CANCELLED, DRAFT, ENDED, PROPOSED, SUPERSEDED
from sla_id.instants import utc_now
from sla_id.record_types import AgreementRecord

BANNERS = {
	DRAFT: Label("KONSEP", "DRAFT"),
	PROPOSED: Label("USULAN", "PROPOSAL"),
	SUPERSEDED: Label("DIGANTIKAN", "SUPERSEDED"),
	ENDED: Label("BERAKHIR", "ENDED"),
	CANCELLED: Label("BATAL", "CANCELLED"),
}
THROUGH = {
	"Desk": Label("melalui meja layanan", "through the desk"),
	"Portal": Label("melalui portal mitra", "through the partner portal"),
}


def sla_id_print_agreement(doc: AgreementRecord, language: str = "id", internal: bool = False) -> str:
	"""The agreement as HTML with its stylesheet, for a print format.

	`internal` adds the teams' own targets (OLA), which only staff may see. Throws PermissionError for anybody else.
	"""
	if internal and not is_staff(frappe.session.user):
		frappe.throw(_("Only the provider's own staff may see this print."), frappe.PermissionError)
	document = agreement_document(doc, language, internal=internal)
	return f"<style>{stylesheet()}\n{running_header(document)}</style>\n{body_html(document)}"


def print_for_parties(doc: AgreementRecord, language: str) -> bytes:
	"""The agreement as PDF, without anything internal. The caller has checked that the reader may see the record."""
	print_format = "SLA Agreement Indonesia" if language == "id" else "SLA Agreement English"
	flags = frappe.local.flags
	before, flags.ignore_print_permissions = flags.ignore_print_permissions, True
	try:
		return bytes(frappe.get_print(doc.doctype, doc.name, print_format, as_pdf=True, no_letterhead=1))
	finally:
		flags.ignore_print_permissions = before


def agreement_document(doc: AgreementRecord, language: str, *, internal: bool = False) -> Document:
	"""The agreement as a document in "id" or "en". A level is printed with what it inherits."""
	inherits = bool(doc.based_on) and not doc.is_new()
	effective = effective_agreement(chain_of(doc.name, utc_now())) if inherits else None
	return render(
		_with_partner_name(effective.file if effective else read_agreement(doc)),
		language,
		approvals=list(_approvals(doc, language)),
		status=BANNERS[doc.status].get(language) if doc.status in BANNERS else None,
		origins=_inherited(effective) if effective else {},
		internal=internal,
	)


def read_for_reader(doc: AgreementRecord) -> AgreementFile:
	"""An agreement in the form that its reader may compare. Partners see neither the teams' own targets nor our interpretations."""
	read = _with_partner_name(read_agreement(doc))
	if is_staff(frappe.session.user):
		return read
	return shared_view(read)


def _with_partner_name(read: AgreementFile) -> AgreementFile:
	"""Replace the partner's code by the name that readers know."""
	code = read.agreement.partner
	name = frappe.get_cached_value("SLA Partner", code, "partner_name") if code else None
	return replace(read, agreement=replace(read.agreement, partner=name)) if name else read


def _approvals(doc: AgreementRecord, language: str) -> Iterable[Approval]:
	"""Electronic decisions on the proposed or approved text, in order. A signature on paper has its own line."""
	if not doc.content_hash:
		return
	for row in frappe.get_all(
		"SLA Agreement Approval",
		filters={
			"agreement": doc.name,
			"content_hash": doc.content_hash,
			"decision": "Approved",
			"through": ["!=", PAPER],
		},
		fields=["party", "signatory", "signatory_title", "at_text", "through"],
		order_by="at_utc asc, creation asc",
	):
		yield Approval(
			party=code_of(PARTIES, row.party),
			name=row.signatory or "",
			role=row.signatory_title or "",
			at_text=row.at_text or "",
			place=THROUGH[row.through].get(language) if row.through in THROUGH else "",
			hash=doc.content_hash,
		)


def _inherited(effective: EffectiveAgreement) -> dict[str, str]:
	"""Path -> level, for what a merged agreement has from another level than its own."""
	return {path: level for path, level in effective.origins.items() if level != effective.name}


def say_status(status: str) -> str:
	"""The status of an agreement in the reader's language."""
	return _(status, context="SLA Agreement")
