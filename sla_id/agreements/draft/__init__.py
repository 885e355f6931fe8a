"""Drafts an agreement file from the plain text or DOCX of an agreement, with the place of every figure.

For the command `python -m sla_id.agreements.draft` and the import page. Everything public is here; no frappe.

| File | What it holds |
|---|---|
| lines.py, outline.py, tables.py, bilingual.py, document.py | the text as lines, sections, tables, two languages |
| numbers.py, dates.py, words.py | lengths of time, dates, vocabulary |
| hours.py, priorities.py, matrix.py, channels.py, replies.py, services.py, escalation.py | what each reads |
| head.py, items.py, terms.py, definitions.py, procedure.py | the head, coded lists, wordings, what stays outside |
| gather.py, points.py, unplaced.py, emit.py, assemble.py | the tree, open points, what is left, the YAML |
| docx.py, plain.py | files to text |
"""

from sla_id.agreements.draft.assemble import draft_agreement
from sla_id.agreements.draft.plain import read_text
from sla_id.agreements.draft.result import (
	Draft,
	DraftFact,
	Evidence,
	OpenPoint,
	Unplaced,
	UnreadableDocument,
)

__all__ = [
	"Draft",
	"DraftFact",
	"Evidence",
	"OpenPoint",
	"Unplaced",
	"UnreadableDocument",
	"draft_agreement",
	"read_text",
]
