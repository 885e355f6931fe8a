"""Brings the catalogues up to date: `python sla_id/locale/update.py [--check]`. Needs Babel; no site, no bench.

Collects every string that people see (DocTypes, custom fields, workspaces, Python, JavaScript, pages) into main.pot,
merges new ones into id.po (the only place where translations are written) and writes translations/id.csv from it:
Frappe 15 and 16 read the CSV as it is, while a .po has to be compiled first. `--check` writes nothing and ends with
status 1 if a string has no translation, a translation loses a {place}, or a file isn't up to date.
"""

import argparse
import ast
import csv
import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

APP = Path(__file__).resolve().parent.parent
POT, PO, CSV = APP / "locale" / "main.pot", APP / "locale" / "id.po", APP / "translations" / "id.csv"
HEADER = "# Translations of sla_id. Written by sla_id/locale/update.py; edit only the msgstr lines of id.po."

SENTENCES = ("agreements/choose.py", "escalation/fire.py")
"""Modules that keep sentences as data and translate them where they are said."""
COMPLAINTS = frozenset(
	{
		"EndBeforeStart",
		"InvalidCalendar",
		"InvalidEvent",
		"InvalidPause",
		"InvalidTarget",
		"NaiveTime",
		"NeverOpens",
	}
	| {
		"PausedForGood",
		"UnreadableTarget",
		"UnreadableDocument",
		"Problem",
		"_Refused",
		"refuse",
		"fail",
		"warn",
	}
)
"""What the rooms without Frappe complain with; `agreements/sentences.py` says it in the reader's language."""
KINDS = frozenset({"reference", "unique", "read_items", "_read_default", "_read_codes"})
"""Calls of the agreement file's reader that name, in a word or two, what they read."""
HOSTS = ("HD Ticket", "Issue")
CODES = frozenset({"id\nen", "HD Ticket\nIssue"})
"""Options that are names of things, not words."""
CODE_OPTIONS = re.compile(r"[a-z_]+")
SHARED = frozenset(
	[
		"Agenda",
		"All",
		"Allowed",
		"Amend",
		"Any",
		"Availability",
		"Body",
		"Both",
		"Calculate",
		"Channel",
		"Chat",
		"Class",
		"Content",
		"Cycle",
		"Daily",
		"Default",
		"Delivered",
		"Desk",
		"Details",
		"Done",
		"Draft",
		"Duty",
		"Enabled",
		"Event",
		"Excluded",
		"Expired",
		"Fixed",
		"Friday",
		"From",
		"Fulfilled",
		"Function",
		"Goal",
		"Group",
		"Headers",
		"Host",
		"Import",
		"Key",
		"Kind",
		"Left",
		"Level",
		"Met",
		"Minutes",
		"Missed",
		"Newer",
		"Not Allowed",
		"Notice (days)",
		"Number",
		"Older",
		"Open",
		"Participants",
		"Parties",
		"Planned",
		"Portal",
		"Problem",
		"Provider",
		"Queued",
		"Readings",
		"Received",
		"Regional",
		"Remaining",
		"Resolution",
		"Response",
		"Responsible",
		"Review",
		"Right",
		"Role",
		"Running",
		"Section",
		"Sending",
		"Service",
		"Services",
		"Site",
		"Social",
		"Source",
		"Start",
		"Starts on",
		"State",
		"Stopped",
		"Target",
		"Template",
		"Terms",
		"Time",
		"Title",
		"To",
		"Trigger",
		"Type",
		"Value",
		"Virtual",
		"Waiting",
		"Weekday",
		"WhatsApp",
		"When",
		"Withdrawn",
	]
)
"""Words that other apps use too, in another sense: ours are translated in the context of a DocType of ours, so that
theirs stay as they are. Frappe asks for a DocType's labels in that context; code of ours has to name it."""
CALL = re.compile(
	r"""\b_{1,2}\(\s*((?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')(?:\s*\+?\s*(?:"(?:[^"\\]|\\.)*"))*)"""
)
PIECE = re.compile(r'"((?:[^"\\]|\\.)*)"|\'((?:[^\'\\]|\\.)*)\'')

CONTEXT = re.compile(r"""\s*,\s*(?:(?:null|\[[^\]]*\])\s*,\s*|context=)["']([^"']+)["']""")

