"""What the columns of a file of past tickets mean: the mapping (YAML) as a value, and texts into instants and codes by it.

docs/reporting.md describes every field. What can't be used is refused with its place and what to write.
"""

import codecs
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from fnmatch import fnmatchcase
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from sla_id.availability.availability_error import AvailabilityError
from sla_id.availability.json_fields import Fields
from sla_id.engine import ClockKind, EventType
from sla_id.engine.clocks import UTC
from sla_id.reporting.reporting_error import ReportingError

FORMAT = "sla_id/tickets@1"
ROWS = ("tickets", "states")
INSTANTS = {
	"responded": EventType.CONFIRMED,
	"assigned": EventType.TEAM_ASSIGNED,
	"workaround": EventType.WORKAROUND_APPLIED,
	"resolved": EventType.FIXED,
	"cancelled": EventType.CANCELLED,
}
"""Columns of a ticket's row that hold an instant besides its opening, and what happened then."""
CLASSES = ("priority", "urgency", "impact")
FEATURES = ("service", "channel", "kind", "stage", "partner")
MEANINGS = {
	"open": None,
	"answered": EventType.CONFIRMED,
	"paused": EventType.PAUSED,
	"solved": EventType.FIXED,
	"cancelled": EventType.CANCELLED,
}
"""What a state of a ticket may mean; several at once, e.g. answered and paused."""
TEXTS = ("id", "team", *CLASSES, *FEATURES)
COLUMNS = (*TEXTS, "received", *INSTANTS, "at", "state", "revision")
CODES = {"kind": ("incident", "request"), "stage": ("first_line", "handed_over")}
FIELDS = (
	*("format", "rows", "delimiter", "encoding", "time_zone", "dates", "unknown"),
	*("columns", "values", "states", "always", "pauses", "recorded"),
)
EARLIEST, LATEST = 1970, 2199
NOTHING: Mapping[str, Any] = MappingProxyType({})


class UnreadableValue(ValueError):
	"""A value of a row that can't be read; the message says which and why."""


@dataclass(frozen=True, slots=True)
class ColumnMapping:
	"""The mapping. `columns` are ours with theirs, the first known value counts; `states` their patterns in order.

	`recorded` are columns that say whether a clock was met, as the other system had it.
	"""

	rows: str = "tickets"
	delimiter: str | None = None
	encoding: str | None = None
	zone: ZoneInfo = field(default_factory=lambda: ZoneInfo("Asia/Jakarta"))
	dates: tuple[str, ...] = ()
	unknown: frozenset[str] = frozenset()
	columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
	values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
	states: tuple[tuple[str, frozenset[str]], ...] = ()
	always: Mapping[str, str] = field(default_factory=dict)
	pauses: tuple[tuple[str, str], ...] = ()
	recorded: Mapping[str, str] = field(default_factory=dict)

	@property
	def named_columns(self) -> list[str]:
		"""Every column of theirs that the mapping names."""
		theirs = [name for names in self.columns.values() for name in names]
		return [*theirs, *(name for pair in self.pauses for name in pair), *self.recorded.values()]

	@property
	def recorded_events(self) -> frozenset[EventType]:
		"""The kinds of events that the past has; what it lacks it can't say."""
		meant = {EventType.RECEIVED}
		for _pattern, meanings in self.states:
			meant |= {event for meaning in meanings if (event := MEANINGS[meaning]) is not None}
		meant |= {event for name, event in INSTANTS.items() if name in self.columns}
		if "team" in self.columns:
			meant.add(EventType.TEAM_ASSIGNED)
		return frozenset(meant | ({EventType.FULFILLED} if EventType.FIXED in meant else set()))

	def is_known(self, text: str) -> bool:
		"""Whether a value says anything."""
		return bool(text) and text not in self.unknown

	def instant(self, text: str) -> datetime:
		"""The instant of a text, in UTC; without an offset it is in the mapping's zone. Raises UnreadableValue."""
		at = self._parsed(text)
		if at.tzinfo is None:
			at = at.replace(tzinfo=self.zone)
		if not EARLIEST <= at.year <= LATEST:
			raise UnreadableValue(f"{text!r} lies outside the years {EARLIEST} to {LATEST}")
		return at.astimezone(UTC)

	def _parsed(self, text: str) -> datetime:
		for form in self.dates:
			try:
				return datetime.strptime(text, form)  # noqa: DTZ007 the zone is the mapping's
			except ValueError:
				continue
		try:
			at = datetime.fromisoformat(text)
		except ValueError:
			raise UnreadableValue(f"{text!r} is no time in the form of `dates`, or ISO 8601") from None
		if len(text) <= len("2026-04-10"):
			raise UnreadableValue(f"{text!r} has no time of day; give one, or its form under `dates`")
		return at

	def meaning(self, state: str) -> frozenset[str]:
		"""What a state means. Raises UnreadableValue for one that isn't mapped."""
		for pattern, meanings in self.states:
			if fnmatchcase(state, pattern):
				return meanings
		raise UnreadableValue(f"the state {state!r} isn't mapped under `states`")

	def code(self, name: str, text: str) -> str:
		"""Our code of a value of theirs. Raises UnreadableValue for a kind or stage that there isn't."""
		found = self.values.get(name, NOTHING).get(text, text)
		if name in CODES and found not in CODES[name]:
			raise UnreadableValue(
				f"{found!r} is no {name}; map it under `values` to {' or '.join(CODES[name])}"
			)
		return str(found)


