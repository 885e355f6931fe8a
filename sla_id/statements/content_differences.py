"""What differs between two contents of a statement: as it was sealed, and as it is computed now. No frappe.

Rows are matched by what they are about (`key`), not by their place, so that one outage more isn't ten outages changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Path = tuple[str, ...]
COMPARED = ("lines", "credits", "currency", "zone")
"""What of a content follows from the records. The rest says when and why it was made."""


@dataclass(frozen=True, slots=True)
class ContentDifference:
	"""A value that differs. `path` names it from the outside in; a side is None where there is nothing."""

	path: Path
	sealed: Any
	now: Any


def differences(sealed: Mapping[str, Any], now: Mapping[str, Any]) -> list[ContentDifference]:
	"""What differs, in the order of the sealed content."""
	return [found for part in COMPARED for found in _compare((part,), sealed.get(part), now.get(part))]


def _compare(path: Path, left: Any, right: Any) -> Iterator[ContentDifference]:
	if isinstance(left, Mapping) and isinstance(right, Mapping):
		for name in dict.fromkeys((*left, *right)):
			yield from _compare((*path, str(name)), left.get(name), right.get(name))
	elif _is_keyed(left) and _is_keyed(right) and (left or right):
		yield from _compare(path, _by_key(left), _by_key(right))
	elif left != right:
		yield ContentDifference(path, left, right)


def _is_keyed(value: Any) -> bool:
	return isinstance(value, list) and all(isinstance(row, Mapping) and "key" in row for row in value)


def _by_key(rows: Sequence[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
	"""Rows by their key; further ones of one key are numbered, so that none is lost."""
	found: dict[str, Mapping[str, Any]] = {}
	for row in rows:
		key, number = str(row["key"]), 2
		while key in found:
			key, number = f"{row['key']} ({number})", number + 1
		found[key] = row
	return found