Found = Iterator[tuple[str, str, str]]
"""(text, context or "", file)"""


def collect() -> Catalog:
	"""Every visible string of the app, each with the files it is in."""
	catalog = Catalog(project="sla_id", charset="utf-8", header_comment=HEADER, fuzzy=False)
	places: dict[tuple[str, str], set[str]] = {}
	for text, context, place in (*_doctypes(), *_workspaces(), *_python(), *_scripts()):
		text = text.strip()
		if re.search(r"[A-Za-z]", re.sub(r"{\d}", "", text)):
			places.setdefault((text, context), set()).add(place)
	for text, context in sorted(places, key=lambda key: (min(places[key]), key)):
		files = sorted(places[text, context])
		catalog.add(text, context=context or None, locations=[(place, 0) for place in files])
	return catalog


def _doctypes() -> Found:
	for path in sorted(APP.glob("doctype/*/*.json")):
		place = str(path.relative_to(APP))
		definition = json.loads(path.read_text(encoding="utf-8"))
		name = definition["name"]
		yield name, "", place
		for field in definition["fields"]:
			texts = [field.get("label") or "", field.get("description") or ""]
			options = field.get("options") or ""
			if field["fieldtype"] == "Select" and options not in CODES:
				texts += [option for option in options.split("\n") if not CODE_OPTIONS.fullmatch(option)]
			yield from ((text, name if text in SHARED else "", place) for text in texts)


def _workspaces() -> Found:
	for path in sorted(APP.glob("workspace/*/*.json")):
		place = str(path.relative_to(APP))
		page = json.loads(path.read_text(encoding="utf-8"))
		texts = [page["title"], *(row["label"] for row in (*page["shortcuts"], *page["links"]))]
		for block in json.loads(page["content"]):
			if block["type"] == "header":
				texts += [block["data"]["text"], re.sub(r"<[^>]+>", "", block["data"]["text"])]
		yield from ((text, "", place) for text in texts)


def _python() -> Found:
	for path in sorted(APP.rglob("*.py")):
		place = str(path.relative_to(APP))
		if path == Path(__file__).resolve():
			continue
		tree = ast.parse(path.read_text(encoding="utf-8"))
		for node in ast.walk(tree):
			if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_" and node.args:
				text = node.args[0]
				if isinstance(text, ast.Constant) and isinstance(text.value, str):
					yield text.value, _context(node), place
		if place.startswith(("engine/", "agreements/file/", "agreements/draft/")):
			yield from ((text, "", place) for text in _complaints(tree, place))
		if place in SENTENCES:
			yield from ((text, "", place) for text in _sentences(tree))
		if place.endswith("_dashboard.py"):
			yield from ((text, "", place) for text in _labels(tree))
		if place == "hooks.py":
			yield from ((text, "", place) for text in _menu_titles(tree))
		if place == "setup/custom_fields.py":
			for text in _field_texts(tree):
				yield from ((text, host, place) for host in (HOSTS if text in SHARED else ("",)))


def _context(call: ast.Call) -> str:
	for keyword in call.keywords:
		if keyword.arg == "context" and isinstance(keyword.value, ast.Constant):
			return str(keyword.value.value)
	return ""


def _complaints(tree: ast.AST, place: str) -> Iterator[str]:
	for call in ast.walk(tree):
		if not isinstance(call, ast.Call):
			continue
		name = getattr(call.func, "id", getattr(call.func, "attr", ""))
		for position, argument in enumerate(call.args if name in COMPLAINTS | KINDS | {"Sentence"} else ()):
			if isinstance(argument, ast.JoinedStr) and (name, position) != ("InvalidCalendar", 0):
				sys.exit(f"{place}:{argument.lineno}: an f-string can't be translated; make it a Sentence")
			if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
				if name == "Sentence" or (name in KINDS and position) or " " in argument.value:
					yield argument.value


def _sentences(tree: ast.AST) -> Iterator[str]:
	docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
	for node in ast.walk(tree):
		if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
			if re.match(r"[A-Z{]", node.value) and node.value.count(" ") >= 2:
				yield node.value


def _labels(tree: ast.AST) -> Iterator[str]:
	"""What the connections of a form are headed with."""
	for node in ast.walk(tree):
		if isinstance(node, ast.Dict):
			for key, value in zip(node.keys, node.values, strict=True):
				if isinstance(key, ast.Constant) and key.value == "label" and isinstance(value, ast.Constant):
					yield str(value.value)


