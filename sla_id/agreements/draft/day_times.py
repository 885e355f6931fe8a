"""Days and times of day in a line: "Senin - Jumat, 09.00 - 18.00 WIB", "8 AM to 5 PM, Monday to Friday", with breaks.

Used by `hours` and `found_channels`.
"""

import re
from dataclasses import dataclass, field

from sla_id.agreements.draft.lines import Piece, of_match
from sla_id.agreements.draft.vocabulary import W, any_of

_DAYS = {
	name: n
	for n, names in enumerate(
		("senin monday mondays mon", "selasa tuesday tuesdays tue tues", "rabu wednesday wednesdays wed",
		"kamis thursday thursdays thu thurs", "jumat jum'at friday fridays fri", "sabtu saturday saturdays sat",
		"minggu ahad sunday sundays sun")
	)
	for name in names.split()
}  # fmt: skip
_SHORT = {"Sen": 0, "Sel": 1, "Rab": 2, "Kam": 3, "Jum": 4, "Sab": 5, "Min": 6}
_DAY = rf"(?:{'|'.join(sorted(_DAYS, key=len, reverse=True))}|(?-i:{'|'.join(_SHORT)}))"
_TO = r"\s*(?:-|s\.?\s?/?d\.?|sampai(?:\s+dengan)?|hingga|to|through|thru|until|till)\s*"
_HALF = r"a\.?m\b\.?|p\.?m\b\.?|pagi|siang|sore|petang|malam"
_AT = r"(?:(?:pukul|pkl\.?|jam|at|from)\s*)?"
_ZONED = r"(?:\s*WI(?:B|TA|T)\b)?"
TIME = any_of(
	rf"(?<![\w.:,/+-])(?P<at>(?:(?:antara|between|mulai)\s+)?{_AT})(?P<h1>\d{{1,2}})(?:[.:](?P<m1>\d{{2}}))?\s*(?P<p1>{_HALF})?{_ZONED}"
	rf"(?:{_TO}|\s+(?:dan|and)\s+){_AT}(?P<h2>\d{{1,2}})(?:[.:](?P<m2>\d{{2}}))?\s*(?P<p2>{_HALF})?(?![\w:/%]|\.\d|\s*(?:jam|hari|menit|hours|days))"
)
SINGLE = any_of(rf"(?<![\w.:,/+-])(\d{{1,2}})[.:](\d{{2}})\s*({_HALF})?(?![\w:/%])")
TOKEN = any_of(
	rf"(?P<range>(?<!\w)(?P<d1>{_DAY})(?!\w)(?:{_TO}(?:hari\s+)?(?P<d2>{_DAY})(?!\w))?)"
	rf"|(?P<daily>(?:7|seven|tujuh)\s+(?:days|hari)\s+(?:a\s+week|per\s+week|(?:dalam\s+)?se(?:minggu|pekan))|(?:se)?tiap\s+hari(?!\s+(?:kerja|{_DAY}))|every\s+day|\bdaily\b)|(?P<end>akhir\s+pekan|\bweekends?\b)"
	r"|(?P<work>(?<![\d)]\s)(?:hari\s+kerja|\bworking\s+days?\b|\bbusiness\s+days?\b)|\bweekdays\b)|(?P<rest>istirahat|lunch|\bbreak\b|rehat|jeda)"
	r"|(?P<closed>tutup|(?<!hari )\blibur\b(?!\s+nasional)|closed|bukan\s+hari|tidak\s+(?:melayani|buka|beroperasi|ada)|(?:is|are)\s+not)"
	r"|(?P<except>kecuali|selain|other\s+than|exclud\w*|except|tidak\s+termasuk|di\s*luar)"
)
DAY_RANGE = any_of(rf"(?<!\w){_DAY}(?!\w){_TO}(?:hari\s+)?{_DAY}(?!\w)")
Window = tuple[str, str]
Windows = tuple[Window, ...]
WORKING_DAYS = 7
"""Stands among weekdays (0 is Monday) for "hari kerja", which another line may define."""


@dataclass(slots=True)
class Statement:
	"""What one line or row says: windows and breaks, each for its days (none: for those named elsewhere)."""

	windows: list[tuple[frozenset[int], Window]] = field(default_factory=list)
	breaks: list[tuple[frozenset[int], Window]] = field(default_factory=list)
	open: set[int] = field(default_factory=set)
	pieces: list[Piece] = field(default_factory=list)
	unclear: bool = False
	rank: int = 3
	foreign: bool = False


_Days = frozenset[int]


@dataclass(frozen=True, slots=True)
class _Token:
	"""A part of a line: days, a time, or the words "rest", "closed" and "except"."""

	kind: str
	days: _Days = frozenset()
	window: Window = ("", "")


