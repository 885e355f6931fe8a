"""A place in a YAML document: reads typed values from nodes and notes every problem with its line.

Used by `parse_file.py` and `calendars_section.py` only. Values are taken as written (`node.value`), so YAML 1.1's surprises
(`on:` as true, 09:00 as a base-60 number, 1.0 as a float) never reach the agreement. Tags and aliases are
refused: the file is data.
"""

import difflib
import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import yaml

from sla_id.agreements.file.file_problems import AgreementFileError, Problem, shorten, shorten_values
from sla_id.engine.sentences import Sentence

MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 40

_PLAIN_TAGS = {
	f"tag:yaml.org,2002:{name}"
	for name in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq", "merge", "value")
}
_NULL = "tag:yaml.org,2002:null"
_TRUE = {"true", "yes", "ya"}
_FALSE = {"false", "no", "tidak"}
_INTEGER = re.compile(r"[+-]?\d{1,9}\Z")


class _Refused(Exception):
	"""Something that YAML allows but an agreement file doesn't."""

	def __init__(self, line: int, column: int, problem: Sentence, advice: Sentence) -> None:
		super().__init__(problem)
		self.place = (line, column, problem, advice)


class _Loader(yaml.SafeLoader):
	"""A SafeLoader that only composes nodes, refuses aliases, and goes no deeper than MAX_DEPTH."""

	depth = 0

	def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
		event: yaml.Event = self.peek_event()  # type: ignore[no-untyped-call]
		mark = event.start_mark
		line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
		if isinstance(event, yaml.AliasEvent):
			raise _Refused(
				line, column, Sentence("an alias (*name) is used"), Sentence("write the values out in full")
			)
		if self.depth >= MAX_DEPTH:
			raise _Refused(
				line,
				column,
				Sentence("the file is nested deeper than {most} levels", most=MAX_DEPTH),
				Sentence("flatten it"),
			)
		self.depth += 1
		try:
			node: yaml.Node | None = super().compose_node(parent, index)
		finally:
			self.depth -= 1
		return node


MOST_PROBLEMS = 100
"""After so many the rest is left out: who mends a hundred reads the file again anyway."""


@dataclass(slots=True)
class Notes:
	"""The problems and warnings found so far. All cursors of a file share it."""

	name: str = "agreement file"
	problems: list[Problem] = field(default_factory=list)
	warnings: list[Problem] = field(default_factory=list)

	def add_problem(self, problem: Problem) -> None:
		"""Keep a problem. Raises AgreementFileError with the problems so far when there are too many to read."""
		self.problems.append(problem)
		if len(self.problems) >= MOST_PROBLEMS:
			raise AgreementFileError(self.name, self.problems, stopped=True)

	def add_warning(self, warning: Problem) -> None:
		"""Keep a warning, unless there are many already."""
		if len(self.warnings) < MOST_PROBLEMS:
			self.warnings.append(warning)


