"""Drafts an approved credit note in ERPNext, where that is installed: as a Credit Note against an invoice, or as a Journal Entry.

Once for each credit note, never submitted: an accountant does that. ERPNext is asked by the names of its DocTypes alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.utils import nowdate

from sla_id.agreements.words import say_date
from sla_id.statements.credit_notes import APPROVED, REVERSAL, keep_note, lock_note, money, state_of_note

INVOICE, JOURNAL = "Sales Invoice", "Journal Entry"
FIELD = "sla_id_credit_note"
"""The custom field on ERPNext's documents that leads back."""
SETTINGS = "SLA Settings"
FROM_SETTINGS = {
	"company": "books_company",
	"account": "books_account",
	"receivable": "books_receivable",
	"cost_center": "books_cost_center",
}


@dataclass(frozen=True, slots=True)
class BooksChoice:
	"""What a person chose: the kind of document, the invoice of a Credit Note, and accounts; empty ones are those of SLA Settings."""

	doctype: str
	invoice: str = ""
	customer: str = ""
	company: str = ""
	account: str = ""
	receivable: str = ""
	cost_center: str = ""


def has_books() -> bool:
	"""Whether ERPNext's documents are there."""
	return bool(frappe.db.exists("DocType", INVOICE) and frappe.db.exists("DocType", JOURNAL))


def suggest_books(name: str) -> dict[str, Any]:
	"""What the dialog starts from: what is chosen in SLA Settings, the partner's customer, and what was drafted already."""
	if not has_books():
		return {"possible": False}
	doc = frappe.get_doc("SLA Credit Note", name)
	held = _held(doc)
	return {
		"possible": doc.state == APPROVED,
		"held": {"doctype": held[0], "name": held[1]} if held else None,
		"documents": [JOURNAL] if doc.kind == REVERSAL else [INVOICE, JOURNAL],
		"customer": next(iter(_customers(doc.partner)), ""),
		**{key: _setting(field) for key, field in FROM_SETTINGS.items()},
	}


def draft_in_books(name: str, choice: BooksChoice) -> tuple[str, str]:
	"""Draft an approved credit note there; DocType and name of the draft, or of the one there is already.

	ERPNext's own permissions hold. Throws ValidationError that names what is missing.
	"""
	if not has_books():
		frappe.throw(_("ERPNext isn't installed on this site."))
	doc = lock_note(name, APPROVED)
	if held := _held(doc):
		return held
	chosen = _filled(choice)
	if chosen.doctype == INVOICE:
		made = _credit_note(doc, chosen)
	elif chosen.doctype == JOURNAL:
		made = _journal_entry(doc, chosen)
	else:
		frappe.throw(_("Document: choose {0} or {1}.").format(INVOICE, JOURNAL))
	before = state_of_note(doc)
	doc.update({"books_doctype": chosen.doctype, "books_name": made})
	keep_note(doc, "Drafted in ERPNext", before)
	return chosen.doctype, made


def _credit_note(doc: Any, choice: BooksChoice) -> str:
	"""A return against an invoice, a row for each line; its taxes are the accountant's to add."""
	if doc.kind == REVERSAL:
		frappe.throw(_("What takes a credit back is no return: draft it as a Journal Entry."))
	if not choice.invoice or not frappe.db.exists(INVOICE, choice.invoice):
		frappe.throw(_("Invoice: choose the submitted invoice that the credit is for."))
	invoice = frappe.get_doc(INVOICE, choice.invoice)
	invoice.check_permission("read")
	_check_invoice(doc, invoice)
	first = invoice.items[0]
	draft = frappe.get_doc(
		{
			"doctype": INVOICE,
			"is_return": 1,
			"return_against": invoice.name,
			"company": invoice.company,
			"customer": invoice.customer,
			"currency": invoice.currency,
			"conversion_rate": invoice.conversion_rate,
			"selling_price_list": invoice.selling_price_list,
			"price_list_currency": invoice.price_list_currency,
			"plc_conversion_rate": invoice.plc_conversion_rate,
			"ignore_pricing_rule": 1,
			"update_stock": 0,
			"debit_to": invoice.debit_to,
			"posting_date": nowdate(),
			"set_posting_time": 1,
			"remarks": _remark(doc),
			FIELD: doc.name,
			"items": [
				{
					"item_name": _("Service credit")[:140],
					"description": f"{_line_text(row)} · {doc.name}",
					"qty": -1,
					"uom": first.uom,
					"conversion_factor": 1,
					"rate": float(money(row.amount)),
					"income_account": choice.account or first.income_account,
					"cost_center": choice.cost_center or first.cost_center,
				}
				for row in doc.lines
				if money(row.amount)
			],
		}
	)
	return str(draft.insert().name)


