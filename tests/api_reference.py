"""`python -m tests.api_reference`: write docs/api.md, the whitelisted functions with their arguments, from the code itself.

`make check` compares; what a function does is the first paragraph of its docstring.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "sla_id"
PAGE = ROOT / "docs" / "api.md"
HEAD = """# The API

Every function that a form, a page or another program may call: `POST /api/method/<name>`, or `GET` where it says so, with a session or
an API key. Each checks who asks first, refuses what it can't read with a sentence that says what to write, and answers in plain
JSON. Written by `python -m tests.api_reference` from the code.

What other apps may hook into is in [extending.md](extending.md).
"""


def whitelisted() -> Iterator[tuple[Path, ast.FunctionDef]]:
	"""The app's whitelisted functions, by file and line."""
	for path in sorted(APP.rglob("*.py")):
		for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
			if isinstance(node, ast.FunctionDef) and any(
				"whitelist" in ast.dump(decorator) for decorator in node.decorator_list
			):
				yield path, node


def page() -> str:
	"""The text of docs/api.md."""
	parts, module = [HEAD], ""
	for path, node in whitelisted():
		found = "sla_id." + ".".join(path.relative_to(APP).with_suffix("").parts)
		if found != module:
			module = found
			parts.append(
				f"\n## `{module}`\n\n{_first_paragraph(ast.parse(path.read_text(encoding='utf-8')))}\n"
			)
		parts.append(f"\n- **`{node.name}({_arguments(node)})`** {_notes(node)}{_first_paragraph(node)}")
	return "\n".join(parts).replace("\n\n\n", "\n\n").rstrip() + "\n"


def _arguments(node: ast.FunctionDef) -> str:
	"""The arguments as a caller writes them, with types and defaults."""
	names = node.args.args + node.args.kwonlyargs
	without = len(node.args.args) - len(node.args.defaults)
	defaults = [None] * without + list(node.args.defaults) + list(node.args.kw_defaults)
	said = []
	for argument, default in zip(names, defaults, strict=True):
		kind = f": {ast.unparse(argument.annotation)}" if argument.annotation else ""
		said.append(f"{argument.arg}{kind}" + (f" = {ast.unparse(default)}" if default else ""))
	return ", ".join(said)


def _notes(node: ast.FunctionDef) -> str:
	"""GET where it isn't POST alone; that guests may call it."""
	[decorator] = [one for one in node.decorator_list if "whitelist" in ast.dump(one)]
	said = ast.unparse(decorator)
	notes = [] if "POST" in said and "GET" not in said else ["GET or POST"]
	notes += ["guests too"] if "allow_guest=True" in said else []
	return f"({', '.join(notes)}) " if notes else ""


def _first_paragraph(node: ast.FunctionDef | ast.Module) -> str:
	return " ".join((ast.get_docstring(node) or "").split("\n\n")[0].split())


if __name__ == "__main__":
	PAGE.write_text(page(), encoding="utf-8")
