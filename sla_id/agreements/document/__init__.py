"""An agreement file as a printed contract: numbered sections as values, and those as HTML. No Frappe.

For the print format, the portal's agreement page and tests. Everything public is here.

| File | What it holds |
|---|---|
| printed_values.py | the printed document as frozen values |
| print_context.py | what is printed: file, language, whether internal, origins, approvals |
| numbered_outline.py | the default numbering (document 000), explicit outlines, empty sections left out |
| outline_text.py | an outline's free text: paragraphs, lists, definitions |
| goal_blocks.py, scope_blocks.py, target_tables.py, target_blocks.py, escalation_blocks.py, availability_blocks.py, credit_blocks.py, signature_block.py | the blocks, by subject |
| block_printers.py | which function prints which block |
| print_html.py, document.css | HTML by `templates/printed_agreement*`, and its stylesheet |
"""

from sla_id.agreements.document.block_printers import hidden_blocks, render
from sla_id.agreements.document.print_html import body_html, running_header, stylesheet, to_html
from sla_id.agreements.document.printed_values import (
	Approval,
	Cell,
	Definitions,
	Document,
	Listing,
	Paragraph,
	PrintedSection,
	PrintedTable,
	PrintedText,
	Row,
	Signatures,
)
from sla_id.agreements.rules.effective_agreement import target_path

__all__ = [
	"Approval",
	"Cell",
	"Definitions",
	"Document",
	"Listing",
	"Paragraph",
	"PrintedSection",
	"PrintedTable",
	"PrintedText",
	"Row",
	"Signatures",
	"body_html",
	"hidden_blocks",
	"render",
	"running_header",
	"stylesheet",
	"target_path",
	"to_html",
]
