"""Credit notes: drafted with a statement, taken back when a sealed one is revised, approved or rejected by a person.

Whoever drafted one by hand doesn't approve it. Nothing is posted here; `books_draft.py` drafts it in ERPNext where that is.
"""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import frappe
from frappe import _

from sla_id.audit_trail import record_change
from sla_id.availability import say_rupiah
from sla_id.engine import Sentence
from sla_id.engine.sentences import say
from sla_id.instants import reader_language, to_utc, utc_now
from sla_id.statements.seal_chain import Content
from sla_id.statements.service_line import read_instant_text
from sla_id.statements.statement_record import save_by_room
from sla_id.statements.statement_values import DOCTYPE as STATEMENT
from sla_id.statements.statement_values import DRAFT, owing_lines

DOCTYPE = "SLA Credit Note"
APPROVED, REJECTED = "Approved", "Rejected"
CREDIT, REVERSAL = "Credit", "Reversal"
STATES = {
	DRAFT: Sentence("Draft", context="SLA Credit Note"),
	APPROVED: Sentence("Approved", context="SLA Credit Note"),
	REJECTED: Sentence("Rejected", context="SLA Credit Note"),
}
KINDS = (
	Sentence("Drafted", context="SLA Credit Note"),
	Sentence("Computed anew", context="SLA Credit Note"),
	Sentence("Approved", context="SLA Credit Note"),
	Sentence("Rejected", context="SLA Credit Note"),
	Sentence("Drafted in ERPNext"),
)
"""What happens to a credit note, as its trail has it."""
NOTHING_OWED = Sentence("The statement owes nothing any more.")
CENT = Decimal("0.01")
AMOUNTS = ("before_cap", "amount")
PLAIN = (
	*("partner", "month", "statement", "state", "kind", "reverses", "claim_until_utc", "words"),
	*("drafted_by", "approved_by", "approved_utc", "reason", "books_doctype", "books_name"),
)


def money(value: Any) -> Decimal:
	"""A Currency field's value to the sen."""
	return Decimal(str(value or 0)).quantize(CENT)


def state_of_note(doc: Any) -> dict[str, Any]:
	"""What the trail keeps of a credit note."""
	state: dict[str, Any] = {field: doc.get(field) for field in PLAIN}
	state |= {field: float(doc.get(field) or 0) for field in AMOUNTS}
	state["lines"] = [
		{"line_key": row.line_key, **{field: float(row.get(field) or 0) for field in AMOUNTS}}
		for row in doc.lines
	]
	return state


def draft_credit(statement: Any, content: Content) -> None:
	"""Draft the credit of a draft statement, or bring the draft up to date; where nothing is owed (any more), there is none."""
	held = frappe.db.get_value(DOCTYPE, {"note_key": f"{statement.name}:{CREDIT}"})
	owed = any(Decimal(entry["amount"]) for entry in content["credits"])
	if not held and not owed:
		return
	doc = frappe.get_doc(DOCTYPE, held, for_update=True) if held else _new_note(statement, CREDIT)
	before = state_of_note(doc) if held else None
	_fill(doc, content)
	if owed:
		doc.update({"state": DRAFT, "reason": ""})
	else:
		doc.update({"state": REJECTED, "reason": str(NOTHING_OWED)})
	if held and state_of_note(doc) == before:
		return
	keep_note(doc, "Computed anew" if held else "Drafted", before)


def draft_reversals(statement: str, revised: str, by: str | None) -> None:
	"""Draft what takes the credit of a sealed statement back, beside its revision. A rejected credit needs none."""
	for name in frappe.get_all(
		DOCTYPE, filters={"statement": statement, "kind": CREDIT, "state": ["!=", REJECTED]}, pluck="name"
	):
		held = frappe.get_doc(DOCTYPE, name)
		doc = _new_note(frappe.get_doc(STATEMENT, revised), REVERSAL)
		doc.update({"reverses": name, "drafted_by": by, "note_key": f"{name}:{REVERSAL}"})
		doc.update({"before_cap": -held.before_cap, "amount": -held.amount})
		doc.words = say_rupiah(-money(held.amount))
		for row in held.lines:
			doc.append(
				"lines",
				{
					"label": row.label,
					"agreement": row.agreement,
					"line_key": row.line_key,
					"before_cap": -row.before_cap,
					"amount": -row.amount,
				},
			)
		keep_note(doc, "Drafted", None)


