"""Drafts an agreement file from the plain text or DOCX of an agreement, with the place of every figure.

For the command `python -m sla_id.agreements.draft` and the import page. Everything public is here; no frappe.

| File | What it holds |
|---|---|
| plain.py, docx.py | a file's bytes as text |
| lines.py, structure.py, bilingual.py, document.py | the text as one model: lines and pieces, sections, tables, two languages |
| vocabulary.py (vocabulary.yaml) | every word that the readers know, and what a heading, a column or a sentence is about |
| numbers.py, dates.py, day_times.py | lengths of time, dates, days and times of day |
| found_levels.py, services.py, found_channels.py | what targets are for |
| hours.py | the hours on which they count |
| labelled_cells.py, clauses.py | whatever may hold a target, a cell, value, item or sentence, as one kind of cell with its labels |
| target_figures.py | the one rule that places such a cell or leaves it for the list |
| certain.py | the gate: only what is understood to the last word, headings included, is placed |
| target_rows.py | one target for each scope, and the rows of the file |
| title_page.py, items.py, written_terms.py, definitions.py, urgency_grid.py, found_tiers.py, procedure.py | the rest of an agreement |
| found.py, gather.py, emit.py, assemble.py | values with their places, the tree of the file, its YAML, the draft |
| points.py, unplaced.py, messages.py, draft_value.py | what a person has to do, what is left over, the words for it, the result |

A text is read in this order: lines, structure, what the figures are for, the figures, the gate, the tree. To teach the
readers a word, add it to vocabulary.yaml; a new rule says what the structure means (a heading, a head, a list, a key), never a phrase.

What isn't certain isn't placed: beside a figure, in its labels and headings each word has to be one that narrows nothing or part
of what the draft holds. Whoever finds a text that is read wrongly takes a word out of the vocabulary, never writes a list of
words that speak against. The list of what is left over is everything that has a number less what the fields hold.
"""

from sla_id.agreements.draft.assemble import draft_agreement
from sla_id.agreements.draft.draft_value import (
	Draft,
	DraftFact,
	Evidence,
	OpenPoint,
	Unplaced,
	UnreadableDocument,
)
from sla_id.agreements.draft.plain import read_text

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
