"""The differences as HTML: before and after side by side, grouped by section. Every text is escaped here.

Public through the package. What kind a change is stands there in words and signs, never in colour alone.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from html import escape
from itertools import groupby
from pathlib import Path

from sla_id.agreements.compare.changes import ADDED, CHANGED, REMOVED, Change
from sla_id.agreements.file.model import Label

_STYLE = Path(__file__).with_name("compare.css")
_TITLE = Label("Perbandingan versi perjanjian", "Comparison of agreement versions")
_COLUMNS = (Label("Yang berubah", "What changes"), Label("Sebelum", "Before"), Label("Sesudah", "After"))
_KINDS = {
	ADDED: ("+", Label("Ditambahkan", "Added")),
	REMOVED: ("−", Label("Dihapus", "Removed")),
	CHANGED: ("≠", Label("Diubah", "Changed")),
}
_MORE = ("▲", Label("Mitra mendapat lebih banyak", "The partner gets more"))
_LESS = ("▼", Label("Mitra mendapat lebih sedikit", "The partner gets less"))
_NOTHING = Label("Tidak ada perbedaan.", "There is no difference.")
_COUNT = Label("{} perubahan: {}.", "{} changes: {}.")
_ONE = Label("1 perubahan: {}.", "1 change: {}.")
_WORDY = 7
"""Texts of fewer words than this are shown whole, without marks on the words that differ."""


def stylesheet() -> str:
	"""The stylesheet of `body_html`."""
	return _STYLE.read_text(encoding="utf-8")


def to_html(changes: Sequence[Change], language: str) -> str:
	"""A whole HTML page with its stylesheet."""
	title = escape(_TITLE.get(language))
	return (
		f'<!DOCTYPE html>\n<html lang="{_code(language)}">\n<head>\n<meta charset="utf-8">\n'
		'<meta name="viewport" content="width=device-width, initial-scale=1">\n'
		f"<title>{title}</title>\n<style>\n{stylesheet()}</style>\n</head>\n<body>\n"
		f"{body_html(changes, language)}</body>\n</html>\n"
	)


def body_html(changes: Sequence[Change], language: str) -> str:
	"""The comparison as one `<section>`, for a page that brings `stylesheet` itself."""
	tables = "".join(
		_table(section, list(group), language)
		for section, group in groupby(_by_section(changes), lambda c: c.section)
	)
	return (
		f'<section class="comparison" lang="{_code(language)}">\n<h1>{escape(_TITLE.get(language))}</h1>\n'
		f'<p class="count">{escape(_count(changes, language))}</p>\n{tables}</section>\n'
	)


def _by_section(changes: Sequence[Change]) -> list[Change]:
	"""Each section's changes together, sections in the order of their first."""
	order = list(dict.fromkeys(change.section for change in changes))
	return sorted(changes, key=lambda change: order.index(change.section))


def _count(changes: Sequence[Change], language: str) -> str:
	if not changes:
		return _NOTHING.get(language)
	counts = Counter(change.kind for change in changes)
	kinds = [
		f"{counts[kind]} {label.get(language).lower()}" for kind, (_, label) in _KINDS.items() if counts[kind]
	]
	for verdict, (sign, label) in ((True, _MORE), (False, _LESS)):
		found = sum(change.stricter is verdict for change in changes)
		kinds += [f"{sign} {label.get(language)}: {found}"] if found else []
	said = "; ".join(kinds)
	return (
		_ONE.get(language).format(said)
		if len(changes) == 1
		else _COUNT.get(language).format(len(changes), said)
	)


def _table(section: str, changes: Sequence[Change], language: str) -> str:
	"""Roles are written out: narrow screens show the rows as blocks, which would take a table's own from it."""
	titles = "".join(
		f'<th role="columnheader" scope="col">{escape(label.get(language))}</th>' for label in _COLUMNS
	)
	rows = "".join(_row(change, language) for change in changes)
	return (
		f'<h2>{escape(section)}</h2>\n<table role="table" aria-label="{escape(section)}">\n<thead role="rowgroup">\n'
		f'<tr role="row">{titles}</tr>\n</thead>\n<tbody role="rowgroup">\n{rows}</tbody>\n</table>\n'
	)


def _row(change: Change, language: str) -> str:
	sign, kind = _KINDS[change.kind]
	tags = _tag(change.kind, sign, kind.get(language))
	if change.stricter is not None:
		sign, verdict = _MORE if change.stricter else _LESS
		tags += " " + _tag("more" if change.stricter else "less", sign, verdict.get(language))
	before, after = _sides(change)
	_, old, new = (escape(label.get(language)) for label in _COLUMNS)
	return (
		f'<tr role="row" class="{change.kind}"><th role="rowheader" scope="row">{escape(change.what)}'
		f'<span class="tags">{tags}</span></th>'
		f'<td role="cell" class="before" data-label="{old}"><div>{before}</div></td>'
		f'<td role="cell" class="after" data-label="{new}"><div>{after}</div></td></tr>\n'
	)


def _tag(name: str, sign: str, words: str) -> str:
	return f'<span class="tag {name}"><span aria-hidden="true">{sign}</span> {escape(words)}</span>'


def _sides(change: Change) -> tuple[str, str]:
	"""Both columns; in longer texts the words that differ are marked."""
	if change.before is None or change.after is None:
		return _lines(change.before), _lines(change.after)
	before, after = change.before.split(" "), change.after.split(" ")
	if min(len(before), len(after)) < _WORDY:
		return _lines(change.before), _lines(change.after)
	steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
	return (
		" ".join(_marked("del", ((step[0], before[step[1] : step[2]]) for step in steps))),
		" ".join(_marked("ins", ((step[0], after[step[3] : step[4]]) for step in steps))),
	)


def _marked(tag: str, parts: Iterable[tuple[str, list[str]]]) -> Iterator[str]:
	for step, words in parts:
		if words:
			said = _lines(" ".join(words))
			yield said if step == "equal" else f"<{tag}>{said}</{tag}>"


def _lines(text: str | None) -> str:
	return "<br>\n".join(escape(line) for line in text.splitlines()) if text else "–"


def _code(language: str) -> str:
	return "en" if language.startswith("en") else "id"
