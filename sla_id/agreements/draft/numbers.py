"""Lengths of time, percentages and number words in a text, in Indonesian and English.

Used by all readers. "8 jam kerja", "5 (lima) hari kerja", "tiga bulan", "within 2 business days", "> 40 jam",
"1 x 24 jam", "tidak lebih dari 4 jam", "99,5%".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from sla_id.agreements.draft.lines import Piece, of_match
from sla_id.agreements.file import UnreadableTarget, read_target

_ONES = {
	"satu": 1,
	"dua": 2,
	"tiga": 3,
	"empat": 4,
	"lima": 5,
	"enam": 6,
	"tujuh": 7,
	"delapan": 8,
	"sembilan": 9,
	"one": 1,
	"two": 2,
	"three": 3,
	"four": 4,
	"five": 5,
	"six": 6,
	"seven": 7,
	"eight": 8,
	"nine": 9,
}
_WHOLE = {
	"sepuluh": 10,
	"sebelas": 11,
	"seratus": 100,
	"ten": 10,
	"eleven": 11,
	"twelve": 12,
	"thirteen": 13,
	"fourteen": 14,
	"fifteen": 15,
	"sixteen": 16,
	"seventeen": 17,
	"eighteen": 18,
	"nineteen": 19,
}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90}
_ANY_ONE = "|".join(_ONES)
_WORD = (
	rf"(?:{'|'.join(_WHOLE)}|(?:{'|'.join(_TENS)})(?:[ -](?:{_ANY_ONE}))?"
	rf"|(?:{_ANY_ONE})(?: puluh(?: (?:{_ANY_ONE}))?| belas| ratus)?|setengah|half an?)"
)
NUMBER_WORD = re.compile(rf"(?<!salah )(?<!\w)(?:{_WORD})(?!\w)", re.IGNORECASE)
_UNIT = (
	r"detik|menit|jam\s+kerja|jam|hari\s+kerja|hari\s+kalender|hari|minggu|bulan|triwulan|semester|tahun"
	r"|seconds?|minutes?|mins?|(?:business|working)\s+hours?|hours?|hrs?"
	r"|(?:business|working)\s+days?|calendar\s+days?|days?|weeks?|months?|quarters?|years?"
)
_MORE = r">\s*=?|lebih\s+dari|lebih\s+lama\s+dari|more\s+than|longer\s+than|over|di\s*atas"
_AT_MOST = re.compile(r"\b(?:tidak|tak|no|not)(?:\s+(?:boleh|be|take|akan))?\s+$", re.IGNORECASE)
LENGTH = re.compile(
	rf"(?:(?P<more>{_MORE})\s*)?(?<![\w.,:/])"
	rf"(?P<n>\d{{1,4}}(?:[.,]\d{{1,2}})?|{_WORD})(?:\s{{0,4}}\((?P<again>[\w ]{{1,24}})\))?\s{{0,4}}-?"
	rf"(?P<times>\s{{0,4}}[x×]\s{{0,4}}24)?\s{{0,4}}(?:(?:consecutive|successive)\s+)?(?P<unit>{_UNIT})(?!\w)",
	re.IGNORECASE,
)
PERCENT = re.compile(
	r"(?<![\w.,])(\d{1,3}(?:[.,]\d{1,4})?)\s*(?:%|persen\b|percent\b|per cent\b)", re.IGNORECASE
)
_SPECIAL = (
	(re.compile(r"rilis\s+(?:berikut|selanjut)|next\s+release", re.IGNORECASE), "next release"),
	(re.compile(r"estimasi|estimat|kesepakatan|mutual\s+agreement", re.IGNORECASE), "by estimate"),
	(
		re.compile(r"secara\s+langsung|\bimmediate|\bseketika\b|\bsegera\b|^langsung$", re.IGNORECASE),
		"immediate",
	),
	(re.compile(r"^(?:-+|n/?a|tidak\s+ada|none|tanpa\s+target|best\s+effort)$", re.IGNORECASE), "none"),
)
ROUND_THE_CLOCK = re.compile(
	r"24\s*[x×/]\s*7|24\s*(?:jam|hours?)[^.;]{0,20}?7\s*(?:hari|days?)|24\s*(?:jam|hours?)\s+(?:setiap|per|a|every)\s+(?:hari|day)",
	re.IGNORECASE,
)
_MONTHS = {"month": 1, "quarter": 3, "semester": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class Length:
	"""A length of time as the text has it; `working` is None where the text doesn't say which hours."""

	piece: Piece
	amount: Decimal
	unit: str
	working: bool | None
	more: bool = False

	@property
	def target(self) -> str | None:
		"""In the language of targets, or None for months, weeks and years."""
		unit = {"minute": "min", "hour": "h", "second": "s", "day": "days"}.get(self.unit)
		if unit is None:
			return None
		amount, unit = (self.amount * 24, "h") if self.calendar_days else (self.amount, unit)
		return readable(f"{'> ' if self.more else ''}{amount.normalize():f} {unit}")

	@property
	def calendar_days(self) -> bool:
		"""Whether days of 24 hours are meant."""
		return self.unit == "day" and self.working is False

	@property
	def months(self) -> int | None:
		"""As months, for periods of review and notice."""
		whole = self.amount * _MONTHS.get(self.unit, 0)
		return int(whole) if whole > 0 and whole == int(whole) else None


