"""Fills in templates that people write, within bounds on what they may do and how much. No frappe, no clock.

Bounds are counted, not timed, so a refused template is refused everywhere and at once. Counted are steps
(each part of a loop's body, in every round), characters of the result, and the size of every value on the
way. Templates may use only what these bounds cover: no macros, no functions, and no methods or filters other
than those named here.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import wraps
from typing import Any

from jinja2 import StrictUndefined, Undefined, nodes, pass_context, pass_eval_context
from jinja2.exceptions import SecurityError
from jinja2.filters import FILTERS, make_attrgetter
from jinja2.runtime import LoopContext, markup_join, str_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer

LARGEST_SOURCE = 100_000
"""Characters of a template."""
MOST_NODES = 10_000
"""Parts of a template: tags, expressions, and what is in them."""
MOST_STEPS = 50_000
STEP = 200
"""Characters that a filter, an operation or a method goes through in one step."""
LARGEST_VALUE = 20_000
"""Characters of a text, or entries of a list, that a template makes on the way."""
LARGEST_RESULT = 200_000
"""Characters of what comes out."""
MOST_BITS = 256
"""Of a whole number."""

_METHODS = {
	str: frozenset(
		(
			*("capitalize", "casefold", "count", "endswith", "find", "isalnum", "isalpha", "isdigit"),
			*("islower", "isnumeric", "isspace", "isupper", "join", "lower", "lstrip", "partition"),
			*("replace", "rfind", "rpartition", "rsplit", "rstrip", "split", "splitlines"),
			*("startswith", "strip", "swapcase", "title", "upper"),
		)
	),
	dict: frozenset({"get", "items", "keys", "values"}),
	list: frozenset({"count", "index"}),
	tuple: frozenset({"count", "index"}),
	LoopContext: frozenset({"changed", "cycle"}),
}
_FILTERS = (
	*("abs", "capitalize", "count", "d", "default", "dictsort", "e", "escape", "first", "float"),
	*("forceescape", "groupby", "int", "items", "last", "length", "list", "lower", "map", "max", "min"),
	*("reject", "rejectattr", "reverse", "safe", "select", "selectattr", "sort", "string", "striptags"),
	*("sum", "title", "trim", "truncate", "unique", "upper", "urlencode", "wordcount"),
)
_NODES = (
	*(nodes.Template, nodes.Output, nodes.TemplateData, nodes.If, nodes.For, nodes.With, nodes.Scope),
	*(nodes.Assign, nodes.AssignBlock, nodes.FilterBlock, nodes.ExprStmt, nodes.Keyword, nodes.Pair),
	*(nodes.Const, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.Slice, nodes.List, nodes.Tuple),
	*(nodes.Dict, nodes.Call, nodes.Filter, nodes.Test, nodes.CondExpr, nodes.Compare, nodes.Operand),
	*(nodes.Concat, nodes.BinExpr, nodes.UnaryExpr),
)
_WIDE = re.compile(r"%[^%a-zA-Z]*(?:\d{3}|\*)")
"""A printf place that may ask for a text of any length."""
_CONCAT, _LOOP, _FLAT = "concat of a template", "loop of a template", "entries of a template"
"""Filters that the template is rewritten to use; no template can name them."""


class TooMuch(SecurityError):
	"""A template that asks for more than a message may take."""


def fill_in_template(
	source: str, values: Mapping[str, Any], *, escape: bool, largest: int = LARGEST_RESULT
) -> str:
	"""A template with its values filled in, at most so many characters.

	Raises jinja2's errors, TooMuch among them. The values stay as they are.
	"""
	if len(source) > LARGEST_SOURCE:
		raise TooMuch(f"the text has {len(source):,} characters; write at most {LARGEST_SOURCE:,}")
	environment = _Bounded(escape, largest)
	return "".join(environment.counted(environment.from_string(source).generate(dict(values))))


class _Bounded(ImmutableSandboxedEnvironment):
	"""An environment for one filling in: it holds what may still be spent."""

	intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)

	def __init__(self, escape: bool, largest: int) -> None:
		super().__init__(
			autoescape=escape, undefined=StrictUndefined, finalize=_finalize, optimized=False, cache_size=0
		)
		self.globals = {}
		self.filters = {name: _bounded(FILTERS[name]) for name in _FILTERS}
		self.filters |= {"join": _bounded(_join), "replace": _bounded(_replace), "round": _bounded(_round)}
		self.filters |= {"len": self.filters["length"], _CONCAT: _concat, _LOOP: _loop, _FLAT: _flat}
		self._steps, self._characters = MOST_STEPS, largest

	def spend(self, steps: int = 0, characters: int = 0) -> None:
		"""Count what was done. Raises TooMuch once there is no more."""
		self._steps -= steps
		self._characters -= characters
		if self._steps < 0:
			raise TooMuch("the text takes too many steps; use fewer or shorter loops")
		if self._characters < 0:
			raise TooMuch("the text gets too long; say less")

	def counted(self, pieces: Iterable[str]) -> Iterator[str]:
		"""The result as it grows; `finalize` has counted what is filled in, so that the rest may be as long once more."""
		left = 2 * self._characters
		for piece in pieces:
			left -= len(piece)
			if left < 0:
				raise TooMuch("the text gets too long; say less")
			yield piece

	def checked(self, value: Any) -> Any:
		"""A value that a template has made, if it isn't too large."""
		if isinstance(value, Iterator):
			return self._each(value)
		if isinstance(value, int):
			if value.bit_length() > MOST_BITS:
				raise TooMuch("a number gets too large")
		else:
			self.grow(_measure(value))
		return value

	def grow(self, size: int) -> None:
		"""Count a value of that size. Raises TooMuch for one that is too large."""
		_limit(size)
		self.spend(size // STEP)

	def _each(self, values: Iterator[Any]) -> Iterator[Any]:
		for value in values:
			self.spend(1)
			yield value

	def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
		template = super()._parse(source, name, filename)
		if _count(template) > MOST_NODES:
			raise TooMuch(f"the text has more than {MOST_NODES:,} parts; make it shorter")
		return _Rewriter().visit(template)

	def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
		self.spend(1)
		_check_operands(operator, left, right)
		return self.checked(super().call_binop(context, operator, left, right))

	def call(__self, __context: Any, __obj: Any, *args: Any, **kwargs: Any) -> Any:
		__self.spend(1)
		if isinstance(__obj, Undefined):
			# which says what is missing
			__obj()
		owner, name = getattr(__obj, "__self__", None), getattr(__obj, "__name__", "")
		allowed = next((names for kind, names in _METHODS.items() if isinstance(owner, kind)), frozenset())
		if name not in allowed:
			raise SecurityError(f"{name or type(__obj).__name__}() can't be used in a message")
		for value in (*args, *kwargs.values()):
			__self.checked(value)
		if isinstance(owner, str) and name in ("join", "replace"):
			_check_grown(owner, name, args)
		return __self.checked(super().call(__context, __obj, *args, **kwargs))


class _Rewriter(NodeTransformer):
	"""Lets loops, joined texts and lists go through the bounds, and refuses what has none."""

	def visit(self, node: nodes.Node, *args: Any, **kwargs: Any) -> Any:
		if not isinstance(node, _NODES):
			raise SecurityError(f"{type(node).__name__} (line {node.lineno}) can't be used in a message")
		return super().visit(node, *args, **kwargs)

	def visit_For(self, node: nodes.For) -> nodes.For:
		if node.recursive:
			raise SecurityError(f"a recursive loop (line {node.lineno}) can't be used in a message")
		parts = sum(map(_count, node.body))
		data = sum(len(data.data) for part in node.body for data in part.find_all(nodes.TemplateData))
		self.generic_visit(node)
		node.iter = _filter(node.iter, _LOOP, nodes.Const(parts), nodes.Const(data))
		return node

	def visit_Concat(self, node: nodes.Concat) -> nodes.Filter:
		self.generic_visit(node)
		return _filter(nodes.List(node.nodes, lineno=node.lineno), _CONCAT)

	def visit_List(self, node: nodes.List) -> nodes.Filter:
		self.generic_visit(node)
		return _filter(node, _FLAT)

	def visit_Dict(self, node: nodes.Dict) -> nodes.Filter:
		self.generic_visit(node)
		return _filter(node, _FLAT)

	def visit_Tuple(self, node: nodes.Tuple) -> nodes.Expr:
		self.generic_visit(node)
		return _filter(node, _FLAT) if node.ctx == "load" else node


def _filter(node: nodes.Node, name: str, *arguments: nodes.Expr) -> nodes.Filter:
	return nodes.Filter(node, name, list(arguments), [], None, None, lineno=node.lineno)


def _count(node: nodes.Node) -> int:
	return 1 + sum(1 for _part in node.find_all(nodes.Node))


@pass_context
def _finalize(context: Any, value: Any) -> Any:
	"""Of everything that is filled in. With the context, so that nothing is filled in before it is counted."""
	size = _measure(value, LARGEST_RESULT)
	context.environment.spend(1, size)
	return value


@pass_eval_context
def _concat(context: Any, parts: list[Any]) -> Any:
	context.environment.spend(1)
	context.environment.grow(sum(map(_measure, parts)))
	return (markup_join if context.autoescape else str_join)(parts)


@pass_eval_context
def _loop(context: Any, values: Any, parts: int, data: int) -> Iterator[Any]:
	for value in values:
		context.environment.spend(parts + 1, data)
		yield value


@pass_eval_context
def _flat(context: Any, entries: Any) -> Any:
	"""A list, tuple or dict that a template writes: of lists in lists a comparison takes for ever."""
	inside = entries.values() if isinstance(entries, dict) else entries
	if any(isinstance(entry, list | tuple | dict) for entry in inside):
		raise SecurityError("lists in lists can't be used in a message")
	return context.environment.checked(entries)


def _bounded(original: Callable[..., Any]) -> Callable[..., Any]:
	"""A filter of Jinja's that counts what it is given and what it makes."""
	passes = getattr(original, "jinja_pass_arg", None) is not None

	@pass_context
	@wraps(original)
	def run(context: Any, value: Any, *args: Any, **kwargs: Any) -> Any:
		environment = context.environment
		environment.spend(1)
		for given in (value, *args, *kwargs.values()):
			if not isinstance(given, Iterator):
				environment.checked(given)
		first = [_passed(original, context)] if passes else []
		return environment.checked(original(*first, value, *args, **kwargs))

	pass_context(run)
	return run


def _passed(original: Any, context: Any) -> Any:
	"""What a filter asks Jinja for besides its value."""
	wanted = str(original.jinja_pass_arg).rpartition(".")[2].lower()
	return {"context": context, "eval_context": context.eval_ctx, "environment": context.environment}[wanted]


@pass_eval_context
def _join(context: Any, value: Iterable[Any], d: str = "", attribute: str | int | None = None) -> Any:
	entries = list(value)
	if attribute is not None:
		entries = list(map(make_attrgetter(context.environment, attribute), entries))
	context.environment.grow(sum(map(_measure, entries)) + len(entries) * len(str(d)))
	return FILTERS["join"](context, entries, d)


@pass_eval_context
def _replace(context: Any, value: Any, old: str, new: str, count: int | None = None) -> Any:
	_check_grown(str(value), "replace", (str(old), str(new)))
	return FILTERS["replace"](context, value, old, new, count)


def _round(value: float, precision: int = 0, method: str = "common") -> float:
	if not -20 <= precision <= 20:
		raise TooMuch("round: give at most 20 places")
	return float(FILTERS["round"](value, precision, method))


def _check_operands(operator: str, left: Any, right: Any) -> None:
	"""What the result would take, before it is made. Raises TooMuch."""
	if operator == "**" and isinstance(left, int) and isinstance(right, int):
		if left.bit_length() * max(right, 0) > MOST_BITS:
			raise TooMuch("a number gets too large")
	elif operator == "*":
		for one, other in ((left, right), (right, left)):
			if isinstance(one, str | list | tuple) and isinstance(other, int):
				_limit(_measure(one) * max(other, 0))
	elif operator == "+" and isinstance(left, str | list | tuple):
		_limit(_measure(left) + _measure(right))
	elif operator == "%" and isinstance(left, str):
		if _WIDE.search(left):
			raise TooMuch("a width in a % text can't be used in a message")
		_limit(_measure(left) + _measure(right) * (left.count("%") + 1))


def _check_grown(text: str, method: str, args: tuple[Any, ...]) -> None:
	"""What `join` and `replace` of a text would make, before they do. Raises TooMuch."""
	if method == "join" and args:
		entries = args[0] if isinstance(args[0], list | tuple | str | dict) else ()
		if not isinstance(args[0], list | tuple | str | dict):
			raise SecurityError("join() takes a list")
		_limit(sum(map(_measure, entries)) + len(entries) * len(text))
	elif method == "replace" and len(args) >= 2:
		old, new = str(args[0]), str(args[1])
		_limit(len(text) + (text.count(old) if old else len(text) + 1) * len(new))


def _limit(size: int) -> None:
	if size > LARGEST_VALUE:
		raise TooMuch(f"a value gets larger than {LARGEST_VALUE:,} characters")


def _measure(value: Any, most: int = LARGEST_VALUE) -> int:
	"""How many characters a value has when it is written out, about; it stops counting beyond `most`."""
	size, waiting = 0, [value]
	while waiting and size <= most:
		entry = waiting.pop()
		if isinstance(entry, str):
			size += len(entry)
		elif isinstance(entry, list | tuple):
			size += 1 + len(entry)
			waiting += entry[: most + 1]
		elif isinstance(entry, dict):
			size += 1 + len(entry)
			waiting += [*entry.keys(), *entry.values()][: 2 * most + 2]
		elif isinstance(entry, int | float) or entry is None:
			size += 20
		else:
			size += 100
	return size
