"""What the desk and the portal may ask about an agreement, and do to it. Each function checks permission
first; arguments are typed.
"""

from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from sla_id.access import MANAGERS, find_agreement, need_agreement, need_role
from sla_id.agreement_lifecycle.agreement_acts import (
	announce_agreement,
	decide_agreement,
	end_agreement,
	propose_agreement,
)
from sla_id.agreement_lifecycle.agreement_print import agreement_document, print_for_parties, read_for_reader
from sla_id.agreement_lifecycle.notices import acknowledge, report_contact_change
from sla_id.agreements.compare import body_html as changes_html
from sla_id.agreements.compare import compare
from sla_id.agreements.compare import stylesheet as changes_stylesheet
from sla_id.agreements.document import body_html, stylesheet
from sla_id.agreements.lint import ERROR, WARNING, lint
from sla_id.agreements.partners import is_staff
from sla_id.agreements.records.load import load_agreement
from sla_id.agreements.records.read_agreement import export_agreement, kept_text, read_agreement
from sla_id.agreements.say_errors import say_error
from sla_id.agreements.signing.approvals import missing, say_seat, seat_of
from sla_id.agreements.signing.proposal import is_unaltered
from sla_id.agreements.signing.versions import PROPOSED, current_version, draft_next
from sla_id.api.arguments import answerable, read_date, read_language
from sla_id.api.limits import check_contact_change
from sla_id.escalation.unreachable import find_gaps, say_advice, say_gap
from sla_id.instants import reader_language
from sla_id.record_types import AgreementRecord

MAX_FILE = 1_000_000


@frappe.whitelist()
@answerable
def get_state(agreement: str) -> dict[str, Any]:
	"""The state of an agreement version: what is awaited, what the reader may decide, and whether it is
	unaltered.
	"""
	doc = need_agreement(agreement)
	mine = seat_of(doc, frappe.session.user) if doc.status == PROPOSED else None
	return {
		"status": doc.status,
		"waiting": [say_seat(seat) for seat in missing(doc)] if doc.status == PROPOSED else [],
		"may_decide": bool(mine),
		"content_hash": doc.content_hash,
		"unaltered": is_unaltered(doc) if is_staff(frappe.session.user) else None,
		"current_version": current_version(doc),
		"approvals": _approvals(doc),
	}


@frappe.whitelist(methods=["POST"])
@answerable
def propose(agreement: str) -> list[str]:
	"""Propose a draft to both sides. Returns who has to decide now."""
	doc = _manage(agreement)
	return [say_seat(seat) for seat in propose_agreement(doc)]


@frappe.whitelist(methods=["POST"])
@answerable
def decide(agreement: str, decision: str, content_hash: str, comment: str = "") -> dict[str, Any]:
	"""Approve or return the proposed text with the hash that the reader was shown."""
	if decision not in ("Approved", "Returned"):
		frappe.throw(_("Decision: write Approved or Returned."))
	need_agreement(agreement)
	frappe.db.get_value("SLA Agreement", agreement, "name", for_update=True)
	waiting = decide_agreement(
		need_agreement(agreement), frappe.session.user, decision, content_hash, comment
	)
	return {"waiting": [say_seat(seat) for seat in waiting]}


@frappe.whitelist(methods=["POST"])
@answerable
def new_version(agreement: str, version: str, effective_from: str, description: str) -> str:
	"""Create a draft of the next version. Returns its name."""
	frappe.has_permission("SLA Agreement", "create", throw=True)
	first = read_date(effective_from, "effective_from")
	return str(draft_next(need_agreement(agreement), version, first, description).name)


@frappe.whitelist(methods=["POST"])
@answerable
def announce(agreement: str) -> int:
	"""Tell the partners concerned about an approved version. Returns how many users were told."""
	return len(announce_agreement(_manage(agreement)))


@frappe.whitelist(methods=["POST"])
@answerable
def end(agreement: str, last_day: str, reason: str) -> None:
	"""End a version early."""
	doc = _manage(agreement)
	doc.check_permission("cancel")
	end_agreement(doc, read_date(last_day, "last_day"), reason)


@frappe.whitelist()
@answerable
def compare_versions(agreement: str, other: str | None = None) -> dict[str, Any]:
	"""Compare an agreement with another version (the one in force before it), side by side, as HTML."""
	doc = need_agreement(agreement)
	before = need_agreement(other).name if other else current_version(doc)
	earlier = find_agreement(before) if before else None
	if earlier is None:
		return {"before": None, "html": "", "count": 0}
	language = reader_language()
	changes = compare(read_for_reader(earlier), read_for_reader(doc), language)
	return {
		"before": before,
		"html": f"<style>{changes_stylesheet()}</style>{changes_html(changes, language)}",
		"count": len(changes),
	}


@frappe.whitelist()
@answerable
def show_document(agreement: str, language: str | None = None, internal: bool = False) -> str:
	"""The agreement as a document, as HTML for a page. Only staff see the teams' own targets."""
	doc = need_agreement(agreement)
	document = agreement_document(
		doc, read_language(language), internal=bool(internal) and is_staff(frappe.session.user)
	)
	return f"<style>{stylesheet()}</style>{body_html(document)}"


