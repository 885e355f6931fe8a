"""The pages in `templates/`, filled in by Jinja with every value escaped. For prints, comparisons and reports; no frappe.

Frappe's own pages (`www/`, `templates/includes/`) are Frappe's to render.
"""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

_FOLDER = Path(__file__).with_name("templates")


def fill_template(name: str, **values: object) -> str:
	"""A template of the folder as text. A value is escaped unless it is `Markup`; one that is missing raises."""
	return _environment().get_template(name).render(**values)


@cache
def _environment() -> Environment:
	environment = Environment(
		loader=FileSystemLoader(_FOLDER),
		autoescape=True,
		undefined=StrictUndefined,
		trim_blocks=True,
		lstrip_blocks=True,
		keep_trailing_newline=True,
	)
	environment.filters["css_text"] = _css_text
	return environment


def _css_text(text: str | None) -> Markup:
	"""A CSS string: whatever could end it, the style element or a comment is written as a code point."""
	shown = "".join(
		mark if mark.isalnum() and mark.isascii() else f"\\{ord(mark):06x}"
		for mark in " ".join((text or "").split())
	)
	return Markup(f'"{shown}"')
