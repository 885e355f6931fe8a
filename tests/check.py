"""`make check`: lint, format, types, import contracts, and that everything Frappe loads by name is there.

Each check is a function that returns its complaints; `make test` runs them as tests (tests/test_checks.py).
"""

import ast
import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

from tests import api_reference, record_types
from tests.api_reference import whitelisted

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "sla_id"
LAYOUT_FIELDS = {"Section Break", "Column Break", "Tab Break", "HTML", "Fold", "Heading", "Button", "Image"}
PYTHON_FOLDERS = ("sla_id", "embedded", "tests", "setup.py")
JAVASCRIPT = ROOT / "requirements" / "javascript"
NODE_TOOLS = JAVASCRIPT / "node_modules" / ".bin"
SCRIPTS = ("sla_id/**/*.js", "tests/browser/*.js", "embedded/desk/*.js", "requirements/javascript/*.mjs")


def lint() -> str:
	"""ruff's rules."""
	return _tool("ruff", "check", *PYTHON_FOLDERS)


def formatting() -> str:
	"""ruff's format."""
	return _tool("ruff", "format", "--check", *PYTHON_FOLDERS)


def types() -> str:
	"""mypy, strict, on every room but those that docs/roadmap.md names; stubs/ says what it knows of Frappe."""
	return _tool("mypy")


def import_contracts() -> str:
	"""Rooms import one way (pyproject.toml)."""
	return _tool("lint-imports")


def javascript() -> str:
	"""ESLint's rules over the app's, the tests' and the desk build's JavaScript."""
	return _run(str(NODE_TOOLS / "eslint"), "--config", str(JAVASCRIPT / "eslint.config.mjs"), *SCRIPTS)


def javascript_formatting() -> str:
	"""Prettier's format."""
	config = str(JAVASCRIPT / "prettier.config.mjs")
	return _run(str(NODE_TOOLS / "prettier"), "--config", config, "--check", *SCRIPTS)


def javascript_missing() -> str:
	"""Why neither can run here, or an empty text."""
	return (
		"" if (NODE_TOOLS / "eslint").exists() and shutil.which("node") else "not installed (make javascript)"
	)


def hooks_resolve() -> str:
	"""Every dotted path in hooks.py can be imported, every file it names is there."""
	_give_frappe()
	hooks = import_module("sla_id.hooks")
	complaints = []
	for name, value in vars(hooks).items():
		if name.startswith("__"):
			continue
		for path in _strings(value):
			if re.fullmatch(r"sla_id(\.\w+)+", path):
				complaints += _importable(path, f"hooks.py, {name}")
			elif path.startswith("public/") and not (APP / path).exists():
				complaints.append(f"hooks.py, {name}: {path} is not there")
	return "\n".join(complaints)


def patches_resolve() -> str:
	"""Every patch in patches.txt can be imported and has an execute."""
	_give_frappe()
	complaints = []
	for line in (APP / "patches.txt").read_text(encoding="utf-8").splitlines():
		path = line.partition("#")[0].strip()
		if path and not path.startswith(("[", "execute:")):
			complaints += _importable(f"{path}.execute", "patches.txt")
	return "\n".join(complaints)


def doctypes_are_sane() -> str:
	"""DocType files: in their own folder, complete field order, described, options that exist."""
	complaints = []
	found = {path: json.loads(path.read_text(encoding="utf-8")) for path in APP.glob("doctype/*/*.json")}
	names = {doctype["name"] for doctype in found.values()}
	for path, doctype in found.items():
		complaints += [
			f"{path.relative_to(ROOT)}: {text}" for text in _doctype_complaints(path, doctype, names)
		]
	return "\n".join(complaints)


def fixtures_are_filtered() -> str:
	"""A fixture of a whole DocType would carry off a site's own records."""
	_give_frappe()
	hooks = import_module("sla_id.hooks")
	bad = [str(entry) for entry in hooks.fixtures if not (isinstance(entry, dict) and entry.get("filters"))]
	return "\n".join(f"hooks.py, fixtures: {entry} has no filters" for entry in bad)


