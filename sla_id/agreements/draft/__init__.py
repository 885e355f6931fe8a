"""Drafts an agreement file from the plain text or DOCX of an agreement, with the place of every figure.

For the command `python -m sla_id.agreements.draft` and the import page. Everything public is here; no frappe.

| File | What it holds |
|---|---|
| lines.py, structure.py, bilingual.py, document.py | the text as lines, sections and tables, in one language or two |
| numbers.py, dates.py, words.py | lengths of time, dates, the field's vocabulary |
| targets.py, clauses.py, promises.py | every length of time with the clock, level, service and channel around it |
| levels.py, services.py, channels.py | what targets are for |
| hours.py, day_times.py | the hours on which they count |
| matrix.py, escalation.py, head.py, items.py, terms.py, definitions.py, procedure.py | the rest of an agreement |
| gather.py, points.py, unplaced.py, emit.py, assemble.py | the tree, open points, what is left, the YAML |
| docx.py, plain.py | files to text |
| certain.py | the gate: a target passes only where nothing in the text speaks against it |
| found.py, result.py, messages.py | values with their places, what drafting gives, what it says to people |

What isn't certain isn't placed: a length whose clock or scope the structure doesn't name, that two places give
differently, or that is no upper limit, stands in the report with its line and wording.
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
