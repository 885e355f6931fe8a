"""Which lines of a text are in the other language: texts of the app's catalogue, and what records hold in both."""

import re
from collections.abc import Iterable
from csv import reader
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

CATALOGUE = Path(__file__).resolve().parents[2] / "sla_id" / "translations" / "id.csv"
PIECES = re.compile(r"\n| · ")
OWN_NAMES = frozenset({"Bahasa Indonesia", "English"})
"""Languages call themselves by their own names where one is chosen."""


def foreign(text: str, language: str, pairs: Iterable[tuple[str, str]] = ()) -> set[str]:
	"""The lines, or parts between middle dots, that are a text of ours in the other language than "id" or "en".

	`pairs` are (Indonesian, English) of records; a word that both languages have says nothing.
	"""
	known = [*((row[1], row[0]) for row in reader(CATALOGUE.open(encoding="utf-8"))), *pairs]
	indonesian, english = {plain for plain, _other in known}, {other for _plain, other in known}
	strange = english - indonesian if language == "id" else indonesian - english
	lines = {line.strip(" ·:*\t") for line in PIECES.split(text)}
	return (lines & strange) - OWN_NAMES


def visible(html: str) -> str:
	"""What a page says, a line for each piece of text; hints of controls included."""
	parser = _Words()
	parser.feed(html)
	return "\n".join(parser.said)


def bilingual(frappe: Any) -> list[tuple[str, str]]:
	"""What the site's records hold in both languages: (Indonesian, English)."""
	pairs: set[tuple[str, str]] = set()
	for doctype in frappe.get_all("DocType", {"module": "SLA ID"}, pluck="name"):
		names = [field.fieldname for field in frappe.get_meta(doctype).fields]
		for name in names:
			if f"{name}_en" in names:
				fields = [name, f"{name}_en"]
				pairs |= set(frappe.get_all(doctype, fields=fields, as_list=True, limit_page_length=0))
	return sorted((plain, english) for plain, english in pairs if plain and english and plain != english)


class _Words(HTMLParser):
	SPOKEN = ("aria-label", "placeholder", "title", "alt")

	def __init__(self) -> None:
		super().__init__()
		self.said: list[str] = []
		self.silent = 0

	def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
		self.silent += tag in ("script", "style")
		self.said += [value for name, value in attributes if name in self.SPOKEN and value]

	def handle_endtag(self, tag: str) -> None:
		self.silent -= tag in ("script", "style")

	def handle_data(self, data: str) -> None:
		if not self.silent:
			self.said.append(" ".join(data.split()))