CITATION = re.compile(
	r"\b(00[0-4]) (§\d+(?:\.\d+)*[a-e]?|(?:IV|VI{0,3}|I{1,3})(?:\.[A-Z0-9]+)*(?![\w]))|\b(X\d{1,2})\b"
)
"""A section of one of the five documents ("000 §4.2", "003 V.11"), or a contradiction ("X6")."""


def citations_are_defined() -> str:
	"""What code and documents cite is defined in docs/sources.md: a stranger has the texts nowhere else."""
	sources = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
	defined = set(re.findall(r"^\| (X\d+) \|", sources, re.M))
	for document in re.split(r"^## (?=\d{3} )", sources, flags=re.M)[1:]:
		defined |= {
			f"{document[:3]} {section}" for section in re.findall(r"^\| ([§IVX][^ |]*) \|", document, re.M)
		}
	complaints = []
	for path in _files_with_citations():
		for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
			for document, section, contradiction in CITATION.findall(line):
				cited = contradiction or f"{document} {section}"
				if cited not in defined:
					complaints.append(f"{path.relative_to(ROOT)}:{number}: {cited} isn't in docs/sources.md")
	return "\n".join(complaints)


def _files_with_citations() -> Iterator[Path]:
	for folder in ("sla_id", "embedded", "tests", "docs"):
		for path in sorted((ROOT / folder).rglob("*")):
			if path.suffix in (".py", ".md", ".js", ".yaml") and "node_modules" not in path.parts:
				yield path
	yield from ROOT.glob("*.md")


def names_are_single() -> str:
	"""No two files and no two classes of the app share a name: a stranger opens the right one."""
	places: dict[str, list[str]] = {}
	for path in sorted(APP.rglob("*.py")):
		where = str(path.relative_to(ROOT))
		if path.stem not in ("__init__", "__main__") and "doctype" not in path.parts:
			places.setdefault(path.name, []).append(where)
		for node in ast.parse(path.read_text(encoding="utf-8")).body:
			if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
				places.setdefault(node.name, []).append(where)
	return "\n".join(
		f"{name} stands in {', '.join(found)}: give each its own name"
		for name, found in sorted(places.items())
		if len(found) > 1
	)


def rooms_are_described() -> str:
	"""The architecture's table names every room; a room's own table names every file in it, and no other."""
	table = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
	complaints = []
	for path in sorted(APP.rglob("__init__.py")):
		room = path.parent.relative_to(APP)
		if path.parent == APP or room.parts[0] in FRAPPES_OWN:
			continue
		files = {entry.name for entry in path.parent.glob("*.py") if not entry.name.startswith("__")}
		described = set(
			re.findall(r"\b\w+\.py\b", "\n".join(re.findall(r"^\| ([^|]+) \|", _docstring(path), re.M)))
		)
		described.discard("__main__.py")
		if described and described != files:
			complaints.append(
				f"{room}/__init__.py: its table lacks {sorted(files - described)}, and names {sorted(described - files)}"
			)
		if len(room.parts) == 1 and f"`{room}/`" not in table:
			complaints.append(f"docs/architecture.md: the table of rooms doesn't name {room}/")
	for entry in sorted(APP.glob("*.py")):
		if entry.stem not in ("__init__", "hooks") and f"`{entry.name}`" not in table:
			complaints.append(f"docs/architecture.md: the table of rooms doesn't name {entry.name}")
	return "\n".join(complaints)


FRAPPES_OWN = ("doctype", "patches", "print_format", "report", "sla_id", "www", "workspace")
"""Folders whose names and insides Frappe prescribes."""


def _docstring(path: Path) -> str:
	return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""


def no_raw_sql() -> str:
	"""The query builder, not SQL strings; no manual commit but where a comment says why; no savepoint by hand."""
	complaints = []
	for path in APP.rglob("*.py"):
		for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
			if re.search(r"frappe\.db\.(sql|sql_ddl|commit)\(", line) and "nosemgrep" not in line:
				complaints.append(f"{path.relative_to(ROOT)}:{number}: {line.strip()}")
			if ".savepoint(" in line and path.name != "savepoints.py":
				complaints.append(f"{path.relative_to(ROOT)}:{number}: use sla_id/savepoints.py")
	return "\n".join(complaints)


