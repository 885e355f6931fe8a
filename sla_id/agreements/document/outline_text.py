"""An outline's free text as paragraphs, lists and definitions. Called by `block_printers`.

A blank line ends a paragraph. Lines that begin with "- ", "1. " or "a. " are list entries; an indented line continues
the entry above. A bulleted list whose entries all read "Term: meaning" is a list of definitions.
"""

import re
from collections.abc import Iterator

from sla_id.agreements.document.printed_values import Block, Definitions, Listing, Paragraph, PrintedText

_ENTRY = re.compile(r"(-|\d{1,2}\.|[a-z]\.)\s+(\S.*)")
_TERM = re.compile(r"([^:.]{1,80}):\s+(\S.*)", re.DOTALL)


def read_wording(text: str) -> tuple[Block, ...]:
	"""The blocks of a free text."""
	return tuple(block for part in re.split(r"\n[ \t]*\n", text.strip()) for block in _read_part(part))


def _read_part(part: str) -> Iterator[Block]:
	"""Paragraphs and lists between two blank lines."""
	lines: list[str] = []
	entries: list[tuple[str, str]] = []
	for line in part.splitlines():
		entry = _ENTRY.fullmatch(line.rstrip())
		if entry:
			yield from _paragraph(lines)
			lines = []
			if entries and entries[-1][0] != _numbering(entry[1]):
				yield _listing(entries)
				entries = []
			entries.append((_numbering(entry[1]), entry[2]))
		elif entries and line[:1] in (" ", "\t"):
			entries[-1] = (entries[-1][0], f"{entries[-1][1]} {line.strip()}")
		else:
			if entries:
				yield _listing(entries)
				entries = []
			lines.append(line.strip())
	yield from _paragraph(lines)
	if entries:
		yield _listing(entries)


def _paragraph(lines: list[str]) -> Iterator[Block]:
	text = " ".join(line for line in lines if line)
	if text:
		yield Paragraph(PrintedText(text))


def _numbering(sign: str) -> str:
	return "" if sign == "-" else "1" if sign[0].isdigit() else "a"


def _listing(entries: list[tuple[str, str]]) -> Block:
	numbering = entries[0][0]
	terms = [_TERM.fullmatch(text) for _, text in entries]
	defined = [(PrintedText(term[1]), (PrintedText(term[2]),)) for term in terms if term]
	if not numbering and len(defined) == len(entries):
		return Definitions(tuple(defined))
	return Listing(tuple(PrintedText(text) for _, text in entries), numbering)
