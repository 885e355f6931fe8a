"""Fields of the model that need no rule of their own. `model.py` defines one once; reading, keeping, writing and naming follow.

`plain_text`, `plain_flag`, `plain_choice` and `plain_count` define one; `plain_fields` finds them again. A field that refers to
another part of the agreement, or is checked against one, isn't plain; its section reads it (`parse_file.py`, `records/`).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

TEXT, FLAG, CHOICE, COUNT = "text", "flag", "choice", "count"
_KEY = "sla_id_plain"
_LATER = "sla_id_later"


@dataclass(frozen=True, slots=True)
class PlainField:
	"""How a field is called, read and kept.

	`words` are its name in Indonesian and English, `column` the record's field. `shown` are a choice's codes, each with
	what the record shows; `most` is the largest count. A field added `later` isn't written while it is unset: the
	texts of agreements that were signed before it, and so their hashes, stay what they were.
	"""

	name: str
	words: tuple[str, str]
	kind: str
	default: Any
	column: str
	shown: Mapping[Any, str | None]
	most: int
	later: bool


def plain_text(indonesian: str, english: str, *, column: str = "", later: bool = False) -> Any:
	"""A text, or None."""
	return _plain(TEXT, None, (indonesian, english), column=column, later=later)


def plain_flag(
	indonesian: str, english: str, *, default: bool = False, column: str = "", later: bool = False
) -> Any:
	"""True or false."""
	return _plain(FLAG, default, (indonesian, english), column=column, later=later)


def plain_choice(
	indonesian: str,
	english: str,
	shown: Mapping[Any, str | None],
	*,
	default: Any = None,
	column: str = "",
	later: bool = False,
) -> Any:
	"""One of the codes in `shown`. None if that is the default and the field isn't set."""
	return _plain(CHOICE, default, (indonesian, english), shown=shown, column=column, later=later)


def plain_count(indonesian: str, english: str, most: int, *, column: str = "", later: bool = False) -> Any:
	"""A whole number from 1 to `most`, or None."""
	return _plain(COUNT, None, (indonesian, english), most=most, column=column, later=later)


def said_later(default: Any = None) -> Any:
	"""A field with a reader of its own that came later: not written while it says nothing, as of a plain one."""
	return field(default=default, metadata={_LATER: True})


def plain_fields(kind: Any) -> Iterator[PlainField]:
	"""The plain fields of a class of the model, in order."""
	for entry in fields(kind):
		said = entry.metadata.get(_KEY)
		if said is not None:
			yield PlainField(
				name=entry.name, default=entry.default, **{**said, "column": said["column"] or entry.name}
			)


def unset_later(value: Any) -> tuple[str, ...]:
	"""The names of a value's later fields that aren't set."""
	return tuple(
		entry.name
		for entry in fields(value)
		if (entry.metadata.get(_LATER) or entry.metadata.get(_KEY, {}).get("later"))
		and getattr(value, entry.name) == entry.default
	)


def _plain(
	kind: str,
	default: Any,
	words: tuple[str, str],
	*,
	column: str,
	later: bool,
	shown: Mapping[Any, str | None] | None = None,
	most: int = 0,
) -> Any:
	said = {
		"kind": kind, "words": words, "column": column, "shown": shown or {}, "most": most, "later": later,
	}  # fmt: skip
	return field(default=default, metadata={_KEY: said})