@dataclass(frozen=True, slots=True)
class Cursor:
	"""A field of the file. If it is missing, `node` is None, and line and column are its parent's."""

	path: str
	node: yaml.Node | None
	line: int
	column: int
	notes: Notes

	# Where things stand

	@property
	def missing(self) -> bool:
		"""Whether the field is absent or null."""
		return self.node is None or (isinstance(self.node, yaml.ScalarNode) and self.node.tag == _NULL)

	@property
	def shape(self) -> str:
		"""What stands here: fields, a list, a scalar or nothing."""
		if isinstance(self.node, yaml.MappingNode):
			return "fields"
		if isinstance(self.node, yaml.SequenceNode):
			return "list"
		return "nothing" if self.missing else "scalar"

	def fail(self, problem: Sentence, advice: Sentence) -> None:
		"""Note a problem here. Reading continues."""
		self.notes.add_problem(self._problem(problem, advice))

	def warn(self, problem: Sentence, advice: Sentence) -> None:
		"""Note a warning here."""
		self.notes.add_warning(self._problem(problem, advice))

	def _problem(self, problem: Sentence, advice: Sentence) -> Problem:
		path = shorten(self.path)
		return Problem(self.line, self.column, path, shorten_values(problem), shorten_values(advice))

	def _child(self, key: str, node: yaml.Node | None) -> "Cursor":
		path = f"{self.path}{key}" if key.startswith("[") or not self.path else f"{self.path}.{key}"
		if node is None:
			return Cursor(path, None, self.line, self.column, self.notes)
		return Cursor(path, node, node.start_mark.line + 1, node.start_mark.column + 1, self.notes)

	# Mappings and lists

	def entries(self) -> list[tuple[str, "Cursor"]]:
		"""The key and value of each field. A repeated key is a problem. Empty if the field is missing or not a mapping."""
		if self.missing:
			return []
		if not isinstance(self.node, yaml.MappingNode):
			self.fail(
				Sentence("{shape} stands where fields are expected", shape=_shape(self.node)),
				Sentence("write `name: value` lines here"),
			)
			return []
		found: list[tuple[str, Cursor]] = []
		seen: dict[str, int] = {}
		for key_node, value_node in self.node.value:
			if not isinstance(key_node, yaml.ScalarNode):
				self._child("?", key_node).fail(
					Sentence("the name of a field is a list or mapping"), Sentence("write a plain name")
				)
				continue
			key = key_node.value
			at = Cursor(
				self._child(key, None).path,
				key_node,
				key_node.start_mark.line + 1,
				key_node.start_mark.column + 1,
				self.notes,
			)
			if key in seen:
				at.fail(
					Sentence("{key!r} appears twice (first on line {line})", key=key, line=seen[key]),
					Sentence("keep one of the two"),
				)
				continue
			seen[key] = at.line
			found.append((key, self._child(key, value_node)._checked()))
		return found

	def fields(self, known: Collection[str]) -> Callable[[str], "Cursor"]:
		"""A function that returns the named fields. Any other field is a problem, with the nearest known name as advice."""
		got = dict(self.entries())
		for key, cursor in got.items():
			if key not in known:
				near = difflib.get_close_matches(key, known, n=1)
				advice = (
					Sentence("did you mean {near!r}?", near=near[0])
					if near
					else Sentence("known are {known}", known=", ".join(known))
				)
				cursor.fail(Sentence("unknown field {key!r}", key=key), advice)

		def get(key: str) -> Cursor:
			assert key in known, key
			return got.get(key) or self._child(key, None)

		return get

	def items(self) -> list["Cursor"]:
		"""The members of a list. Empty if the field is missing or not a list."""
		if self.missing:
			return []
		if not isinstance(self.node, yaml.SequenceNode):
			self.fail(
				Sentence("{shape} stands where a list is expected", shape=_shape(self.node)),
				Sentence("write a list: [a, b] or `- a` lines"),
			)
			return []
		return [self._child(f"[{n}]", node)._checked() for n, node in enumerate(self.node.value)]

	def _checked(self) -> "Cursor":
		if self.node is not None and self.node.tag not in _PLAIN_TAGS:
			self.fail(
				Sentence("the tag {tag!r} is not allowed", tag=self.node.tag),
				Sentence("remove it; an agreement file holds plain data"),
			)
			if isinstance(self.node, yaml.ScalarNode):
				plain = yaml.ScalarNode("tag:yaml.org,2002:str", self.node.value)
				return Cursor(self.path, plain, self.line, self.column, self.notes)
		return self

	# Scalars. A problem gives the fallback, so that the rest can be read too.

	def raw(self) -> str | None:
		"""The scalar as written, trimmed. None if it is missing, empty, or not a scalar (which is a problem)."""
		if self.missing:
			return None
		if not isinstance(self.node, yaml.ScalarNode):
			self.fail(
				Sentence("{shape} stands where one value is expected", shape=_shape(self.node)),
				Sentence("write a single value"),
			)
			return None
		return str(self.node.value).strip() or None

	def text(self, fallback: str = "") -> str:
		"""A required text."""
		before = len(self.notes.problems)
		value = self.raw()
		if value is None and len(self.notes.problems) == before:
			self.fail(Sentence("is missing"), Sentence("give it a value"))
		return fallback if value is None else value

	def choice(self, options: Collection[str], default: str | None = None) -> str:
		"""One of the options."""
		value = self.raw()
		if value is None:
			if default is None and self.missing:
				self.fail(Sentence("is missing"), Sentence("write one of {known}", known=", ".join(options)))
			return default or ""
		if value in options:
			return value
		near = difflib.get_close_matches(value, options, n=1)
		problem = Sentence("{value!r} is not known", value=value)
		if near:
			problem = Sentence("{value!r} is not known (did you mean {near!r}?)", value=value, near=near[0])
		self.fail(problem, Sentence("write one of {known}", known=", ".join(options)))
		return default or ""

	def flag(self, default: bool) -> bool:
		"""True or false."""
		value = self.raw()
		if value is None:
			return default
		if value.lower() in _TRUE | _FALSE:
			return value.lower() in _TRUE
		self.fail(
			Sentence("{value!r} is neither true nor false", value=value), Sentence("write true or false")
		)
		return default

	def integer(self, default: int | None, least: int, most: int) -> int:
		"""A whole number within bounds."""
		value = self.raw()
		if value is None:
			if default is None:
				self.fail(
					Sentence("is missing"),
					Sentence("write a whole number from {least} to {most}", least=least, most=most),
				)
			return least if default is None else default
		if _INTEGER.match(value) and least <= int(value) <= most:
			return int(value)
		self.fail(
			Sentence(
				"{value!r} is not a whole number from {least} to {most}", value=value, least=least, most=most
			),
			Sentence("write e.g. {value}", value=default or least),
		)
		return least

	def decimal(
		self, default: Decimal | None, above: Decimal, most: Decimal, places: int | None = None
	) -> Decimal:
		"""A number above `above` and up to `most`, with at most so many decimal places."""
		value = self.raw()
		if value is None:
			if default is None:
				self.fail(
					Sentence("is missing"),
					Sentence("write a number above {above} and up to {most}", above=above, most=most),
				)
			return most if default is None else default
		try:
			number = Decimal(value.replace(",", "."))
		except InvalidOperation:
			number = Decimal("NaN")
		if number.is_finite() and above < number <= most:
			if places is not None and number != round(number, places):
				self.fail(
					Sentence("{value!r} has more than {places} decimal places", value=value, places=places),
					Sentence("write e.g. {value}", value=round(number, places)),
				)
			return number
		self.fail(
			Sentence(
				"{value!r} is not a number above {above} and up to {most}",
				value=value,
				above=above,
				most=most,
			),
			Sentence("write e.g. {value}", value=default or most),
		)
		return most

	def day(self) -> date | None:
		"""A date, or None if missing."""
		value = self.raw()
		if value is None:
			return None
		try:
			return date.fromisoformat(value)
		except ValueError:
			self.fail(
				Sentence("{value!r} is not a date", value=value),
				Sentence("write year-month-day, e.g. 2025-01-31"),
			)
			return None

	def texts(self) -> tuple[str, ...]:
		"""A list of texts."""
		return tuple(value for value in (item.text() for item in self.items()) if value)

	def reference(self, known: Iterable[str], what: Sentence) -> str | None:
		"""The code of something defined elsewhere in the file, or None if missing."""
		value = self.raw()
		if value is None:
			return None
		codes = list(known)
		if value in codes:
			return value
		near = difflib.get_close_matches(value, codes, n=1)
		if near:
			advice = Sentence("did you mean {near!r}?", near=near[0])
		else:
			shown = ", ".join(codes[:12]) + (" …" if len(codes) > 12 else "")
			advice = (
				Sentence("use one of {known}", known=shown)
				if codes
				else Sentence("define a {what} first", what=what)
			)
		self.fail(Sentence("there is no {what} {value!r}", what=what, value=value), advice)
		return None