CALLED_FROM_OUTSIDE = {
	"sla_id.api.metrics.prometheus": "Prometheus; docs/monitors.md gives its address",
	"sla_id.api.receipts.whatsapp": "Meta's webhook; docs/outbox.md gives its address",
	"sla_id.api.receipts.gateway": "a gateway of one's own; docs/outbox.md gives its address",
	"sla_id.api.receipts.of_account": "the provider of another app's channel; docs/outbox.md gives its address",
}
"""Whitelisted functions without a form or page that calls them, and who does."""


def whitelisted_are_typed() -> str:
	"""Whitelisted functions have a type for each argument and for what they return."""
	complaints = []
	for path, node in whitelisted():
		untyped = [a.arg for a in node.args.args if a.annotation is None and a.arg != "self"]
		if untyped or node.returns is None:
			complaints.append(f"{path.relative_to(ROOT)}:{node.lineno}: {node.name} is not fully typed")
	return "\n".join(complaints)


def whitelisted_are_answerable() -> str:
	"""Whitelisted functions refuse what can't be read before they look at it (api/arguments.py)."""
	return "\n".join(
		f"{path.relative_to(ROOT)}:{node.lineno}: {node.name} needs @answerable below @frappe.whitelist"
		for path, node in whitelisted()
		if not any(isinstance(used, ast.Name) and used.id == "answerable" for used in node.decorator_list)
	)


def whitelisted_are_called() -> str:
	"""A form or page calls each whitelisted function, or CALLED_FROM_OUTSIDE says who does."""
	scripts = [
		path.read_text(encoding="utf-8")
		for ending in ("js", "html", "py")
		for path in APP.rglob(f"*.{ending}")
		if path.parent != APP / "api"
	]
	complaints = []
	for path, node in whitelisted():
		module = "sla_id." + ".".join(path.relative_to(APP).with_suffix("").parts)
		called = any(_calls(text, module, node.name) for text in scripts)
		if called == (f"{module}.{node.name}" in CALLED_FROM_OUTSIDE):
			why = "is called here too: take it out of" if called else "has no caller: make one, or add it to"
			complaints.append(
				f"{path.relative_to(ROOT)}:{node.lineno}: {node.name} {why} CALLED_FROM_OUTSIDE"
			)
	return "\n".join(complaints)


def _calls(text: str, module: str, name: str) -> bool:
	"""Whether a script names a function, or its module with a place for it and the function elsewhere as a text."""
	if re.search(rf"{re.escape(module)}\.{name}\b", text):
		return True
	filled_in = re.search(rf"[\"'`](?:/api/method/)?{re.escape(module)}\.(?:\$\{{|[\"'`])", text)
	return bool(filled_in and re.search(rf"[\"'`]{name}[\"'`]", text))


def api_is_documented() -> str:
	"""docs/api.md is what the whitelisted functions say of themselves."""
	if api_reference.PAGE.read_text(encoding="utf-8") == api_reference.page():
		return ""
	return "docs/api.md is not what the code says: python -m tests.api_reference"


def records_are_typed() -> str:
	"""sla_id/record_types.pyi is what the DocTypes say."""
	if record_types.PAGE.read_text(encoding="utf-8") == record_types.page():
		return ""
	return "sla_id/record_types.pyi is not what the DocTypes say: python -m tests.record_types"


def translations() -> str:
	"""Every visible string has its Indonesian, and the files say where each string is."""
	return _run(sys.executable, str(APP / "locale" / "update.py"), "--check")


