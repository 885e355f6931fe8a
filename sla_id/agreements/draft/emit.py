"""The agreement file as text: YAML with a comment above each figure that quotes its line.

Used by `assemble`. The result is read back by `sla_id.agreements.file.parse`.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import yaml

WIDTH = 110
_LONGEST_COMMENT = 150
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FLOW_ENTRIES = ("targets", "versions", "triggers", "reasons", "urgency", "impact")


class _FlowMap(dict[str, Any]):
	"""A mapping written on one line."""


class _FlowList(list[Any]):
	"""A list written on one line."""


class _Dumper(yaml.SafeDumper):
	"""SafeDumper that repeats values: `parse` refuses aliases."""

	def ignore_aliases(self, data: Any) -> bool:
		return True

	def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
		super().increase_indent(flow, False)


_Dumper.add_representer(
	_FlowMap, lambda dumper, data: dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=True)
)
_Dumper.add_representer(
	_FlowList, lambda dumper, data: dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True)
)


def write(document: dict[str, Any], comments: Mapping[str, list[str]], head: str) -> str:
	"""The text of the file; `comments` are by path, `head` is the first line."""
	text: str = yaml.dump(
		_shaped(document),
		Dumper=_Dumper,
		sort_keys=False,
		allow_unicode=True,
		width=WIDTH,
		default_flow_style=False,
	)
	return f"# {head}\n{_with_comments(text, comments)}"


def _shaped(node: Any, key: str = "") -> Any:
	"""Small entries on one line, the rest in blocks."""
	if isinstance(node, dict):
		if key == "cells":
			return {name: _flow(row) for name, row in node.items()}
		return {name: _shaped(value, name) for name, value in node.items()}
	if isinstance(node, list):
		if key in _FLOW_ENTRIES:
			return [_flow(entry) if _is_small(entry) else _shaped(entry) for entry in node]
		flat = all(not isinstance(entry, dict) for entry in node) and len(str(node)) < WIDTH
		return _FlowList(_flow(entry) for entry in node) if flat else [_shaped(entry) for entry in node]
	return node


def _is_small(entry: Any) -> bool:
	return isinstance(entry, dict) and not any(
		isinstance(value, list) and any(isinstance(one, dict) for one in value) for value in entry.values()
	)


def _flow(node: Any) -> Any:
	if isinstance(node, dict):
		return _FlowMap({name: _flow(value) for name, value in node.items()})
	return _FlowList(_flow(entry) for entry in node) if isinstance(node, list) else node


def _with_comments(text: str, comments: Mapping[str, list[str]]) -> str:
	lines = text.split("\n")
	above: dict[int, list[str]] = {}
	root = yaml.compose(text, Loader=_LOADER)
	for path, number in _places(root, "", 0) if root else ():
		for comment in comments.get(path, ()):
			if comment not in above.setdefault(number, []):
				above[number].append(comment)
	written: list[str] = []
	for number, line in enumerate(lines):
		indent = line[: len(line) - len(line.lstrip(" "))]
		written += [f"{indent}# {_cut(comment)}" for comment in above.get(number, ())]
		written.append(line)
	return "\n".join(written)


def _cut(comment: str) -> str:
	plain = " ".join(comment.split())
	return plain if len(plain) <= _LONGEST_COMMENT else f"{plain[: _LONGEST_COMMENT - 2]} …"


def _places(node: yaml.Node, path: str, line: int, fixed: bool = False) -> Iterator[tuple[str, int]]:
	"""Each path with the line its entry begins on; inside a flow entry, the line of the entry."""
	yield path, line
	fixed = fixed or (isinstance(node, yaml.CollectionNode) and bool(node.flow_style))
	if isinstance(node, yaml.MappingNode):
		for key, value in node.value:
			inside = f"{path}.{key.value}" if path else str(key.value)
			yield from _places(value, inside, line if fixed else key.start_mark.line, fixed)
	elif isinstance(node, yaml.SequenceNode):
		for n, value in enumerate(node.value):
			yield from _places(value, f"{path}[{n}]", line if fixed else value.start_mark.line, fixed)
