"""Statements and credit notes: made, reviewed, sealed, revised, answered, approved. Permission first, typed.

SLA Managers make, seal, revise, reply and decide; SLA Executives read; a partner's people read and answer their own.
"""

from typing import Any

import frappe
from frappe import _

from sla_id.access import MANAGERS, need_role, need_statement
from sla_id.agreements.partners import is_staff
from sla_id.agreements.words import say_amount
from sla_id.api.arguments import answerable, read_date, read_language
from sla_id.instants import from_utc, reader_language, say_to_reader
from sla_id.statements import answer_statement, books_draft, credit_notes, draft_statement, seal_statement
from sla_id.statements.books_draft import BooksChoice
from sla_id.statements.credit_notes import DOCTYPE as NOTE
from sla_id.statements.credit_notes import money
from sla_id.statements.describe_statement import describe_statement, statement_html, statement_style
from sla_id.statements.statement_print import print_statement
from sla_id.text_as_typed import as_typed


@frappe.whitelist(methods=["POST"])
@answerable
def make(partner: str, month: str) -> str:
	"""Draft a partner's statement of the month of a day, if there is none; its name. For SLA Managers."""
	need_role(*MANAGERS)
	if not frappe.db.exists("SLA Partner", partner):
		frappe.throw(_("There is no such partner."), frappe.DoesNotExistError)
	name = draft_statement.draft_statement(partner, read_date(month, _("Month")), by=frappe.session.user)
	if name is None:
		frappe.throw(_("No agreement of {0} promises anything in this month.").format(partner))
	return str(name)


@frappe.whitelist()
@answerable
def describe(statement: str) -> dict[str, Any]:
	"""A statement as its form shows it, with what has changed since; a disputed line's row, for the reply. For staff who may read it."""
	doc = _of_staff(statement)
	described = describe_statement(doc, reader_language())
	return {
		"html": f"<style>{statement_style()}</style>{statement_html(described)}",
		"changed": len(described["changes"]),
		"disputed": [
			{"row": row.name, "label": as_typed(row.label), "reason": as_typed(row.answer_reason)}
			for row in doc.lines
			if row.answer == "Disputed" and not row.reply
		],
	}


@frappe.whitelist(methods=["POST"])
@answerable
def refresh(statement: str) -> bool:
	"""Compute a draft anew; whether anything changed. For SLA Managers."""
	need_role(*MANAGERS)
	return draft_statement.refresh_statement(statement)


@frappe.whitelist(methods=["POST"])
@answerable
def seal(statement: str) -> None:
	"""Seal a reviewed draft and send it to the partner. For SLA Managers."""
	need_role(*MANAGERS)
	seal_statement.seal_statement(statement)


@frappe.whitelist(methods=["POST"])
@answerable
def revise(statement: str, reason: str) -> str:
	"""Make a revision of a sealed statement, with a reason that the partner reads; the draft's name. For SLA Managers."""
	need_role(*MANAGERS)
	return draft_statement.revise_statement(statement, reason, by=frappe.session.user)


@frappe.whitelist(methods=["POST"])
@answerable
def reply(statement: str, row: str, reply: str) -> None:
	"""Reply to a line that the partner disputes. For SLA Managers."""
	need_role(*MANAGERS)
	answer_statement.reply_to_dispute(statement, row, reply)


@frappe.whitelist()
@answerable
def download_pdf(statement: str, language: str | None = None) -> None:
	"""Download a statement as it is printed, in "id" or "en" (the reader's language). For those who may see it."""
	doc = need_statement(statement)
	frappe.local.response.filename = f"{doc.name}.pdf"
	frappe.local.response.filecontent = print_statement(doc, read_language(language))
	frappe.local.response.type = "pdf"


@frappe.whitelist()
@answerable
def describe_note(credit_note: str) -> dict[str, Any]:
	"""A credit note as its form shows it. For staff who may read it."""
	doc = frappe.get_doc(NOTE, credit_note)
	doc.check_permission("read")
	language = reader_language()
	until = from_utc(doc.claim_until_utc)
	return {
		"amount": say_amount(money(doc.amount), language),
		"before_cap": say_amount(money(doc.before_cap), language),
		"words": doc.words,
		"claim_until": say_to_reader(until) if until else "",
		"lines": [
			{
				"label": as_typed(row.label) or _("Missed targets"),
				"agreement": row.agreement,
				"before_cap": say_amount(money(row.before_cap), language),
				"amount": say_amount(money(row.amount), language),
			}
			for row in doc.lines
		],
	}


@frappe.whitelist(methods=["POST"])
@answerable
def approve_note(credit_note: str) -> None:
	"""Approve a credit note; not by whoever drafted it. For SLA Managers."""
	need_role(*MANAGERS)
	credit_notes.approve_note(credit_note)


@frappe.whitelist(methods=["POST"])
@answerable
def reject_note(credit_note: str, reason: str) -> None:
	"""Reject a credit note with a reason. For SLA Managers."""
	need_role(*MANAGERS)
	credit_notes.reject_note(credit_note, reason)


@frappe.whitelist()
@answerable
def suggest_books(credit_note: str) -> dict[str, Any]:
	"""What the dialog that drafts a credit note in ERPNext starts from. For SLA Managers."""
	need_role(*MANAGERS)
	return books_draft.suggest_books(credit_note)


@frappe.whitelist(methods=["POST"])
@answerable
def draft_in_books(
	credit_note: str,
	document: str,
	invoice: str = "",
	customer: str = "",
	company: str = "",
	account: str = "",
	receivable: str = "",
	cost_center: str = "",
) -> dict[str, str]:
	"""Draft an approved credit note in ERPNext, once; what was drafted. Nothing is submitted. For SLA Managers whom ERPNext lets."""
	need_role(*MANAGERS)
	choice = BooksChoice(document, invoice, customer, company, account, receivable, cost_center)
	doctype, name = books_draft.draft_in_books(credit_note, choice)
	return {"doctype": doctype, "name": name}


def _of_staff(name: str) -> Any:
	"""A statement for staff who may read it. Throws PermissionError, and DoesNotExistError for one that isn't there."""
	if not is_staff(frappe.session.user):
		frappe.throw(_("Only the provider's own staff may see this."), frappe.PermissionError)
	return need_statement(name)