CHECKS: tuple[Callable[[], str], ...] = (
	lint,
	formatting,
	types,
	import_contracts,
	javascript,
	javascript_formatting,
	hooks_resolve,
	patches_resolve,
	doctypes_are_sane,
	fixtures_are_filtered,
	citations_are_defined,
	names_are_single,
	rooms_are_described,
	no_raw_sql,
	whitelisted_are_typed,
	whitelisted_are_answerable,
	whitelisted_are_called,
	api_is_documented,
	records_are_typed,
	translations,
)


def why_not_run(check: Callable[[], str]) -> str:
	"""What this machine lacks for a check, or an empty text."""
	return javascript_missing() if check in (javascript, javascript_formatting) else ""


def main() -> int:
	"""Run every check; a line each, and the complaints."""
	failed = 0
	for check in CHECKS:
		if missing := why_not_run(check):
			print(f"-      {check.__name__}: not run: {missing}", flush=True)
			continue
		complaints = check()
		print(f"{'FAILED' if complaints else 'ok':7}{check.__name__}: {check.__doc__}", flush=True)
		if complaints:
			failed += 1
			print("\n".join(f"       {line}" for line in complaints.splitlines()))
	return 1 if failed else 0


def _tool(name: str, *arguments: str) -> str:
	return _run(str(Path(sys.executable).parent / name), *arguments)


def _run(*command: str) -> str:
	done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
	return "" if done.returncode == 0 else (done.stdout + done.stderr).strip()


def _give_frappe() -> None:
	import embedded

	embedded.engine()


def _strings(value: Any) -> Iterator[str]:
	if isinstance(value, str):
		yield value
	elif isinstance(value, dict):
		for entry in value.values():
			yield from _strings(entry)
	elif isinstance(value, list | tuple):
		for entry in value:
			yield from _strings(entry)


def _importable(path: str, where: str) -> list[str]:
	module, _, attribute = path.rpartition(".")
	try:
		if not hasattr(import_module(module), attribute):
			return [f"{where}: {module} has no {attribute}"]
	except ImportError as error:
		return [f"{where}: {path}: {error}"]
	return []


def _doctype_complaints(path: Path, doctype: dict[str, Any], names: set[str]) -> Iterator[str]:
	slug = doctype["name"].lower().replace(" ", "_").replace("-", "_")
	fields = {field["fieldname"]: field for field in doctype["fields"]}
	if path.stem != slug or path.parent.name != slug:
		yield f"should lie in {slug}/{slug}.json"
	if not (path.parent / f"{slug}.py").exists():
		yield "has no controller"
	if doctype["module"] != "SLA ID":
		yield f"belongs to the module {doctype['module']}"
	if doctype["field_order"] != list(fields):
		yield "field_order and fields differ"
	controller = path.with_suffix(".py")
	if doctype.get("istable") and "(RecordRow)" not in controller.read_text(encoding="utf-8"):
		yield "is a table whose controller isn't a RecordRow: its rows could be saved by themselves"
	if any(entry["role"] in ("SLA Partner", "All", "Guest") for entry in doctype.get("permissions", ())):
		yield "has a permission for people outside: they see what portal/ builds for them"
	if not doctype.get("istable") and not doctype.get("description"):
		yield "has no description"
	if not doctype.get("istable") and not doctype.get("permissions"):
		yield "has no permissions"
	if doctype.get("title_field", next(iter(fields))) not in fields:
		yield f"the title field {doctype['title_field']} isn't one of its fields: the form would stay empty"
	for name, field in fields.items():
		options = field.get("options") or ""
		if field["fieldtype"] in ("Table", "Link") and options.startswith("SLA ") and options not in names:
			yield f"{name}: there is no DocType {options}"
		if field["fieldtype"] in ("Table", "Link", "Select", "Dynamic Link") and not options:
			yield f"{name}: a {field['fieldtype']} without options"
		if not field.get("label") and field["fieldtype"] not in LAYOUT_FIELDS:
			yield f"{name}: no label"
		if field["fieldtype"].endswith(" Break") and not name.endswith(("_section", "_column", "_tab")):
			yield f"{name}: a break is named for what stands in it, e.g. dates_section, from_date_column"


if __name__ == "__main__":
	sys.exit(main())
