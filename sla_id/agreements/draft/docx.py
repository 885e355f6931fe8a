"""The text of a DOCX: paragraphs, lists and tables in order, with nothing but the standard library.

Used by `plain`. A heading becomes a `#` line, a list item gets its bullet or number, the cells of a row stand
between tabs, a cell merged with the one above holds MERGED alone. A file with a DTD is refused, and so is one that unpacks to
more than MAX_UNPACKED, has more than MAX_ELEMENTS or nests deeper than any word processor does.
"""

import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

from sla_id.agreements.draft.draft_value import UnreadableDocument
from sla_id.agreements.draft.lines import MERGED
from sla_id.agreements.draft.vocabulary import any_of
from sla_id.engine import Sentence

MAX_UNPACKED = 20 * 1024 * 1024
MAX_ELEMENTS = 1_000_000
MAX_DEPTH = 200
MAX_NESTED_TABLES = 8
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BODY = "word/document.xml"
_NUMBERING = "word/numbering.xml"
_HEADING = any_of(r"(?:heading|judul)\s*(\d)")
_MOST_COLUMNS = 60
_WRAPPERS = frozenset(f"{_W}{name}" for name in ("sdt", "sdtContent", "body", "ins", "smartTag", "customXml"))
_DAMAGED = (
	zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, NotImplementedError, RuntimeError, EOFError,
	OSError, ValueError, KeyError, IndexError, OverflowError,
)  # fmt: skip
"""What zipfile and its decompressors raise for bytes that are no archive, or no longer one."""


class _Builder(ElementTree.TreeBuilder):
	"""Refuses a DTD before anything in it is used, and a tree that would fill the memory or the stack."""

	def __init__(self) -> None:
		super().__init__()
		self.elements = self.depth = 0

	def start(self, tag: Any, attrs: Any) -> Any:
		self.elements += 1
		self.depth += 1
		if self.elements > MAX_ELEMENTS:
			raise UnreadableDocument(
				Sentence(
					"has more than {most} elements; give only the agreement's text",
					most=f"{MAX_ELEMENTS:,}",
				)
			)
		if self.depth > MAX_DEPTH:
			raise UnreadableDocument(
				Sentence(
					"its elements are nested more than {most} deep; save it again as .docx", most=MAX_DEPTH
				)
			)
		return super().start(tag, attrs)

	def end(self, tag: str) -> Any:
		self.depth -= 1
		return super().end(tag)

	def doctype(self, name: str, pubid: str | None, system: str | None) -> None:
		raise UnreadableDocument(
			Sentence("the file holds a DTD, which no word processor writes; save it again as .docx")
		)


def read_docx(data: bytes, name: str = "document") -> str:
	"""The text. Raises UnreadableDocument."""
	try:
		with zipfile.ZipFile(BytesIO(data)) as archive:
			if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
				raise UnreadableDocument(
					Sentence(
						"unpacks to more than {most} MB; remove its pictures", most=MAX_UNPACKED // 2**20
					)
				)
			if _BODY not in archive.namelist():
				raise UnreadableDocument(
					Sentence("this is no DOCX (it has no word/document.xml); save it as .docx")
				)
			body = _parsed(_member(archive, _BODY))
			return "\n".join(_Reader(_formats(archive)).lines(body))
	except UnreadableDocument as error:
		raise UnreadableDocument(Sentence("{name}: {error}", name=name, error=error.args[0])) from None
	except _DAMAGED:
		raise UnreadableDocument(
			Sentence("{name}: this is no DOCX or it is damaged; save it again as .docx", name=name)
		) from None