def parse_mapping(text: str, name: str) -> ColumnMapping:
	"""A mapping from its YAML. Raises ReportingError, which names file and field."""
	try:
		data = yaml.load(text, Loader=yaml.BaseLoader)
		return _parse(Fields.of(data, "", FIELDS))
	except yaml.YAMLError as problem:
		raise ReportingError(name, f"not YAML: {' '.join(str(problem).split())}") from None
	except RecursionError:
		raise ReportingError(name, "nested too deeply; flatten it") from None
	except (AvailabilityError, ReportingError) as problem:
		raise ReportingError(name, str(problem)) from None


def _parse(fields: Fields) -> ColumnMapping:
	if fields.values.get("format") != FORMAT:
		raise fields.fail("format", FORMAT)
	rows = fields.choice("rows", ROWS) if fields.values.get("rows") else "tickets"
	mapping = ColumnMapping(
		rows=rows,
		delimiter=_delimiter(fields),
		encoding=_encoding(fields),
		zone=fields.zone("time_zone"),
		dates=tuple(_texts(fields, "dates")),
		unknown=frozenset(_texts(fields, "unknown")),
		columns={ours: tuple(_texts(columns, ours)) for columns in [_part(fields, "columns", COLUMNS)] for ours in columns.values},
		values={ours: _plain(_part(fields, "values", (*CLASSES, *FEATURES, "team")), ours) for ours in fields.values.get("values") or ()},
		states=_states(fields),
		always=_always(fields),
		pauses=tuple((row.text("from"), row.text("to")) for row in fields.rows("pauses", ("from", "to"))),
		recorded={clock: part.text(clock) for part in [_part(fields, "recorded", list(ClockKind))] for clock in part.values},
	)  # fmt: skip
	needed = ("id", "received", "at", "state") if rows == "states" else ("id", "received")
	for ours in needed:
		if ours not in mapping.columns:
			raise ReportingError(f"columns.{ours}", "is missing; name the column that holds it")
	if rows == "states" and not mapping.states:
		raise ReportingError("states", "is missing; say what each state means, e.g. {Closed: solved}")
	return mapping


def _part(fields: Fields, name: str, known: Any) -> Fields:
	"""An object inside the mapping; empty where it is missing."""
	return Fields.of(fields.values.get(name) or {}, name, known)


def _texts(fields: Fields, name: str) -> list[str]:
	"""One text, or several."""
	value = fields.values.get(name) or []
	texts = [value] if isinstance(value, str) else value
	if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
		raise fields.fail(name, "a text, or a list of texts")
	return texts


def _plain(fields: Fields, name: str) -> Mapping[str, str]:
	value = fields.values[name]
	if not isinstance(value, Mapping) or not all(isinstance(text, str) for text in value.values()):
		raise fields.fail(name, "an object of their values with ours, e.g. {1 - High: H}")
	return {str(theirs): str(ours) for theirs, ours in value.items()}


def _states(fields: Fields) -> tuple[tuple[str, frozenset[str]], ...]:
	part = Fields(fields.values.get("states") or {}, "states")
	if not isinstance(part.values, Mapping):
		raise fields.fail("states", "an object of their states with what they mean, e.g. {Closed: solved}")
	found = []
	for pattern in part.values:
		meanings = _texts(part, pattern)
		if not meanings or not set(meanings) <= set(MEANINGS):
			raise part.fail(pattern, f"one or more of {', '.join(MEANINGS)}")
		found.append((str(pattern), frozenset(meanings)))
	return tuple(found)


def _always(fields: Fields) -> dict[str, str]:
	part = _part(fields, "always", FEATURES)
	for name in part.values:
		if name in CODES:
			part.choice(name, CODES[name])
		part.text(name)
	return dict(part.values)


def _delimiter(fields: Fields) -> str | None:
	text = fields.values.get("delimiter") or None
	if text is not None and (not isinstance(text, str) or len(text.replace("\\t", "\t")) != 1):
		raise fields.fail("delimiter", 'one character, e.g. ";" or "\\t"')
	return text.replace("\\t", "\t") if text else None


def _encoding(fields: Fields) -> str | None:
	text = fields.values.get("encoding") or None
	try:
		return codecs.lookup(text).name if text else None
	except (LookupError, TypeError):
		raise fields.fail("encoding", "an encoding, e.g. utf-8 or cp1252") from None


def mapping_of_header(header: list[str], zone: str = "Asia/Jakarta") -> ColumnMapping:
	"""The mapping of a file whose columns have our names: one row a ticket, times in ISO 8601."""
	named = {name.strip().lower(): name for name in header}
	columns = {ours: (named[ours],) for ours in (*TEXTS, "received", *INSTANTS) if ours in named}
	lacking = [ours for ours in ("id", "received") if ours not in columns]
	if lacking:
		raise ReportingError(
			"",
			f"the file has no column {' and no column '.join(lacking)}; say with --mapping what its columns mean",
		)
	return ColumnMapping(columns=columns, zone=ZoneInfo(zone))