def _quickly(text: str) -> yaml.Node | None:
	"""The root as libyaml reads it, ten times faster. None if libyaml isn't installed or finds a mistake.

	`_Loader` then describes the mistake, so that the message is the same on every machine.
	"""
	if not yaml.__with_libyaml__:
		return None
	try:
		depth = 0
		for event in yaml.parse(text, Loader=yaml.CSafeLoader):
			depth += isinstance(event, yaml.CollectionStartEvent)
			depth -= isinstance(event, yaml.CollectionEndEvent)
			if isinstance(event, yaml.AliasEvent) or depth >= MAX_DEPTH:
				return None
		node: yaml.Node | None = yaml.compose(text, Loader=yaml.CSafeLoader)
	except (yaml.YAMLError, ValueError):
		return None
	return node


def _slowly(text: str) -> yaml.Node | None:
	"""The root as `_Loader` reads it, with a mistake described."""
	loader: Any = _Loader(text)
	try:
		node: yaml.Node | None = loader.get_single_node()
	finally:
		loader.dispose()
	return node


def open_document(text: str, name: str) -> Cursor:
	"""The root of a YAML text. Raises AgreementFileError if the text isn't YAML or isn't allowed here."""

	def refuse(line: int, column: int, problem: Sentence, advice: Sentence) -> AgreementFileError:
		return AgreementFileError(name, [Problem(line, column, "", problem, advice)])

	if len(text) > MAX_CHARACTERS:
		raise refuse(
			1,
			1,
			Sentence("the file has more than {most:,} characters", most=MAX_CHARACTERS),
			Sentence("split it by agreement"),
		)
	try:
		node = _quickly(text) or _slowly(text)
	except _Refused as error:
		raise refuse(*error.place) from None
	except yaml.MarkedYAMLError as error:
		mark = error.problem_mark or error.context_mark
		line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
		said = error.problem or error.context or "it can't be read"
		raise refuse(
			line,
			column,
			Sentence("this isn't valid YAML: {said}", said=said),
			Sentence("check the indentation, colons and quotes here"),
		) from None
	except yaml.reader.ReaderError as error:
		line = text.count("\n", 0, error.position) + 1
		raise refuse(
			line, 1, Sentence("a character here isn't allowed in YAML"), Sentence("remove it")
		) from None
	if node is None:
		raise refuse(1, 1, Sentence("the file is empty"), Sentence("begin with `format: sla_id/agreement@1`"))
	return Cursor("", node, 1, 1, Notes(name))._checked()


def _shape(node: yaml.Node | None) -> str:
	if isinstance(node, yaml.MappingNode):
		return Sentence("a set of fields")
	return Sentence("a list") if isinstance(node, yaml.SequenceNode) else Sentence("a single value")