def read_statement(piece: Piece) -> Statement:
	"""The days and times of a line. Days stand before their times, or behind them all through the line."""
	found = Statement()
	tokens: list[_Token] = []
	matches = [(match.start(), match) for pattern in (TIME, TOKEN) for match in piece.finditer(pattern)]
	for _, match in sorted(matches, key=lambda entry: entry[0]):
		if match.re is TIME:
			window = _window(match)
			if window is None:
				continue
			tokens.append(_Token("time", window=window))
		elif word := next((name for name in ("rest", "closed", "except") if match[name]), None):
			tokens.append(_Token(word))
			continue
		else:
			tokens.append(_Token("days", _named(match)))
		found.pieces.append(of_match(piece, match))
	shut: _Days = frozenset().union(*(token.days for n, token in enumerate(tokens) if _is_shut(tokens, n)))
	found.open = set().union(*(token.days for token in tokens)) - shut
	if len(found.open) > 1:
		found.open.discard(WORKING_DAYS)
	kinds = [token.kind for token in tokens if token.kind in ("days", "time")]
	if kinds and kinds == ["time", "days"] * (len(kinds) // 2):
		late = [n for n, token in enumerate(tokens[::-1]) if token.kind == "rest"]
		_place(found, tokens[::-1], shut, late)
	else:
		found.unclear = kinds[:3] == ["time", "days", "time"] and "rest" not in {
			token.kind for token in tokens
		}
		_place(found, tokens, shut, [])
	found.unclear = found.unclear or (bool(found.windows) and has_all_day(piece))
	return found


def has_all_day(piece: Piece) -> bool:
	"""Whether a line says "24 hours" of no level or exception: times beside it are shifts, or of something else."""
	return (
		piece.search(W.all_day) is not None
		and not piece.search(W.level_mention)
		and not piece.search(W.exception)
	)


def _place(found: Statement, tokens: list[_Token], shut: _Days, late: list[int]) -> None:
	"""Give each time its days. After "istirahat" a time is a break if it lies inside hours, or stands alone; `late` are
	the places of that word in a line that is read from its end."""
	current: _Days = frozenset()
	fresh, resting, closing = True, False, False
	for n, token in enumerate(tokens):
		if token.kind == "rest":
			resting = not late
		elif token.kind == "closed":  # "tutup pukul 12.00-13.00" is a break, "Minggu: tutup" is none
			current, fresh = frozenset(), True
			resting = closing = not late and n + 1 < len(tokens) and tokens[n + 1].kind == "time"
		elif token.kind == "days":
			current = (token.days if fresh else current | token.days) - shut
			current = current - {WORKING_DAYS} or current
			fresh, resting = False, resting and not closing
		elif token.kind == "time":
			inside = any(cuts(window, token.window) for days, window in found.windows if current <= days)
			resting = (resting and (inside or not found.windows)) or n + 1 in late
			(found.breaks if resting else found.windows).append((current, token.window))
			fresh = True


def cuts(window: Window, rest: Window) -> bool:
	return window[0] < rest[0] and rest[1] < window[1]


def _is_shut(tokens: list[_Token], n: int) -> bool:
	"""Whether days are named as closed ("Minggu: tutup") or left out ("selain Sabtu dan Minggu")."""
	if tokens[n].kind != "days":
		return False
	before = next((token.kind for token in reversed(tokens[:n]) if token.kind != "days"), None)
	after = next((token.kind for token in tokens[n + 1 :] if token.kind != "days"), None)
	return after == "closed" or before == "except"


def _named(match: "re.Match[str]") -> frozenset[int]:
	if match["daily"]:
		return frozenset(range(7))
	if match["end"]:
		return frozenset((5, 6))
	if match["work"]:
		return frozenset((WORKING_DAYS,))
	first, last = (_day(match[name]) if match[name] else None for name in ("d1", "d2"))
	assert first is not None
	last = first if last is None else last
	return frozenset(day % 7 for day in range(first, last + 1 if last >= first else last + 8))


def _day(name: str) -> int:
	return _SHORT[name] if name in _SHORT else _DAYS[name.lower()]


def _window(match: "re.Match[str]") -> Window | None:
	"""The two times; bare hours only after "pukul" or with am and pm, so that "3 - 5" is no window."""
	bare = not (match["m1"] or match["m2"] or match["p1"] or match["p2"])
	between = re.search(r"\s(?:dan|and)\s", match[0][len(match["at"]) :], re.IGNORECASE)
	if (bare and not re.match(r"\s*(?:pukul|pkl|from|antara|between|mulai)", match["at"], re.IGNORECASE)) or (
		between and not re.match(r"antara|between", match["at"], re.IGNORECASE)
	):
		return None
	end = minutes_of(match["h2"], match["m2"], match["p2"])
	start = minutes_of(match["h1"], match["m1"], match["p1"] or "")
	if not match["p1"] and match["p2"] and end is not None and match["p2"][0].lower() in "ps":
		later = minutes_of(match["h1"], match["m1"], match["p2"])
		start = later if later is not None and later < end else start
	if start is None or end is None or start == end or start == 1440 or (end == 0 and start == 0):
		return None
	return written(start), written(end)


def minutes_of(hour: str, minute: str | None, half: str | None) -> int | None:
	value, mark = int(hour), (half or "").lower()
	if (mark[:1] == "p" and mark != "pagi") or mark in ("sore", "malam") or (mark == "siang" and value < 6):
		value = (
			value
			if value >= 12 and mark != "malam"
			else value % 12 + 12
			if value != 12 or mark != "malam"
			else 24
		)
	elif mark[:1] == "a":
		value %= 12
	total = value * 60 + int(minute or 0)
	return total if total <= 1440 and int(minute or 0) < 60 else None


def written(minutes: int) -> str:
	return f"{minutes // 60:02d}:{minutes % 60:02d}"
