"""Texts in two languages, line by line: which line is the translation of which, and where the two differ.

Used by `document`. The Indonesian text governs (UU 24/2009, article 31, asks for it), unless the document says
that the English one prevails.
"""

import re
from dataclasses import dataclass

from sla_id.agreements.draft.lines import Piece, SourceLine
from sla_id.agreements.draft.numbers import lengths, percentages
from sla_id.agreements.draft.vocabulary import TABLES, W, language_of

_SINGLE = re.compile(r"(?<![\w.,:@+])\d{1,2}[.:]\d{2}(?!\w)")


@dataclass(frozen=True, slots=True)
class LanguageDifference:
	"""Where a line and its translation disagree: `what` is a figure or the name of a milestone."""

	governing: SourceLine
	other: SourceLine
	what: str


def pair(lines: tuple[SourceLine, ...]) -> tuple[tuple[SourceLine, ...], dict[int, SourceLine]]:
	"""The lines of the governing language, and their translations by line number."""
	full = [line for line in lines if line.text.strip()]
	languages = [language_of(line.body.text) for line in full]
	first, _second = ("id", "en")
	pairs = _pairs(full, languages, "id", "en")
	turned = _pairs(full, languages, "en", "id")
	if len(turned) > len(pairs):
		pairs, (first, _second) = turned, ("en", "id")
	if len(pairs) < 3 or len(pairs) * 5 < len(full):
		return lines, {}
	governs = "en" if any(W.english_prevails.search(line.text) for line in full) else "id"
	if governs != first:
		pairs = [(b, a) for a, b in pairs]
	translated = {full[a].number: full[b] for a, b in pairs}
	gone = {line.number for line in translated.values()}
	return tuple(line for line in lines if line.number not in gone), translated


def _pairs(
	full: list[SourceLine], languages: list[str | None], first: str, second: str
) -> list[tuple[int, int]]:
	pairs: list[tuple[int, int]] = []
	n = 0
	while n + 1 < len(full):
		same = full[n].body.text == full[n + 1].body.text
		fits = languages[n] == first and languages[n + 1] == second and not full[n + 1].is_row
		if (fits or (same and full[n].marker)) and full[n + 1].marker in ("", full[n].marker):
			pairs.append((n, n + 1))
			n += 2
		else:
			n += 1
	return pairs


def differences(lines: tuple[SourceLine, ...], translated: dict[int, SourceLine]) -> list[LanguageDifference]:
	"""Every pair whose figures or milestones differ."""
	found = []
	for line in lines:
		other = translated.get(line.number)
		if other is None:
			continue
		if sorted(_figures(line.body)) != sorted(_figures(other.body)):
			found.append(LanguageDifference(line, other, "figure"))
		here, there = _milestone(line), _milestone(other)
		if here and there and here != there:
			found.append(LanguageDifference(line, other, "milestone"))
	return found


def _figures(piece: Piece) -> list[str]:
	amounts = [f"{length.amount} {length.unit}" for length in lengths(piece)]
	shares = [str(value) for value, _ in percentages(piece)]
	times = [match[0].replace(".", ":").zfill(5) for match in piece.finditer(_SINGLE)]
	return amounts + shares + times


def _milestone(line: SourceLine) -> str | None:
	return next((name for name, pattern in TABLES["milestones"].items() if pattern.search(line.text)), None)