def _check_invoice(doc: Any, invoice: Any) -> None:
	customers = _customers(doc.partner)
	if invoice.docstatus != 1 or invoice.is_return:
		frappe.throw(_("Invoice: {0} isn't a submitted invoice. Choose another.").format(invoice.name))
	if customers and invoice.customer not in customers:
		frappe.throw(
			_("Invoice: {0} is {1}'s, who isn't linked to the partner {2}.").format(
				invoice.name, invoice.customer, doc.partner
			)
		)
	if invoice.currency != doc.currency:
		frappe.throw(
			_("Invoice: {0} is in {1}, the credit in {2}.").format(
				invoice.name, invoice.currency, doc.currency
			)
		)


def _journal_entry(doc: Any, choice: BooksChoice) -> str:
	"""The credit as an expense against what the customer owes; a reversal the other way round."""
	for value, label in (
		(choice.company, _("Company")),
		(choice.account, _("Account of credits")),
		(choice.receivable, _("Receivable account")),
		(choice.customer, _("Customer")),
	):
		if not value:
			frappe.throw(_("{0}: choose it here, or in SLA Settings.").format(label))
	_check_exists(choice)
	amount = money(doc.amount)
	sides = ("debit_in_account_currency", "credit_in_account_currency")
	own, theirs = sides if amount >= 0 else sides[::-1]
	rows = [
		{"account": choice.account, own: float(abs(amount)), "cost_center": choice.cost_center or None},
		{
			"account": choice.receivable,
			"party_type": "Customer",
			"party": choice.customer,
			theirs: float(abs(amount)),
			"cost_center": choice.cost_center or None,
		},
	]
	draft = frappe.get_doc(
		{
			"doctype": JOURNAL,
			"voucher_type": "Credit Note" if amount >= 0 else "Debit Note",
			"company": choice.company,
			"posting_date": nowdate(),
			"user_remark": _remark(doc),
			FIELD: doc.name,
			"accounts": rows,
		}
	)
	return str(draft.insert().name)


def _check_exists(choice: BooksChoice) -> None:
	for doctype, value in (
		("Company", choice.company),
		("Account", choice.account),
		("Account", choice.receivable),
		("Customer", choice.customer),
		("Cost Center", choice.cost_center),
	):
		if value and not frappe.db.exists(doctype, value):
			frappe.throw(_("{0} {1} doesn't exist.").format(_(doctype), value))


def _held(doc: Any) -> tuple[str, str] | None:
	"""What was drafted for a credit note, unless it was deleted or cancelled since."""
	if not doc.books_name or doc.books_doctype not in (INVOICE, JOURNAL):
		return None
	docstatus = frappe.db.get_value(doc.books_doctype, doc.books_name, "docstatus")
	return (doc.books_doctype, doc.books_name) if docstatus in (0, 1) else None


def _customers(partner: str) -> list[str]:
	filters = {"parent": partner, "parenttype": "SLA Partner", "link_doctype": "Customer"}
	return list(frappe.get_all("SLA Partner Link", filters=filters, pluck="link_name", order_by="idx"))


def _setting(field: str) -> str:
	return str(frappe.db.get_single_value(SETTINGS, field) or "")


def _filled(choice: BooksChoice) -> BooksChoice:
	values: Mapping[str, str] = {
		key: getattr(choice, key).strip() or _setting(field) for key, field in FROM_SETTINGS.items()
	}
	return BooksChoice(choice.doctype, choice.invoice.strip(), choice.customer.strip(), **values)


def _remark(doc: Any) -> str:
	first = frappe.utils.getdate(doc.month)
	month = say_date(first, "id").split(" ", 1)[1]
	return _("Service level credit for {0}: {1}, {2}").format(month, doc.name, doc.statement)


def _line_text(row: Any) -> str:
	return f"{row.label or _('Missed targets')} ({row.agreement})"