def _member(archive: zipfile.ZipFile, name: str) -> bytes:
	"""One file of the archive, never more than the limit whatever its head says."""
	with archive.open(name) as member:
		data = member.read(MAX_UNPACKED + 1)
	if len(data) > MAX_UNPACKED:
		raise UnreadableDocument(
			Sentence("unpacks to more than {most} MB; remove its pictures", most=MAX_UNPACKED // 2**20)
		)
	return data


def _parsed(data: bytes) -> "ElementTree.Element[str]":
	try:
		parser = ElementTree.XMLParser(target=_Builder())
		parser.feed(data)
		root: Any = parser.close()
	except UnreadableDocument:
		raise
	except (
		ElementTree.ParseError,
		LookupError,
		ValueError,
	):  # the last two: an encoding that Python doesn't know
		raise UnreadableDocument(Sentence("its XML is damaged; save it again as .docx")) from None
	return root  # type: ignore[no-any-return]


def _formats(archive: zipfile.ZipFile) -> dict[tuple[str, str], str]:
	"""The number format of each list and level: "bullet", "decimal", "lowerLetter" …"""
	if _NUMBERING not in archive.namelist():
		return {}
	root = _parsed(_member(archive, _NUMBERING))
	abstract: dict[str, dict[str, str]] = {}
	for entry in root.findall(f"{_W}abstractNum"):
		levels = {}
		for level in entry.findall(f"{_W}lvl"):
			form = level.find(f"{_W}numFmt")
			levels[level.get(f"{_W}ilvl", "0")] = (
				form.get(f"{_W}val", "decimal") if form is not None else "decimal"
			)
		abstract[entry.get(f"{_W}abstractNumId", "")] = levels
	found = {}
	for entry in root.findall(f"{_W}num"):
		link = entry.find(f"{_W}abstractNumId")
		for depth, form_name in abstract.get(
			link.get(f"{_W}val", "") if link is not None else "", {}
		).items():
			found[entry.get(f"{_W}numId", ""), depth] = form_name
	return found


class _Reader:
	"""Walks the body and counts the lists."""

	def __init__(self, formats: dict[tuple[str, str], str]) -> None:
		self.formats = formats
		self.counts: dict[tuple[str, str], int] = {}

	def lines(self, node: "ElementTree.Element[str]", tables: int = 0) -> Iterator[str]:
		"""The lines of a body, a cell or a content control; `tables` are those around it."""
		for child in _unwrapped(node, f"{_W}p", f"{_W}tbl"):
			yield from self._paragraph(child) if child.tag == f"{_W}p" else self._table(child, tables + 1)

	def _paragraph(self, node: "ElementTree.Element[str]") -> Iterator[str]:
		text = _text(node)
		if not text.strip():
			yield ""
			return
		first, *rest = text.split("\n")
		yield f"{self._lead(node)}{first}"
		yield from rest

	def _lead(self, node: "ElementTree.Element[str]") -> str:
		style = node.find(f"{_W}pPr/{_W}pStyle")
		heading = _HEADING.match(style.get(f"{_W}val", "")) if style is not None else None
		if heading:
			return f"{'#' * min(6, int(heading[1]) or 1)} "
		link = node.find(f"{_W}pPr/{_W}numPr/{_W}numId")
		if link is None:
			return ""
		depth = node.find(f"{_W}pPr/{_W}numPr/{_W}ilvl")
		key = (link.get(f"{_W}val", ""), depth.get(f"{_W}val", "0") if depth is not None else "0")
		form = self.formats.get(key, "bullet")
		if form in ("bullet", "none"):
			return "- "
		self.counts[key] = self.counts.get(key, 0) + 1
		count = self.counts[key]
		return f"{chr(96 + count)}. " if form == "lowerLetter" and count <= 26 else f"{count}. "

	def _table(self, node: "ElementTree.Element[str]", tables: int) -> Iterator[str]:
		if tables > MAX_NESTED_TABLES:
			raise UnreadableDocument(
				Sentence(
					"tables stand inside tables more than {most} deep; take them apart and save it again",
					most=MAX_NESTED_TABLES,
				)
			)
		yield ""
		for row in _unwrapped(node, f"{_W}tr"):
			cells: list[str] = []
			for cell in _unwrapped(row, f"{_W}tc"):
				cells += [self._cell(cell, tables), *[""] * (_span(cell) - 1)]
			yield "\t".join(cells[:_MOST_COLUMNS])
		yield ""

	def _cell(self, node: "ElementTree.Element[str]", tables: int) -> str:
		merged = node.find(f"{_W}tcPr/{_W}vMerge")
		if merged is not None and merged.get(f"{_W}val", "continue") == "continue":
			return MERGED
		parts = [line.replace("\t", " ").strip() for line in self.lines(node, tables)]
		full = [part for part in parts if part]
		return (
			full[0]
			if len(full) == 1
			else " ".join(part if part.endswith((".", ";")) else f"{part};" for part in full)
		)


def _span(cell: "ElementTree.Element[str]") -> int:
	span = cell.find(f"{_W}tcPr/{_W}gridSpan")
	value = span.get(f"{_W}val", "1") if span is not None else "1"
	return max(1, min(_MOST_COLUMNS, int(value))) if re.fullmatch("[0-9]{1,3}", value) else 1


def _unwrapped(node: "ElementTree.Element[str]", *tags: str) -> Iterator["ElementTree.Element[str]"]:
	"""The children with these tags, those inside content controls and tracked insertions too."""
	for child in node:
		if child.tag in tags:
			yield child
		elif child.tag in _WRAPPERS:
			yield from _unwrapped(child, *tags)


def _is_on(run: "ElementTree.Element[str]", name: str) -> bool:
	mark = run.find(f"{_W}rPr/{_W}{name}")
	return mark is not None and mark.get(f"{_W}val", "true") not in ("0", "false", "off")


def _text(node: "ElementTree.Element[str]") -> str:
	"""The text of a paragraph's runs; what was deleted under tracked changes is left out, what is struck
	out stands between tildes."""
	parts, struck = [], False
	for child in node.iter():
		if child.tag == f"{_W}r":
			struck = any(_is_on(child, name) for name in ("strike", "dstrike"))
		if child.tag == f"{_W}t":
			parts.append(f"~~{child.text}~~" if struck and child.text else child.text or "")
		elif child.tag == f"{_W}tab":
			parts.append("\t" if child.get(f"{_W}val") is None else "")
		elif child.tag in (f"{_W}br", f"{_W}cr"):
			parts.append("\n")
		elif child.tag == f"{_W}noBreakHyphen":
			parts.append("-")
	return "".join(parts)
