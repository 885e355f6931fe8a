"""A printed document as HTML: a whole page, or the part for another page. Every text is escaped here.

Public through the package. Tables and inline blocks carry the layout, no flex or grid: wkhtmltopdf prints it too.
"""

from collections.abc import Iterable
from html import escape
from pathlib import Path

from sla_id.agreements.document.values import (
	Block,
	Cell,
	Definitions,
	Document,
	Listing,
	Paragraph,
	Row,
	Section,
	Signatures,
	SigningParty,
	Table,
	Text,
)

_STYLE = Path(__file__).with_name("document.css")
_WIDE = 5
"""Tables with this many columns or more get smaller print."""
_TIGHT = 18
"""Cells whose lines have no more letters than this aren't wrapped."""
_SHORT = 6
"""Tables and lists of definitions up to this long aren't broken across pages."""


def stylesheet() -> str:
	"""The stylesheet of `body_html`, without the running header of a certain document."""
	return _STYLE.read_text(encoding="utf-8")


def to_html(document: Document) -> str:
	"""A whole HTML page with its stylesheet and running header."""
	return (
		f'<!DOCTYPE html>\n<html lang="{escape(document.language)}">\n<head>\n<meta charset="utf-8">\n'
		'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
		f"<title>{escape(document.title)} – {escape(document.reference)}</title>\n"
		f"<style>\nbody {{ margin: 0; }}\n{stylesheet()}\n{running_header(document)}</style>\n</head>\n<body>\n"
		f"{body_html(document)}</body>\n</html>\n"
	)


def running_header(document: Document) -> str:
	"""The rules that put title, number, version and page number on each page, where the engine has margin boxes."""
	left, right = _css_text(document.title), _css_text(document.reference)
	page, of = (_css_text(word) for word in document.page_words)
	status = f"@bottom-left {{ content: {_css_text(document.status)}; }}\n" if document.status else ""
	return (
		f"@page {{\n@top-left {{ content: {left}; }}\n@top-right {{ content: {right}; }}\n{status}"
		f'@bottom-right {{ content: {page} " " counter(page) " " {of} " " counter(pages); }}\n}}\n'
	)


def body_html(document: Document) -> str:
	"""The document as one `<article>`, for a page that brings `stylesheet` itself."""
	banner = f'<p class="status" role="status">{escape(document.status)}</p>\n' if document.status else ""
	mark = (
		f'<div class="watermark" aria-hidden="true">{escape(document.status)}</div>\n'
		if document.status
		else ""
	)
	return (
		f'<article class="agreement" lang="{escape(document.language)}">\n{mark}<header>\n{banner}'
		f'<p class="kind">{escape(document.kind)}</p>\n<h1>{escape(document.title)}</h1>\n'
		f"{_definitions(document.head, 'head')}</header>\n"
		f"{''.join(_section(section) for section in document.sections)}</article>\n"
	)


def _section(section: Section) -> str:
	level = min(section.depth + 1, 6)
	number = f'<span class="number">{escape(section.number)}</span> ' if section.number else ""
	heading = f"<h{level}>{number}{escape(section.title)}</h{level}>\n"
	signing = " signing" if any(isinstance(block, Signatures) for block in section.blocks) else ""
	return f'<section class="depth-{section.depth}{signing}">\n{heading}{"".join(map(_block, section.blocks))}</section>\n'


def _block(block: Block) -> str:
	if isinstance(block, Paragraph):
		kind = f"{block.kind} announcing" if block.text.text.endswith(":") else block.kind
		return f'<p class="{kind}">{_text(block.text)}</p>\n'
	if isinstance(block, Listing):
		return _listing(block)
	if isinstance(block, Definitions):
		return _definitions(block, "terms")
	if isinstance(block, Table):
		return _table(block)
	return _signatures(block)


def _text(text: Text) -> str:
	marks = "".join(f'<sup class="mark">{escape(mark)}</sup>' for mark in text.marks)
	origin = f' <small class="origin">{escape(text.origin)}</small>' if text.origin else ""
	said = "<br>\n".join(escape(line) for line in text.text.splitlines())
	if text.language:
		said = f'<span lang="{escape(text.language)}">{said}</span>'
	return f"{said}{marks}{origin}"


