"""An agreement file as a printed contract: numbered sections as values, and those as HTML. No Frappe.

For the print format, the portal's agreement page and tests. Everything public is here.

| File | What it holds |
|---|---|
| values.py | the printed document as frozen values |
| paper.py | what is printed: file, language, whether internal, origins, approvals |
| outline.py | the default numbering (document 000), explicit outlines, empty sections left out |
| wording.py | an outline's free text: paragraphs, lists, definitions |
| aims.py, scope.py, grids.py, times.py, conduct.py, signing.py | the blocks, by subject |
| blocks.py | which function prints which block |
| print_html.py, document.css | HTML by `templates/printed_agreement*`, and its stylesheet |
"""

from sla_id.agreements.document.blocks import hidden_blocks, render
from sla_id.agreements.document.paper import target_path
from sla_id.agreements.document.print_html import body_html, running_header, stylesheet, to_html
from sla_id.agreements.document.values import (
	Approval,
	Cell,
	Definitions,
	Document,
	Listing,
	Paragraph,
	Row,
	Section,
	Signatures,
	Table,
	Text,
)

__all__ = [
	"Approval",
	"Cell",
	"Definitions",
	"Document",
	"Listing",
	"Paragraph",
	"Row",
	"Section",
	"Signatures",
	"Table",
	"Text",
	"body_html",
	"hidden_blocks",
	"render",
	"running_header",
	"stylesheet",
	"target_path",
	"to_html",
]
