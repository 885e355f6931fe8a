"""The seal of a statement: a hash over its whole content and the partner's statement sealed before it. No frappe.

Whoever changes a sealed statement, deletes one or puts one between breaks the chain from there on (`find_broken_seals`).
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

FORMAT = "sla_id/statement@1"
FIRST = ""
"""What stands for the seal before a partner's first one."""
Content = dict[str, Any]
"""What a statement says, as JSON holds it: texts, whole numbers, true, false, null, lists and objects. No floats."""


@dataclass(frozen=True, slots=True)
class SealedStatement:
	"""A sealed statement as it is kept. `number` counts a partner's seals from 1; `content` is the text that was sealed."""

	name: str
	partner: str
	number: int
	previous: str
	seal: str
	content: str


@dataclass(frozen=True, slots=True)
class BrokenSeal:
	"""A statement that isn't what was sealed, or a gap before it; `says` is English, for a log."""

	name: str
	says: str


def content_text(content: Content) -> str:
	"""The one way in which content is written, so that equal contents have equal bytes. Raises TypeError for what JSON hasn't, and floats."""
	_refuse_floats(content)
	return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def seal_of(partner: str, number: int, previous: str, content: str) -> str:
	"""The seal of a content that follows the seal `previous` of that partner."""
	sealed = [FORMAT, partner, number, previous, content]
	return hashlib.sha256(json.dumps(sealed, ensure_ascii=True).encode()).hexdigest()


def find_broken_seals(statements: Sequence[SealedStatement]) -> Iterator[BrokenSeal]:
	"""What is wrong with the chain of one partner's sealed statements, given in any order."""
	previous, expected = FIRST, 1
	for held in sorted(statements, key=lambda held: (held.number, held.name)):
		if held.number != expected:
			yield BrokenSeal(
				held.name, f"it is number {held.number} of its partner's chain, {expected} was due"
			)
		elif held.previous != previous:
			yield BrokenSeal(held.name, "it doesn't follow from the statement before it")
		if held.seal != seal_of(held.partner, held.number, held.previous, held.content):
			yield BrokenSeal(held.name, "it isn't what was sealed")
		previous, expected = held.seal, held.number + 1


def read_content(text: str | None) -> Content | None:
	"""The content of a statement; None for one that can't be read."""
	try:
		read = json.loads(text or "null")
	except (ValueError, RecursionError):
		return None
	return read if isinstance(read, dict) else None


def _refuse_floats(value: Any) -> None:
	if isinstance(value, float):
		raise TypeError("a float has no one way to be written: write the number as text")
	if isinstance(value, dict):
		for entry in value.values():
			_refuse_floats(entry)
	elif isinstance(value, list | tuple):
		for entry in value:
			_refuse_floats(entry)
