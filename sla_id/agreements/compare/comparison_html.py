"""The differences as HTML: before and after side by side, grouped by section. The markup is in `templates/version_comparison*`.

Public through the package.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path
from typing import Any

from markupsafe import Markup

from sla_id.agreements.compare.version_change import ADDED, CHANGED, REMOVED, Change
from sla_id.engine.sentences import Sentence, say
from sla_id.html_templates import fill_template

_STYLE = Path(__file__).with_name("compare.css")
_TITLE = Sentence("Comparison of agreement versions")
_COLUMNS = (Sentence("What changes"), Sentence("Before"), Sentence("After"))
_KINDS = {
	ADDED: ("+", Sentence("Added")),
	REMOVED: ("−", Sentence("Removed")),
	CHANGED: ("≠", Sentence("Changed")),
}
_MORE = ("▲", Sentence("The partner gets more"))
_LESS = ("▼", Sentence("The partner gets less"))
_NOTHING = Sentence("There are no differences.")
_COUNT = Sentence("{0} changes: {1}.")
_ONE = Sentence("1 change: {0}.")
_WORDY = 7
"""Texts of fewer words than this are shown whole, without marks on the words that differ."""

Piece = tuple[str, str]
"""("del", "ins" or empty, the words in it)."""


@dataclass(frozen=True, slots=True)
class _Row:
	"""A change as the template takes it; `tags` are (class, sign, words)."""

	kind: str
	what: str
	tags: tuple[tuple[str, str, str], ...]
	before: tuple[Piece, ...]
	after: tuple[Piece, ...]


def stylesheet() -> str:
	"""The stylesheet of `body_html`."""
	return _STYLE.read_text(encoding="utf-8")


def to_html(changes: Sequence[Change], language: str) -> str:
	"""A whole HTML page with its stylesheet."""
	values = _values(changes, language)
	return fill_template("version_comparison_page.html", stylesheet=Markup(stylesheet()), **values)


def body_html(changes: Sequence[Change], language: str) -> str:
	"""The comparison as one `<section>`, for a page that includes `stylesheet` itself."""
	return fill_template("version_comparison.html", **_values(changes, language))


def _values(changes: Sequence[Change], language: str) -> dict[str, Any]:
	by_section = groupby(_by_section(changes), lambda change: change.section)
	return {
		"language": "id" if language.startswith("id") else "en",
		"title": say(_TITLE, language),
		"count": _count(changes, language),
		"columns": [say(label, language) for label in _COLUMNS],
		"sections": [
			(section, [_row(change, language) for change in group]) for section, group in by_section
		],
	}


def _by_section(changes: Sequence[Change]) -> list[Change]:
	"""The changes grouped by section. Sections keep the order of their first change."""
	order = list(dict.fromkeys(change.section for change in changes))
	return sorted(changes, key=lambda change: order.index(change.section))


def _count(changes: Sequence[Change], language: str) -> str:
	if not changes:
		return say(_NOTHING, language)
	counts = Counter(change.kind for change in changes)
	kinds = [
		f"{counts[kind]} {say(label, language).lower()}"
		for kind, (_, label) in _KINDS.items()
		if counts[kind]
	]
	for verdict, (sign, label) in ((True, _MORE), (False, _LESS)):
		found = sum(change.stricter is verdict for change in changes)
		kinds += [f"{sign} {say(label, language)}: {found}"] if found else []
	said = "; ".join(kinds)
	return (
		say(_ONE, language).format(said)
		if len(changes) == 1
		else say(_COUNT, language).format(len(changes), said)
	)


def _row(change: Change, language: str) -> _Row:
	sign, kind = _KINDS[change.kind]
	tags = [(change.kind, sign, say(kind, language))]
	if change.stricter is not None:
		sign, verdict = _MORE if change.stricter else _LESS
		tags.append(("more" if change.stricter else "less", sign, say(verdict, language)))
	return _Row(change.kind, change.what, tuple(tags), *_sides(change))


def _sides(change: Change) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
	"""Both columns. In longer texts the words that differ are marked."""
	before, after = (change.before or "").split(" "), (change.after or "").split(" ")
	if min(len(before), len(after)) < _WORDY:
		return _whole(change.before), _whole(change.after)
	steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
	return (
		tuple(_marked("del", ((step[0], before[step[1] : step[2]]) for step in steps))),
		tuple(_marked("ins", ((step[0], after[step[3] : step[4]]) for step in steps))),
	)


def _marked(mark: str, parts: Iterator[tuple[str, list[str]]]) -> Iterator[Piece]:
	for step, words in parts:
		if words:
			yield "" if step == "equal" else mark, " ".join(words) or "–"


def _whole(text: str | None) -> tuple[Piece, ...]:
	return (("", text),) if text else ()