@frappe.whitelist()
@answerable
def export_file(agreement: str) -> None:
	"""Download the agreement file (YAML)."""
	doc = _manage(agreement)
	frappe.local.response.filename = f"{doc.name}.yaml"
	frappe.local.response.filecontent = export_agreement(doc).encode()
	frappe.local.response.type = "download"


@frappe.whitelist()
@answerable
def download_pdf(agreement: str, language: str | None = None) -> None:
	"""Download the agreement as it is printed for both parties, in "id" or "en" (the reader's language)."""
	doc = need_agreement(agreement)
	language = read_language(language)
	frappe.local.response.filename = f"{doc.name}.pdf"
	frappe.local.response.filecontent = print_for_parties(doc, language)
	frappe.local.response.type = "pdf"


@frappe.whitelist()
@answerable
def export_signed_text(agreement: str) -> None:
	"""Download the exact bytes whose SHA-256 the parties approved, so that anybody can check the hash."""
	doc = need_agreement(agreement)
	frappe.local.response.filename = f"{doc.name}.signed.yaml"
	frappe.local.response.filecontent = kept_text(doc).encode()
	frappe.local.response.type = "download"


@frappe.whitelist(methods=["POST"])
@answerable
def import_file(text: str, file_name: str = "agreement.yaml", partner: str | None = None) -> str:
	"""Create a draft from an agreement file. Returns its name. Mistakes are thrown with line and field."""
	frappe.has_permission("SLA Agreement", "create", throw=True)
	_check_size(text)
	return load_agreement(text, file_name, partner=partner or None, submit=False)


@frappe.whitelist(methods=["POST"])
@answerable
def draft_from_document(file: str) -> dict[str, Any]:
	"""Draft an agreement file from an uploaded plain-text or Word document (its File record)."""
	# loaded only when somebody drafts
	from sla_id.agreements.draft import UnreadableDocument, draft_agreement, read_text

	frappe.has_permission("SLA Agreement", "create", throw=True)
	held = frappe.get_doc("File", file)
	held.check_permission("read")
	content = held.get_content()
	try:
		text = read_text(content if isinstance(content, bytes) else content.encode(), held.file_name)
		draft = draft_agreement(text, today=getdate(nowdate()), language=reader_language())
	except UnreadableDocument as error:
		frappe.throw(say_error(error))
	return {
		"text": draft.text,
		"accepted": draft.accepted,
		"placed": len(draft.figures),
		"open_points": [point.text for point in draft.open_points],
		"unplaced": [f"{entry.line}: {entry.sentence} ({entry.reason})" for entry in draft.unplaced],
	}


@frappe.whitelist()
@answerable
def check(agreement: str) -> list[dict[str, str]]:
	"""Contradictions and gaps of an agreement, and people whom its tiers can't tell now. In the reader's
	language.
	"""
	doc = _manage(agreement)
	language = reader_language()
	found = [
		{
			"code": finding.code,
			"severity": finding.severity,
			"path": finding.path,
			"message": finding.message.get(language),
			"advice": finding.advice.get(language),
			"sentence": finding.sentence.text if finding.sentence else "",
		}
		for finding in lint(read_agreement(doc), today=getdate(nowdate()))
	]
	place = sum(finding["severity"] in (ERROR, WARNING) for finding in found)
	return [*found[:place], *_not_told(doc, language), *found[place:]]


@frappe.whitelist(methods=["POST"])
@answerable
def report_contact(agreement: str, change: str) -> str:
	"""Record a party's written notice that its contact data has changed (000 §7.3)."""
	doc = need_agreement(agreement)
	check_contact_change(change)
	return report_contact_change(doc, change)


@frappe.whitelist(methods=["POST"])
@answerable
def acknowledge_notice(notice: str, answer: str = "") -> None:
	"""Acknowledge a notice."""
	need_role(*MANAGERS)
	acknowledge(frappe.get_doc("SLA Notice", notice, for_update=True), answer)


def _manage(agreement: str) -> Any:
	"""Allow only managers, who keep agreements. The permission level hides a file from others who may read."""
	need_role(*MANAGERS)
	return need_agreement(agreement)


def _not_told(doc: AgreementRecord, language: str) -> list[dict[str, str]]:
	"""The people of its tiers whom one of the tiers' channels doesn't reach. No agreement file can show this."""
	name = doc.escalation_policy
	policy = frappe.get_cached_doc("SLA Escalation Policy", name) if name else None
	return [
		{
			"code": "tier-not-told",
			"severity": WARNING,
			"path": f"escalation.tiers[{gap.row}]",
			"message": say_gap(gap, language),
			"advice": say_advice(gap, language),
			"sentence": "",
		}
		for gap in (find_gaps(policy) if policy else ())
	]


def _approvals(doc: AgreementRecord) -> list[dict[str, Any]]:
	return frappe.get_all(
		"SLA Agreement Approval",
		filters={"agreement": doc.name},
		fields=[
			"party",
			"decision",
			"signatory",
			"signatory_title",
			"at_text",
			"through",
			"comment",
			"content_hash",
		],
		order_by="at_utc asc",
	)


def _check_size(text: str) -> None:
	if len(text.encode()) > MAX_FILE:
		frappe.throw(
			_("The file is larger than 1 MB. An agreement file is text: check that it is the right one.")
		)
