"""Compares sealed statements with their seals, their rows, their trails, and with what the records say now.

Called by `bench sla-id-verify-statements` and the self-check. It writes nothing: what is true only a person can say.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import frappe

from sla_id.audit_trail import DOCTYPE as TRAIL
from sla_id.audit_trail import read_trail
from sla_id.statements.content_differences import ContentDifference, differences
from sla_id.statements.credit_notes import CREDIT as CREDIT_KIND
from sla_id.statements.credit_notes import DOCTYPE as CREDIT_NOTE
from sla_id.statements.credit_notes import money
from sla_id.statements.draft_statement import compute_now
from sla_id.statements.seal_chain import (
	Content,
	SealedStatement,
	content_text,
	find_broken_seals,
	read_content,
)
from sla_id.statements.statement_values import (
	COUNTED,
	DOCTYPE,
	FROM_CONTENT,
	SEALED,
	credit_of,
	line_rows,
	missed_lines,
	owing_lines,
)

SHOWN = 20
"""So many differences of one statement are named."""


@dataclass(frozen=True, slots=True)
class StatementFinding:
	"""What is wrong with a sealed statement; `says` is English, for a log. `later`: the records have changed since it was sealed."""

	doctype: str
	name: str
	says: str
	later: bool = False


def verify_statements(partner: str | None = None) -> list[StatementFinding]:
	"""Everything that differs, by partner and number."""
	found = [] if partner else list(_gone())
	for code, docs in _sealed(partner).items():
		found += _chain_findings(code, docs)
		for doc in docs:
			content = read_content(doc.content)
			if content is None:
				found.append(StatementFinding(DOCTYPE, doc.name, "its content can't be read"))
				continue
			found += [
				StatementFinding(DOCTYPE, doc.name, says)
				for says in (*_record_findings(doc, content), *_trail_findings(doc))
			]
			found += _credit_findings(doc, content)
			if doc.state == SEALED:
				found += _later_findings(doc, content)
	return found


def say_difference(difference: ContentDifference) -> str:
	"""A difference in one line, English, for a log."""
	return f"{' / '.join(difference.path)}: sealed {_short(difference.sealed)}, now {_short(difference.now)}"


def _sealed(partner: str | None) -> dict[str, list[Any]]:
	"""The sealed statements of each partner, with their lines, by number. Partners of whom trails tell of one are among them."""
	filters: dict[str, Any] = {"number": [">", 0]}
	if partner:
		filters["partner"] = partner
	names = frappe.get_all(DOCTYPE, filters=filters, pluck="name", order_by="partner, number, name")
	found: dict[str, list[Any]] = {}
	for name in names:
		doc = frappe.get_doc(DOCTYPE, name)
		found.setdefault(doc.partner, []).append(doc)
	return found


def _gone() -> Iterator[StatementFinding]:
	"""Sealed statements of which only the trail is left: the last one of a chain leaves no gap in it."""
	told = frappe.get_all(
		TRAIL, filters={"subject_doctype": DOCTYPE, "kind": "Sealed"}, pluck="subject", distinct=True
	)
	there = set(frappe.get_all(DOCTYPE, filters={"number": [">", 0]}, pluck="name"))
	for name in sorted(set(told) - there):
		yield StatementFinding(DOCTYPE, name, "it was sealed, and is gone or sealed no more")


def _chain_findings(partner: str, docs: Sequence[Any]) -> Iterator[StatementFinding]:
	sealed = [
		SealedStatement(
			str(doc.name),
			partner,
			int(doc.number or 0),
			doc.previous_seal or "",
			doc.seal or "",
			doc.content or "",
		)
		for doc in docs
	]
	for broken in find_broken_seals(sealed):
		yield StatementFinding(DOCTYPE, broken.name, broken.says)


def _record_findings(doc: Any, content: Content) -> Iterator[str]:
	"""What the record's own fields and rows say otherwise than the content."""
	shown = {
		"partner": (doc.partner, content.get("partner")),
		"month": (str(doc.month)[:7], content.get("month")),
		"revision": (int(doc.revision or 0), content.get("revision")),
		"reason": (doc.reason or "", content.get("reason")),
		"missed": (int(doc.missed or 0), missed_lines(content)),
		"credit": (money(doc.credit), credit_of(content)),
	}
	for field, (held, sealed) in shown.items():
		if held != sealed:
			yield f"{field} is {_short(held)}, sealed was {_short(sealed)}"
	rows = [{field: row.get(field) or None for field in (*FROM_CONTENT, *COUNTED)} for row in doc.lines]
	expected = [
		{field: row[field] or None for field in (*FROM_CONTENT, *COUNTED)} for row in line_rows(content)
	]
	if rows != expected:
		yield "its lines aren't those that were sealed"


def _trail_findings(doc: Any) -> Iterator[str]:
	"""The seal as the trail has it: a whole chain that was forged anew doesn't agree with it."""
	recorded = [
		(entry.after or {}).get("seal") for entry in read_trail(DOCTYPE, doc.name) if entry.kind == "Sealed"
	]
	if recorded != [doc.seal]:
		yield "its seal isn't the one in its trail"


def _credit_findings(doc: Any, content: Content) -> Iterator[StatementFinding]:
	"""Credit notes whose amounts aren't what was sealed, and one that is missing."""
	notes = frappe.get_all(
		CREDIT_NOTE, filters={"statement": doc.name, "kind": CREDIT_KIND}, pluck="name", order_by="name"
	)
	owed = credit_of(content)
	if owed and not notes:
		yield StatementFinding(DOCTYPE, doc.name, "its credit note is gone")
	for name in notes:
		note = frappe.get_doc(CREDIT_NOTE, name)
		lines = [(row.line_key, money(row.amount)) for row in note.lines]
		expected = [(line["key"], Decimal(line["amount"])) for _entry, line in owing_lines(content)]
		if money(note.amount) != owed or lines != expected:
			yield StatementFinding(CREDIT_NOTE, name, "its amounts aren't those that were sealed")


def _later_findings(doc: Any, content: Content) -> Iterator[StatementFinding]:
	"""What the records say otherwise by now. One that can't be computed any more is told, too."""
	try:
		found = differences(content, compute_now(doc).content)
	except Exception as error:
		yield StatementFinding(DOCTYPE, doc.name, f"it can't be computed any more: {error}", later=True)
		return
	for difference in found[:SHOWN]:
		yield StatementFinding(
			DOCTYPE, doc.name, f"differs since sealing: {say_difference(difference)}", later=True
		)
	if len(found) > SHOWN:
		yield StatementFinding(DOCTYPE, doc.name, f"and {len(found) - SHOWN} more", later=True)


def _short(value: Any) -> str:
	try:
		text = content_text({"": value})[4:-1]
	except TypeError:
		text = str(value)
	return text if len(text) <= 120 else f"{text[:117]}…"
