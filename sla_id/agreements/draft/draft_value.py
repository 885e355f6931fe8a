"""What drafting gives: the file's text, where each value comes from, and what is left to a person.

Public through the package.
"""

from dataclasses import dataclass
from typing import Any

from sla_id.agreements.draft.numbers import holds_number


class UnreadableDocument(ValueError):
	"""A document that can't be read; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Evidence:
	"""A value of the draft and where the text says it; columns count from 0 in the line, `end` is past the last."""

	path: str
	value: Any
	line: int
	sentence: str
	figure: str
	start: int
	end: int


@dataclass(frozen=True, slots=True)
class Unplaced:
	"""A sentence with a number that is nowhere in the draft, and why."""

	line: int
	sentence: str
	reason: str


@dataclass(frozen=True, slots=True)
class OpenPoint:
	"""Something for a person. `kind`: "fill" (the file is refused without it), "check" (assumed) or "contradiction"."""

	kind: str
	path: str
	text: str
	line: int | None = None


@dataclass(frozen=True, slots=True)
class DraftFact:
	"""What the document says and an agreement file has no place for (003: the steps of a procedure)."""

	kind: str
	text: str
	line: int
	owner: str = ""
	number: str = ""


@dataclass(frozen=True, slots=True)
class Draft:
	"""The agreement file as text, and what it rests on."""

	text: str
	evidence: tuple[Evidence, ...]
	unplaced: tuple[Unplaced, ...]
	open_points: tuple[OpenPoint, ...]
	facts: tuple[DraftFact, ...]
	accepted: bool

	@property
	def figures(self) -> tuple[Evidence, ...]:
		"""The evidence whose place in the text holds a number."""
		return tuple(entry for entry in self.evidence if holds_number(entry.figure))