def approve_note(name: str) -> None:
	"""Approve a draft as the person who is signed in. Throws ValidationError, and PermissionError for whoever drafted it."""
	doc = lock_note(name, DRAFT)
	if doc.drafted_by and doc.drafted_by == frappe.session.user:
		frappe.throw(
			_("You drafted {0} yourself: somebody else approves it.").format(name), frappe.PermissionError
		)
	if doc.kind == CREDIT and frappe.db.get_value(STATEMENT, doc.statement, "state") == DRAFT:
		frappe.throw(_("Seal {0} first: until then its figures may change.").format(doc.statement))
	if doc.kind == REVERSAL and frappe.db.get_value(DOCTYPE, doc.reverses, "state") != APPROVED:
		frappe.throw(
			_("It takes {0} back, which isn't approved. Approve or reject that one first.").format(
				doc.reverses
			)
		)
	_decide(doc, APPROVED, "")


def reject_note(name: str, reason: str) -> None:
	"""Reject a draft with a reason; a draft that would take it back falls with it. Throws ValidationError."""
	if not reason.strip():
		frappe.throw(_("Reason: write why the credit note is rejected."))
	_decide(lock_note(name, DRAFT), REJECTED, reason.strip())
	for reversal in frappe.get_all(DOCTYPE, filters={"reverses": name, "state": DRAFT}, pluck="name"):
		_decide(lock_note(reversal, DRAFT), REJECTED, reason.strip())


def lock_note(name: str, *states: str) -> Any:
	"""A credit note with its row locked. Throws DoesNotExistError, and ValidationError where it is in none of those states."""
	doc = frappe.get_doc(DOCTYPE, name, for_update=True)
	if states and doc.state not in states:
		frappe.throw(
			_("{0} is in state “{1}” by now. Reload the form to see what happened.").format(
				name, say(STATES[doc.state], reader_language())
			)
		)
	return doc


def keep_note(doc: Any, kind: str, before: Any, reason: str = "") -> None:
	"""Save a locked credit note and what happened to it."""
	save_by_room(doc)
	record_change(DOCTYPE, str(doc.name), kind, before, state_of_note(doc), reason)


def _decide(doc: Any, state: str, reason: str) -> None:
	before = state_of_note(doc)
	doc.update(
		{
			"state": state,
			"approved_by": frappe.session.user,
			"approved_utc": to_utc(utc_now()),
			"reason": reason,
		}
	)
	keep_note(doc, state, before, reason)


def _new_note(statement: Any, kind: str) -> Any:
	return frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"partner": statement.partner,
			"month": statement.month,
			"title": statement.title,
			"statement": statement.name,
			"state": DRAFT,
			"kind": kind,
			"drafted_by": statement.drafted_by,
			"note_key": f"{statement.name}:{kind}",
		}
	)


def _fill(doc: Any, content: Content) -> None:
	"""Give a draft the amounts of a content. Its lines add up to its amount."""
	names = {line["key"]: line["name"].get("id") or line["service"] for line in content["lines"]}
	before = sum((Decimal(entry["before_cap"]) for entry in content["credits"]), Decimal(0))
	amount = sum((Decimal(entry["amount"]) for entry in content["credits"]), Decimal(0))
	doc.update({"before_cap": float(before), "amount": float(amount), "words": say_rupiah(amount)})
	doc.claim_until_utc = _claim_until(entry["claim_until"] for entry in content["credits"])
	doc.set(
		"lines",
		[
			{
				"label": (names.get(line["key"]) or "")[:140],
				"agreement": entry["agreement"],
				"line_key": line["key"],
				"before_cap": float(Decimal(line["before_cap"])),
				"amount": float(Decimal(line["amount"])),
			}
			for entry, line in owing_lines(content)
		],
	)


def _claim_until(texts: Iterable[str | None]) -> Any:
	"""The first of several ends; None where there is none."""
	found = sorted(read_instant_text(text) for text in texts if text)
	return to_utc(found[0]) if found else None
