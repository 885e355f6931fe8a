"""The partner's answer to a sealed statement, line by line, and the provider's reply. The caller has asked whether the person may."""

from typing import Any

import frappe
from frappe import _

from sla_id.instants import from_utc, say_to_reader, to_utc, utc_now
from sla_id.statements.statement_record import keep_statement, lock_statement
from sla_id.statements.statement_values import ACCEPTED, DISPUTED, SEALED, state_of
from sla_id.statements.tell_statement import tell_answered, tell_replied

LONGEST = 2000
"""So many characters of a reason or reply are kept."""


def answer_lines(name: str, rows: list[str], answer: str, reason: str = "") -> None:
	"""Accept or dispute lines of a statement (names of its rows) as the person who is signed in.

	Throws ValidationError after the agreed time, for a dispute without a reason, and for lines that it doesn't have.
	"""
	if answer not in (ACCEPTED, DISPUTED):
		frappe.throw(_("Answer: accept the line or dispute it."))
	text = reason.strip()[:LONGEST]
	if answer == DISPUTED and not text:
		frappe.throw(_("Reason: write why you dispute the line."))
	doc = lock_statement(name, SEALED)
	until, now = from_utc(doc.answer_until_utc), utc_now()
	if until and now > until:
		frappe.throw(_("Statement {0} could be answered until {1}.").format(doc.name, say_to_reader(until)))
	before = state_of(doc)
	answered = [_row(doc, row) for row in dict.fromkeys(rows)]
	for line in answered:
		line.update(
			{
				"answer": answer,
				"answer_reason": text if answer == DISPUTED else "",
				"answered_by": frappe.session.user,
				"answered_utc": to_utc(now.replace(microsecond=0)),
				**dict.fromkeys(("replied_by", "replied_utc")),
				"reply": "",
			}
		)
	_count_open(doc)
	keep_statement(doc, "Line disputed" if answer == DISPUTED else "Line accepted", before, text)
	if answer == DISPUTED:
		for line in answered:
			tell_answered(doc, line, now.isoformat())


def accept_unanswered(name: str) -> None:
	"""Accept every line that nobody has answered. Throws ValidationError as `answer_lines`, and where there is none."""
	doc = frappe.get_doc("SLA Statement", name)
	rows = [row.name for row in doc.lines if not row.answer]
	if not rows:
		frappe.throw(_("Every line has been answered."))
	answer_lines(name, rows, ACCEPTED)


def reply_to_dispute(name: str, row: str, reply: str) -> None:
	"""Reply to a disputed line as the person who is signed in. Throws ValidationError without a text or dispute."""
	text = reply.strip()[:LONGEST]
	if not text:
		frappe.throw(_("Reply: write what the partner is to read."))
	doc = lock_statement(name)
	line = _row(doc, row)
	if line.answer != DISPUTED:
		frappe.throw(_("This line isn't disputed."))
	before, now = state_of(doc), utc_now()
	line.update(
		{
			"reply": text,
			"replied_by": frappe.session.user,
			"replied_utc": to_utc(now.replace(microsecond=0)),
		}
	)
	_count_open(doc)
	keep_statement(doc, "Reply given", before, text)
	tell_replied(doc, line, now.isoformat())


def _row(doc: Any, name: str) -> Any:
	found = next((row for row in doc.lines if row.name == name), None)
	return found or frappe.throw(_("{0} has no such line. Open the page again.").format(doc.name))


def _count_open(doc: Any) -> None:
	doc.open_disputes = sum(1 for row in doc.lines if row.answer == DISPUTED and not row.reply)
