"""Dates in Indonesian and English texts: "01 Januari 2023", "31 December 2025", "December 31, 2025", "31-12-2023".

Used by `title_page`, `written_terms` and `found_tiers`. Figures alone are read day first, as Indonesia writes them.
"""

from datetime import date

from sla_id.agreements.draft.lines import Piece, of_match
from sla_id.agreements.draft.vocabulary import any_of

_NAMES = (
	("januari", "january", "jan"),
	("februari", "pebruari", "february", "feb"),
	("maret", "march", "mar"),
	("april", "apr"),
	("mei", "may"),
	("juni", "june", "jun"),
	("juli", "july", "jul"),
	("agustus", "august", "agu", "aug", "agt"),
	("september", "sept", "sep"),
	("oktober", "october", "okt", "oct"),
	("november", "nopember", "nov", "nop"),
	("desember", "december", "des", "dec"),
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DATE = any_of(
	rf"(?<![\w.])(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<m>{_MONTH})\.?,?\s+(?P<y>\d{{4}})"
	rf"|(?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}})"
	r"|(?P<y3>\d{4})-(?P<m3>\d{2})-(?P<d3>\d{2})"
	r"|(?P<d4>\d{1,2})[-/.](?P<m4>\d{1,2})[-/.](?P<y4>\d{4}))(?!\w)"
)


def dates(piece: Piece) -> list[tuple[date, Piece]]:
	"""All dates with their places; what is no day of the calendar is left out."""
	found = []
	for match in piece.finditer(_DATE):
		year = next(filter(None, (match["y"], match["y2"], match["y3"], match["y4"])))
		day = next(filter(None, (match["d"], match["d2"], match["d3"], match["d4"])))
		name = match["m"] or match["m2"]
		month = _MONTHS[name.lower()] if name else int(match["m3"] or match["m4"])
		try:
			found.append((date(int(year), month, int(day)), of_match(piece, match)))
		except ValueError:
			continue
	return found


def first_date(piece: Piece) -> tuple[date, Piece] | None:
	"""The first date of a piece."""
	return next(iter(dates(piece)), None)