def _menu_titles(tree: ast.AST) -> Iterator[str]:
	"""What a menu of Frappe's calls our pages."""
	for node in ast.walk(tree):
		if isinstance(node, ast.Dict):
			keys = [key.value for key in node.keys if isinstance(key, ast.Constant)]
			titles = [value for key, value in zip(keys, node.values, strict=False) if key == "title"]
			if "route" in keys:
				yield from (str(title.value) for title in titles if isinstance(title, ast.Constant))


def _field_texts(tree: ast.AST) -> Iterator[str]:
	for node in ast.walk(tree):
		if not isinstance(node, ast.Dict):
			continue
		values = {
			key.value: value.value
			for key, value in zip(node.keys, node.values, strict=True)
			if isinstance(key, ast.Constant) and isinstance(value, ast.Constant)
		}
		yield from (values[key] for key in ("label", "description") if key in values)
		if values.get("fieldtype") == "Select":
			yield from values.get("options", "").split("\n")


def _scripts() -> Found:
	for path in sorted([*APP.rglob("*.js"), *APP.rglob("*.html")]):
		source = path.read_text(encoding="utf-8")
		for match in CALL.finditer(source):
			text = "".join(double or single for double, single in PIECE.findall(match.group(1)))
			context = CONTEXT.match(source, match.end())
			yield (
				text.replace('\\"', '"').replace("\\n", "\n"),
				context.group(1) if context else "",
				str(path.relative_to(APP)),
			)


def merged(template: Catalog) -> Catalog:
	"""id.po with what is new in the template (untranslated) and without what is gone."""
	if PO.exists():
		with PO.open("rb") as handle:
			catalog = read_po(handle, locale="id")
	else:
		catalog = Catalog(locale="id")
	catalog.header_comment, catalog.project, catalog.fuzzy = HEADER, "sla_id", False
	catalog.update(template, no_fuzzy_matching=True)
	catalog.obsolete.clear()
	return catalog


def as_po(catalog: Catalog) -> bytes:
	"""A catalogue without dates and line numbers, so that it changes only with its texts."""
	buffer = io.BytesIO()
	write_po(buffer, catalog, width=110, omit_header=False, include_lineno=False, sort_by_file=False)
	kept = [
		line
		for line in buffer.getvalue().split(b"\n")
		if not re.match(rb'"(POT-Creation|PO-Revision)-Date', line)
	]
	return b"\n".join(kept)


def as_csv(catalog: Catalog) -> bytes:
	"""The translations as Frappe's CSV, in the order of the texts."""
	buffer = io.StringIO()
	rows = sorted(
		(message.id, message.string, message.context or "")
		for message in catalog
		if message.id and message.string
	)
	csv.writer(buffer, lineterminator="\n").writerows(row if row[2] else row[:2] for row in rows)
	return buffer.getvalue().encode()


def places(text: str) -> set[str]:
	"""What is filled in: {0}, {name}, {name!r}."""
	return set(re.findall(r"\{\w*(?:![rs])?(?::,)?\}", text))


def main() -> int:
	parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
	parser.add_argument("--check", action="store_true", help="write nothing; fail if anything is missing")
	given = parser.parse_args()
	template = collect()
	catalog = merged(template)
	files = {POT: as_po(template), PO: as_po(catalog), CSV: as_csv(catalog)}
	missing = [message.id for message in catalog if message.id and not message.string]
	broken = [
		message.id for message in catalog if message.string and places(message.id) != places(message.string)
	]
	stale = [path for path, content in files.items() if not path.exists() or path.read_bytes() != content]
	if not given.check:
		for path, content in files.items():
			path.parent.mkdir(exist_ok=True)
			path.write_bytes(content)
	total = len(template)
	print(f"{total - len(missing)} of {total} strings are translated into Indonesian.")
	for text in missing:
		print(f"  missing: {text!r}")
	for text in broken:
		print(f"  its translation has other {{places}}: {text!r}")
	for path in stale if given.check else ():
		print(f"  out of date: {path.relative_to(APP)}; run python sla_id/locale/update.py")
	return 1 if missing or broken or (given.check and stale) else 0


if __name__ == "__main__":
	sys.exit(main())