def _listing(listing: Listing) -> str:
	tag = "ol" if listing.numbering else "ul"
	kind = ' type="a"' if listing.numbering == "a" else ""
	items = "".join(f"<li>{_text(item)}</li>\n" for item in listing.items)
	return f"<{tag}{kind}>\n{items}</{tag}>\n"


def _definitions(definitions: Definitions, kind: str) -> str:
	entries = "".join(
		f"<div><dt>{_text(term)}</dt>{''.join(f'<dd>{_text(line)}</dd>' for line in lines)}</div>\n"
		for term, lines in definitions.entries
	)
	kind += " short" if len(definitions.entries) <= _SHORT else ""
	return f'<dl class="{kind}">\n{entries}</dl>\n'


def _table(table: Table) -> str:
	head = "".join(f'<th scope="col">{escape(title)}</th>' for title in table.header)
	rows = "".join(_row(row, len(table.header)) for row in table.rows)
	size = " wide" if len(table.header) >= _WIDE else ""
	size += " short" if len(table.rows) <= _SHORT and not _has_lists(table) else ""
	notes = "".join(f'<p class="note">{escape(note)}</p>\n' for note in table.notes)
	name = escape(table.name)
	return (
		f'<div class="table" role="region" aria-label="{name}" tabindex="0">\n<table class="columns-{len(table.header)}{size}">\n'
		f"<thead>\n<tr>{head}</tr>\n</thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n{notes}"
	)


def _has_lists(table: Table) -> bool:
	return any(cell.listed for row in table.rows for cell in row.cells)


def _row(row: Row, width: int) -> str:
	first, *others = row.cells
	kind = ' class="group"' if row.group else ""
	cells = [f'<th scope="row">{_cell(first)}</th>']
	for place, cell in enumerate(others):
		last = place == len(others) - 1
		span = width - len(row.cells) + 1 if last else 1
		spanned = f' colspan="{span}"' if span > 1 else ""
		cells.append(f"<td{spanned}{_tight(cell)}>{_cell(cell)}</td>")
	return f"<tr{kind}>{''.join(cells)}</tr>\n"


def _tight(cell: Cell) -> str:
	"""Short values such as "32 jam kerja" stay on one line."""
	return ' class="tight"' if all(len(line.text) <= _TIGHT for line in cell.lines) else ""


def _cell(cell: Cell) -> str:
	if cell.listed:
		return f"<ul>{''.join(f'<li>{_text(line)}</li>' for line in cell.lines)}</ul>"
	return (
		"".join(f"<div>{_text(line)}</div>" for line in cell.lines)
		if len(cell.lines) > 1
		else _only(cell.lines)
	)


def _only(lines: Iterable[Text]) -> str:
	return "".join(_text(line) for line in lines)


def _signatures(block: Signatures) -> str:
	parties = "".join(_signing_party(party, block) for party in block.parties)
	verify = f'<p class="note">{escape(block.verify)}</p>\n' if block.verify else ""
	return f'<div class="signatures">\n{parties}{verify}</div>\n'


def _signing_party(party: SigningParty, block: Signatures) -> str:
	signature, name, day, digest = (escape(word) for word in block.words)
	lines = ""
	for entry in party.signatures:
		lines += (
			f'<div class="signature"><p class="role">{escape(entry.role)}</p>\n'
			f'<p class="line"><span class="caption">{signature}</span></p>\n'
			f'<p><span class="caption">{name}:</span> {_or_line(entry.name)}</p>\n'
			f'<p><span class="caption">{day}:</span> {_or_line(entry.signed)}</p></div>\n'
		)
	for said, value in party.approvals:
		lines += (
			f'<div class="approval"><p>{escape(said)}</p>\n'
			f'<p class="hash"><span class="caption">{digest}:</span> <code>{escape(value)}</code></p></div>\n'
		)
	return (
		f'<div class="party"><p class="side">{escape(party.title)}</p>\n<p class="name">{_or_line(party.name)}</p>\n'
		f"{lines}</div>\n"
	)


def _or_line(text: str | None) -> str:
	return escape(text) if text else '<span class="blank"></span>'


def _css_text(text: str | None) -> str:
	"""A CSS string: whatever could end it, the style element or a comment is written as a code point."""
	shown = "".join(
		mark if mark.isalnum() and mark.isascii() else f"\\{ord(mark):06x}"
		for mark in " ".join((text or "").split())
	)
	return f'"{shown}"'