def readable(target: str) -> str | None:
	"""The target as the file writes it, or None if the file can't hold it."""
	try:
		return str(read_target(target))
	except UnreadableTarget:
		return None


def holds_number(text: str) -> bool:
	"""Whether there is a number in digits or words."""
	return any(sign.isdigit() for sign in text) or NUMBER_WORD.search(text) is not None


def number_of(text: str) -> Decimal | None:
	"""The number that digits or number words mean."""
	plain = " ".join(text.lower().replace("-", " ").split())
	if re.fullmatch(r"\d+(?:[.,]\d+)?", plain):
		return Decimal(plain.replace(",", "."))
	if plain in ("setengah", "half a", "half an"):
		return Decimal("0.5")
	total = 0
	for word in plain.split():
		if word in _ONES:
			total += _ONES[word]
		elif word in _WHOLE or word in _TENS:
			total += {**_WHOLE, **_TENS}[word]
		elif word in ("puluh", "ratus"):
			total *= 10 if word == "puluh" else 100
		elif word == "belas":
			total += 10
		else:
			return None
	return Decimal(total) if total else None


def lengths(piece: Piece) -> list[Length]:
	"""All lengths of time, in order; "1 jam 30 menit" is one."""
	found: list[Length] = []
	around = [match.span() for match in islice(piece.finditer(ROUND_THE_CLOCK), 20)]
	for match in piece.finditer(LENGTH):
		amount = number_of(match["n"])
		if amount is None or any(start <= match.start("n") < end for start, end in around):
			continue
		unit, working = _unit(match["unit"])
		if match["times"]:
			amount, unit, working = amount * 24, "hour", False
		more = bool(match["more"]) and not _AT_MOST.search(
			piece.line.text[max(0, match.start() - 40) : match.start()]
		)
		start = match.start() if more else match.start("n")
		found.append(Length(Piece(piece.line, start, match.end()), amount, unit, working, more))
	return _joined(found)


def _unit(text: str) -> tuple[str, bool | None]:
	plain = " ".join(text.lower().split())
	working = (
		True
		if any(word in plain for word in ("kerja", "business", "working"))
		else False
		if "kal" in plain or "calendar" in plain
		else None
	)
	last = plain.replace("kerja", "").replace("kalender", "").split()[-1]
	names = {
		"detik": "second",
		"menit": "minute",
		"min": "minute",
		"jam": "hour",
		"hr": "hour",
		"hari": "day",
	}
	names |= {"minggu": "week", "bulan": "month", "triwulan": "quarter", "tahun": "year"}
	singular = last.removesuffix("s") if last != "hours" else "hour"
	return names.get(singular, singular), working


def _joined(found: list[Length]) -> list[Length]:
	"""Neighbours such as "1 jam 30 menit" as one length in the smaller unit."""
	joined: list[Length] = []
	for length in found:
		last = joined[-1] if joined else None
		if last and last.unit == "hour" and length.unit == "minute":
			between = length.piece.line.text[last.piece.end : length.piece.start]
			if between.strip().lower() in ("", "dan", "and"):
				piece = Piece(last.piece.line, last.piece.start, length.piece.end)
				amount = last.amount * 60 + length.amount
				joined[-1] = Length(piece, amount, "minute", last.working or length.working, last.more)
				continue
		joined.append(length)
	return joined


def special(piece: Piece) -> tuple[str, Piece] | None:
	"""A target without a number: next release, by estimate, immediate, or none for a dash."""
	for pattern, target in _SPECIAL:
		if pattern.pattern.startswith("^"):
			if pattern.match(piece.text):
				return target, piece
		elif match := piece.search(pattern):
			return target, of_match(piece, match)
	return None


def percentages(piece: Piece) -> list[tuple[Decimal, Piece]]:
	"""All percentages up to 100."""
	found = ((Decimal(m[1].replace(",", ".")), of_match(piece, m)) for m in piece.finditer(PERCENT))
	return [(value, at) for value, at in found if 0 < value <= 100]


def first_target(candidates: Iterable[Length]) -> Length | None:
	"""The first that the file can hold as a target; hours before days where the text gives both."""
	usable = [length for length in candidates if length.target]
	hours = [length for length in usable if length.unit in ("hour", "minute")]
	return next(iter(hours or usable), None)
