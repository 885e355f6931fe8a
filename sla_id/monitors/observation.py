"""What a monitor says, in one form for all senders: something is down since then, or it is up again. No frappe.

An observation is the same however often and in whatever order it comes in: `key` says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from sla_id.engine import Sentence

LONGEST = 140
"""Characters of a name or a label; what is longer is cut."""
MOST_LABELS = 40


class Unreadable(ValueError):
	"""A message that isn't what its sender sends. `says` is shown to people."""

	def __init__(self, says: Sentence) -> None:
		super().__init__(str(says))
		self.says = says


@dataclass(frozen=True, slots=True)
class Observation:
	"""One word of a monitor about one thing it watches. Instants are aware, UTC.

	`watch` is the thing, by the sender's own key. `seen` is the instant it speaks about: when it was seen down, or up again.
	`declared` is since when the sender calls it down, `measured` its first failed check; None where it doesn't say. `begins`: the
	sender didn't call it down just before `declared`. `parent` and `children` are the watches of a group.
	"""

	key: str
	watch: str
	title: str
	labels: tuple[tuple[str, str], ...]
	is_down: bool
	seen: datetime
	declared: datetime | None = None
	measured: datetime | None = None
	begins: bool = False
	is_group: bool = False
	parent: str = ""
	children: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MonitorReading:
	"""What a message holds. `ignored` says why it holds nothing about an outage; `truncated` counts alerts it left out."""

	observations: tuple[Observation, ...] = ()
	ignored: Sentence | None = None
	truncated: int = 0


def parse_instant(value: Any, what: str) -> datetime:
	"""An instant as senders write it, UTC where it names no zone. Raises Unreadable."""
	try:
		at = datetime.fromisoformat(str(value).strip())
		aware = at if at.tzinfo else at.replace(tzinfo=timezone.utc)
		if not 2000 <= at.year < 2200:
			raise ValueError
		return aware.astimezone(timezone.utc)
	except (ValueError, OverflowError) as error:
		raise Unreadable(Sentence("{0}: {1} isn't a time.", what, short(value))) from error


def parse_seconds(value: Any) -> timedelta:
	"""A number of seconds; none for anything else and for less than none."""
	if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < 10_000_000:
		return timedelta()
	return timedelta(seconds=value)


def parse_count(value: Any) -> int:
	"""A count; 0 for anything else."""
	whole = isinstance(value, int) and not isinstance(value, bool)
	return value if whole and 0 <= value < 1_000_000 else 0


def parse_labels(given: Mapping[Any, Any]) -> tuple[tuple[str, str], ...]:
	"""Labels as texts, by name; empty ones are left out."""
	texts = {short(name): short(value) for name, value in given.items() if value not in (None, "", [], {})}
	return tuple(sorted(texts.items()))[:MOST_LABELS]


def short(value: Any) -> str:
	"""A sender's text as a database takes it: on one line, without halves of characters, not too long."""
	text = str(value).encode(errors="replace").decode().replace("\x00", "")
	return " ".join(text.split())[:LONGEST]
