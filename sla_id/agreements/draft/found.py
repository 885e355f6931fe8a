"""Values of a draft with the place in the text that they come from.

The readers put `Sourced` leaves into plain dictionaries and lists; `assemble` writes the values, and keeps the
places as evidence.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sla_id.agreements.draft.lines import Piece

Plain = Any
"""Dictionaries and lists with `Sourced`, texts, numbers and dates as leaves."""


@dataclass(frozen=True, slots=True)
class Sourced:
	"""A value and where it stands; without a place `why` says what it was derived from."""

	value: Any
	pieces: tuple[Piece, ...] = ()
	why: str = ""

	def confirmed_by(self, *pieces: Piece) -> "Sourced":
		"""The same value with further places."""
		return replace(self, pieces=(*self.pieces, *pieces))


def given(value: Any, *pieces: Piece) -> Sourced:
	"""A value that the text gives."""
	return Sourced(value, pieces)


UNDECIDED = "undecided"
"""Stands in the file where the text speaks of a field in words that nobody understands: the file isn't accepted so."""


def undecided(piece: Piece) -> Sourced:
	"""A value that a person has to decide by a place in the text."""
	return Sourced(UNDECIDED, (piece,))


def assumed(value: Any, why: str) -> Sourced:
	"""A value that isn't in the text; `why` is the key of a message."""
	return Sourced(value, (), why)


def wording(piece: Piece) -> Sourced:
	"""A text taken over as it stands, without the stop at its end."""
	return Sourced(clean(piece.text), (piece,))


def clean(text: str) -> str:
	"""A wording without a stop, colon or comma at its end."""
	plain = text.strip(" ,;:-")
	return plain[:-1].rstrip() if plain.endswith(".") and not plain.endswith(("dll.", "etc.")) else plain


def leaves(node: Plain, path: str = "") -> Iterator[tuple[str, Sourced]]:
	"""Every `Sourced` with its path in the file, e.g. `targets[0].target`."""
	if isinstance(node, Sourced):
		yield path, node
		if isinstance(node.value, dict | list):
			yield from leaves(node.value, path)
	elif isinstance(node, dict):
		for key, value in node.items():
			yield from leaves(value, f"{path}.{key}" if path else key)
	elif isinstance(node, list):
		for number, value in enumerate(node):
			yield from leaves(value, f"{path}[{number}]")


def plain(node: Plain) -> Any:
	"""The values alone; what is None or an empty list is left out."""
	if isinstance(node, Sourced):
		return plain(node.value)
	if isinstance(node, dict):
		values = {key: plain(value) for key, value in node.items()}
		return {key: value for key, value in values.items() if value not in (None, [], {})}
	if isinstance(node, list):
		return [plain(value) for value in node]
	return node
