"""What the partner's agreement pages show: plain values, and the agreement as the document it is.

Called by `www/sla_agreements.py` and `www/sla_agreement.py`, for what `sla_id.access` lets the reader see.
"""

from typing import Any
from urllib.parse import quote

import frappe
from frappe import _
from frappe.utils import formatdate, getdate, nowdate

from sla_id.access import find_agreement
from sla_id.access import list_agreements as visible_agreements
from sla_id.agreement_lifecycle.agreement_print import agreement_document, read_for_reader, say_status
from sla_id.agreements.compare import body_html as changes_html
from sla_id.agreements.compare import compare
from sla_id.agreements.compare import stylesheet as compare_stylesheet
from sla_id.agreements.document import body_html, stylesheet
from sla_id.agreements.signing.approvals import missing, say_seat, seat_of
from sla_id.agreements.signing.versions import PROPOSED, current_version
from sla_id.instants import reader_language
from sla_id.portal.page_links import page_url
from sla_id.record_types import AgreementRecord

STATUS_COLOURS = {"Proposed": "orange", "Approved": "blue", "In Force": "green"}
FIELDS = (
	*("name", "title", "title_en", "version", "status", "effective_from", "effective_to", "ended_on"),
	*("next_review", "announced_on", "agreement_number"),
)


def list_agreements() -> list[dict[str, Any]]:
	"""The agreement versions that the reader may see: first those that await a decision, then the newest."""
	return sorted(
		(_row(row) for row in visible_agreements(list(FIELDS))),
		key=lambda row: row["status_code"] != PROPOSED,
	)


def describe_agreement(doc: AgreementRecord) -> dict[str, Any]:
	"""Everything that the page of one agreement version shows. `doc` comes from `find_agreement`."""
	language = reader_language()
	before = find_agreement(current_version(doc) or "") if doc.docstatus == 0 else None
	changes = compare(read_for_reader(before), read_for_reader(doc), language) if before else ()
	proposed = doc.status == PROPOSED
	return {
		"agreement": _row(doc),
		"document": body_html(agreement_document(doc, language)),
		"styles": stylesheet() + compare_stylesheet(),
		"before": before.name if before else None,
		"changes": changes_html(changes, language) if changes else "",
		"change_count": len(changes),
		"waiting": [say_seat(seat) for seat in missing(doc)] if proposed else [],
		"may_decide": proposed and seat_of(doc, frappe.session.user) is not None,
		"content_hash": doc.content_hash or "",
		"approvals": _approvals(doc),
		"pdf_url": "/api/method/sla_id.api.agreement.download_pdf"
		f"?agreement={quote(doc.name)}&language={language}",
		"text_url": f"/api/method/sla_id.api.agreement.export_signed_text?agreement={quote(doc.name)}",
	}


def agreement_url(name: str) -> str:
	"""The page of an agreement version."""
	return page_url("/sla/agreements/" + quote(name))


def _row(row: Any) -> dict[str, Any]:
	english = reader_language() != "id" and row.title_en
	overdue = row.next_review and row.status == "In Force" and getdate(row.next_review) < getdate(nowdate())
	return {
		"name": row.name,
		"title": row.title_en if english else row.title,
		"number": row.agreement_number or "",
		"version": row.version,
		"status_code": row.status,
		"status": say_status(row.status),
		"colour": STATUS_COLOURS.get(row.status, "gray"),
		"from": formatdate(row.effective_from, "d MMMM yyyy"),
		"to": formatdate(row.ended_on or row.effective_to, "d MMMM yyyy")
		if row.ended_on or row.effective_to
		else "",
		"review": formatdate(row.next_review, "d MMMM yyyy") if row.next_review else "",
		"overdue": bool(overdue),
		"url": agreement_url(row.name),
	}


def _approvals(doc: AgreementRecord) -> list[dict[str, str]]:
	rows = frappe.get_all(
		"SLA Agreement Approval",
		filters={"agreement": doc.name, "content_hash": doc.content_hash or "-"},
		fields=["party", "decision", "signatory", "signatory_title", "at_text"],
		order_by="at_utc asc",
	)
	return [
		{
			"party": _(row.party, context="SLA Agreement"),
			"decision": _(row.decision, context="SLA Agreement"),
			"who": ", ".join(filter(None, (row.signatory, row.signatory_title))),
			"at": row.at_text or "",
		}
		for row in rows
	]
