"""Sentences that are written once in English and translated when they are shown.

Anyone may call it. `Sentence` is the app's `_()` for text written before the reader is known: errors, advice,
tables of names. Babel collects both kinds (`locale/extractors.py`), and both are translated from one
catalogue (`locale/id.po`).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

CATALOGUES = Path(__file__).parents[1] / "translations"
"""A CSV a language, as Frappe 15 and 16 read it: text, translation and, where it has one, the context."""

Translate = Callable[[str, str], str]
"""(English template, context or "") into a template in the reader's language."""


class Sentence(str):
	"""An English sentence that remembers its template and values.

	Other code can use it as a plain str. `template` is what a translator sees, with numbered or named places.
	`parts` and `values` fill them, and may be Sentences themselves. A sentence without values is taken
	literally, including braces. `context` distinguishes words that are translated differently.
	"""

	__slots__ = ("context", "parts", "template", "values")
	template: str
	parts: tuple[object, ...]
	values: Mapping[str, object]
	context: str

	def __new__(cls, template: str, *parts: object, context: str = "", **values: object) -> Sentence:
		sentence = super().__new__(cls, _fill(template, parts, values))
		sentence.template, sentence.parts, sentence.values = template, parts, values
		sentence.context = context
		return sentence

	def __getnewargs_ex__(self) -> tuple[tuple[object, ...], dict[str, object]]:
		return (self.template, *self.parts), {"context": self.context, **self.values}

	def with_values(self, change: Callable[[object], object]) -> Sentence:
		"""The same sentence, with each value changed."""
		values: dict[str, Any] = {name: change(value) for name, value in self.values.items()}
		return Sentence(self.template, *map(change, self.parts), context=self.context, **values)

	def say_with(self, translate: Translate) -> str:
		"""The sentence and the sentences in it, each as `translate` has it."""
		if not self.parts and not self.values:
			return translate(self.template, self.context)
		said = self.with_values(lambda part: part.say_with(translate) if isinstance(part, Sentence) else part)
		return _fill(translate(self.template, self.context), said.parts, said.values)


class Named(str):
	"""A name that an agreement gives in several languages, e.g. a pause's reason. It is a plain str in its own language."""

	__slots__ = ("by_language",)
	by_language: Mapping[str, str]

	def __new__(cls, name: str, by_language: Mapping[str, str]) -> Named:
		named = super().__new__(cls, name)
		named.by_language = {language: text for language, text in by_language.items() if text}
		return named

	def __getnewargs_ex__(self) -> tuple[tuple[object, ...], dict[str, object]]:
		return (str(self), self.by_language), {}

	def say_in(self, language: str) -> str:
		"""The name in a language, or in its own where it has none in that."""
		return self.by_language.get(language) or str(self)


def say(text: str, language: str) -> str:
	"""A sentence or a name in a language.

	What the app's catalogue lacks stays English, and a plain text stays unchanged.
	"""
	if isinstance(text, Named):
		return text.say_in(language)
	if not isinstance(text, Sentence):
		return text
	text = _with_names(text, language)
	known = _catalogue(language)
	return text.say_with(lambda template, context: known.get((template, context), template))


def _with_names(sentence: Sentence, language: str) -> Sentence:
	"""A sentence with the names in it, and in the sentences in it, in a language."""

	def named(part: object) -> object:
		if isinstance(part, Named):
			return part.say_in(language)
		return _with_names(part, language) if isinstance(part, Sentence) else part

	return sentence.with_values(named) if sentence.parts or sentence.values else sentence


def _fill(template: str, parts: tuple[object, ...], values: Mapping[str, object]) -> str:
	return template.format(*parts, **values) if parts or values else template


@cache
def languages() -> frozenset[str]:
	"""The languages with a catalogue in the app. English needs none.

	Catalogues ship with the app and are the same on every site, so the list is read once.
	"""
	return frozenset(path.stem for path in CATALOGUES.glob("*.csv"))


def _catalogue(language: str) -> Mapping[tuple[str, str], str]:
	"""Maps (text, context) to a translation. Empty for a language without a catalogue, such as English."""
	if language not in languages():
		language = re.split("[-_]", language)[0].lower()
	return _read(language) if language in languages() else {}


@cache
def _read(language: str) -> Mapping[tuple[str, str], str]:
	with (CATALOGUES / f"{language}.csv").open(encoding="utf-8", newline="") as rows:
		return {(row[0], row[2] if len(row) > 2 else ""): row[1] for row in csv.reader(rows)}


def forget_catalogues() -> None:
	"""Read the catalogues again, after `CATALOGUES` has changed."""
	languages.cache_clear()
	_read.cache_clear()
