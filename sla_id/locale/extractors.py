"""Babel's extraction methods for the app's files. `babel_extractors.csv` says which reads which; `bench generate-pot-file`
and `locale/update.py` both go by it.

Each yields (line, function, texts, comments), as Babel asks.
"""

import ast
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from jinja2 import Environment, nodes

Message = tuple[int, str, str | tuple[str, str], list[str]]

HOSTS = ("HD Ticket", "Issue")
NOT_WORDS = frozenset({"id\nen", "HD Ticket\nIssue"})
"""Options that are names of things."""
CODE = re.compile(r"[a-z_]+")
JAVASCRIPT_TEXT = re.compile(r"""\"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'""")
JAVASCRIPT_CALL = re.compile(
	rf"\b__\(\s*(?P<text>(?:{JAVASCRIPT_TEXT.pattern})(?:\s*\+\s*(?:{JAVASCRIPT_TEXT.pattern}))*)"
	rf"(?:\s*,\s*(?:null|\[[^\]]*\])\s*,\s*(?P<context>{JAVASCRIPT_TEXT.pattern}))?"
)
OTHER_APPS_WORDS = frozenset(
	(Path(__file__).parent / "other_apps_words.txt").read_text(encoding="utf-8").split("\n")
)
"""Words that other apps use too, in another sense: ours are translated in the context of a DocType of ours, so that theirs
stay as they are. Frappe asks for a DocType's labels in that context; code of ours has to name it."""


def python(source: IO[bytes], _keywords: Any, _tags: Any, options: Any) -> Iterator[Message]:
	"""`_("…")` and `Sentence("…")`, with `context="…"` where they have one."""
	for call in ast.walk(ast.parse(source.read())):
		if isinstance(call, ast.Call) and getattr(call.func, "id", "") in ("_", "Sentence") and call.args:
			text = call.args[0]
			if isinstance(text, ast.Constant):
				contexts = [
					ast.literal_eval(entry.value) for entry in call.keywords if entry.arg == "context"
				]
				yield _message(call.lineno, text.value, *contexts)
			elif isinstance(text, ast.JoinedStr):
				raise ValueError(f"{source.name}:{call.lineno}: a translator can't have an f-string")


def javascript(source: IO[bytes], _keywords: Any, _tags: Any, options: Any) -> Iterator[Message]:
	"""`__("…")` and `__("…", null, "context")`; Babel's own method misses calls in nested template strings."""
	script = source.read().decode()
	for call in JAVASCRIPT_CALL.finditer(script):
		text = "".join(map(ast.literal_eval, JAVASCRIPT_TEXT.findall(call["text"])))
		contexts = [ast.literal_eval(call["context"])] if call["context"] else []
		yield _message(script.count("\n", 0, call.start()) + 1, text, *contexts)


def jinja(source: IO[bytes], _keywords: Any, _tags: Any, options: Any) -> Iterator[Message]:
	"""`{{ _("…") }}` and `{{ _("…", context="…") }}`; Jinja's own method knows no context."""
	for call in Environment().parse(source.read().decode()).find_all(nodes.Call):
		if (
			isinstance(call.node, nodes.Name)
			and call.node.name == "_"
			and isinstance(call.args[0], nodes.Const)
		):
			contexts = [entry.value.as_const() for entry in call.kwargs if entry.key == "context"]
			yield _message(call.lineno, call.args[0].value, *contexts)


def doctype(source: IO[bytes], _keywords: Any, _tags: Any, options: Any) -> Iterator[Message]:
	"""A DocType's name and description, and the labels, descriptions and choices of its fields."""
	definition = json.load(source)
	yield from _plain(text for text in (definition["name"], definition.get("description")) if text)
	yield from _fields(definition["fields"], definition["name"])


def workspace(source: IO[bytes], _keywords: Any, _tags: Any, options: Any) -> Iterator[Message]:
	"""The title, labels and headings of a workspace; a heading with its tags, as Frappe asks for it, and without."""
	page = json.load(source)
	yield from _plain([page["title"], *(row["label"] for row in (*page["shortcuts"], *page["links"]))])
	for block in json.loads(page["content"]):
		if block["type"] == "header":
			yield from _plain([block["data"]["text"], re.sub(r"<[^>]+>", "", block["data"]["text"])])


def dictionaries(source: IO[bytes], _keywords: Any, _tags: Any, options: Any) -> Iterator[Message]:
	"""What Frappe takes from dictionaries in Python: custom fields, the connections of a form, entries of a menu."""
	for node in ast.walk(ast.parse(source.read())):
		if isinstance(node, ast.Dict):
			entry = {
				key.value: value.value
				for key, value in zip(node.keys, node.values, strict=True)
				if isinstance(key, ast.Constant) and isinstance(value, ast.Constant)
			}
			if "route" in entry:
				yield from _plain([entry["title"]])
			for host in HOSTS:
				yield from _fields([entry], host)


def _fields(fields: Iterable[dict[str, Any]], context: str) -> Iterator[Message]:
	for field in fields:
		options = field.get("options") or ""
		choices = (
			options.split("\n") if field.get("fieldtype") == "Select" and options not in NOT_WORDS else []
		)
		words = [choice for choice in choices if not CODE.fullmatch(choice)]
		for text in filter(None, [field.get("label"), field.get("description"), *words]):
			if text in OTHER_APPS_WORDS:
				yield _message(0, text, context)
			else:
				yield from _plain([text])


def _plain(texts: Iterable[str]) -> Iterator[Message]:
	yield from (_message(0, text) for text in texts)


def _message(line: int, text: str, context: str = "") -> Message:
	return (line, "pgettext", (context, text.strip()), []) if context else (line, "gettext", text.strip(), [])
