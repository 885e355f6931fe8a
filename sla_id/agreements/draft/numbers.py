"""Lengths of time, percentages and number words in a text, in Indonesian and English: one grammar for all readers.

"8 jam kerja", "5 (lima) hari kerja", "3HK", "4jam", "30mnt", "tiga bulan", "within 2 business days", "> 40 jam",
"2-4 jam" (the longer counts), "1x24 jam" (around the clock), "95%". A length that only bounds from below, that
says roughly, or that can be read in two ways ("2x24 jam kerja") has no target: it is listed.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice

from sla_id.agreements.draft.lines import Piece, SourceLine, of_match
from sla_id.agreements.draft.vocabulary import TABLES, W, any_of
from sla_id.agreements.file import UnreadableTarget, read_target

_ONES = {
	word: n
	for n, pair in enumerate(
		("satu one", "dua two", "tiga three", "empat four", "lima five", "enam six", "tujuh seven", "delapan eight",
		"sembilan nine"), 1,
	)
	for word in pair.split()
}  # fmt: skip
_TEENS = "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
_WHOLE = {"sepuluh": 10, "sebelas": 11, "seratus": 100} | {w: n for n, w in enumerate(_TEENS.split(), 10)}
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "ninety": 90}
_ANY_ONE = "|".join(_ONES)
_WORD = (
	rf"(?:{'|'.join(_WHOLE)}|(?:{'|'.join(_TENS)})(?:[ -](?:{_ANY_ONE}))?"
	rf"|(?:{_ANY_ONE})(?: puluh(?: (?:{_ANY_ONE}))?| belas| ratus)?|setengah|half an?)"
)
NUMBER_WORD = any_of(rf"(?<!salah )(?<!\w)(?:{_WORD})(?!\w)")
_UNITS = {
	"second": r"detik|dtk|seconds?|secs?",
	"minute": r"menit|mnt|minutes?|mins?",
	"hour": r"jam|hours?|hrs|h",
	"day": r"hari|days?",
	"working day": r"hk|bds?|nbd",
	"week": r"minggu|pekan|weeks?|wks?",
	"month": r"bulan|bln|months?",
	"quarter": r"triwulan|kuartal|quarters?",
	"semester": r"semester",
	"year": r"tahun|thn|years?|yrs?",
	"unclear": r"hr|m|d",
}
_UNIT_OF = [(name, any_of(pattern)) for name, pattern in _UNITS.items()]
_WORKING = r"kerja|layanan|operasional|business|working|service|support|office"
_CALENDAR = r"kalender|calendar|clock|elapsed"
_IN_WORDS = ("every", "each", "setiap", "tiap", "next")
"""Said instead of a number: "every hour", "next working day"; a person decides."""
_EACH = r"(?:every|each|setiap|tiap)(?=\s{1,4}(?:hours?|minutes?|jam|menit)\b(?!\s+(?:kerja|layanan)))"
_NUMBER = (
	rf"(?:\d{{1,4}}(?:[.,]\d{{1,2}})?|{_WORD}|{_EACH}|next(?=\s{{1,4}}(?:working|business)\s{{1,4}}day\b))"
)
_AGAIN = r"(?:\s{0,4}\((?P<again>[\w ,]{1,40})\))?"
LENGTH = any_of(
	r"(?<!\w)(?P<following>hari\s{1,4}kerja\s{1,4}(?:berikut(?:nya)?|selanjutnya))(?!\w)|"
	rf"(?<![\w.,:/])(?:(?P<low>{_NUMBER})(?:\s{{0,4}}\([\w ]{{1,24}}\))?\s{{0,3}}"
	rf"(?:-|s\.?\s?/?d\.?|sampai(?:\s+dengan)?|hingga|to)\s{{0,3}})?(?P<n>{_NUMBER}){_AGAIN}\s{{0,4}}-?"
	r"(?P<times>\s{0,4}[x×]\s{0,4}\*{0,2}24)?\s{0,4}"
	rf"(?:(?P<before>{_WORKING}|{_CALENDAR}|consecutive|successive)\s+)?"
	rf"(?P<unit>{'|'.join(_UNITS.values())})(?!\w)(?:\*{{0,2}}\s{{1,4}}\(?(?P<after>kerja|layanan|operasional|kalender)\b\)?)?"
)
_IN_HOURS = any_of(
	rf"\s*[,(]?\s*(?:(?:pada|dalam|di|selama|during|in|within|of)\s+)?"
	rf"(?:(?:hari|jam)\s+(?:kerja|layanan|operasional)|(?:{_WORKING})\s+(?:hours|days|time))\b"
)
_MONTHS = {"month": 1, "quarter": 3, "semester": 6, "year": 12}
_TARGET_UNITS = {"second": "s", "minute": "min", "hour": "h", "day": "days"}


@dataclass(frozen=True, slots=True)
class Length:
	"""A length of time as the text has it. `working` is True for working time, False around the clock, None where the
	text doesn't say; `bound` is False where it is no upper limit or has no single reading.
	"""

	piece: Piece
	amount: Decimal
	unit: str
	working: bool | None
	more: bool = False
	bound: bool = True

	@property
	def target(self) -> str | None:
		"""In the language of targets; None for months, weeks, years and what is no limit."""
		return self.duration if self.bound else None

	@property
	def duration(self) -> str | None:
		"""The same for a length that bounds nothing, such as "30 minutes before"."""
		unit = _TARGET_UNITS.get(self.unit)
		if unit is None:
			return None
		amount, unit = (
			(self.amount * 24, "h") if unit == "days" and self.working is False else (self.amount, unit)
		)
		return readable(f"{'> ' if self.more else ''}{amount.normalize():f} {unit}")

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
	if re.fullmatch(r"[0-9]+(?:[.,][0-9]+)?", plain):
		return Decimal(plain.replace(",", "."))
	if plain in ("setengah", "half a", "half an"):
		return Decimal("0.5")
	if plain in _IN_WORDS:
		return Decimal(1)
	total = 0
	for word in plain.split():
		if word in ("puluh", "ratus"):
			total *= 10 if word == "puluh" else 100
		elif word == "belas":
			total += 10
		else:
			total += _ONES.get(word) or _WHOLE.get(word) or _TENS.get(word) or 0
	return Decimal(total) if total else None


def lengths(piece: Piece) -> list[Length]:
	"""All lengths of time, in order; "1 jam 30 menit" is one. What belongs to "24 jam setiap hari" is none."""
	around = [match.span() for match in islice(piece.finditer(W.round_the_clock), 20)]
	found = []
	for match in piece.finditer(LENGTH):
		if not any(start <= match.start() < end for start, end in around):
			length = length_of(match, piece)
			found += [length] if length else []
	return _joined(found)


def length_of(match: "re.Match[str]", piece: Piece | None = None) -> Length | None:
	"""The length that a match of LENGTH means; without a piece it stands nowhere."""
	piece = piece or Piece(SourceLine(0, match.string), 0, len(match.string))
	if match["following"]:
		return Length(of_match(piece, match), Decimal(1), "day", True, bound=False)
	amount, low = number_of(match["n"]), number_of(match["low"]) if match["low"] else None
	if amount is None or re.match(r"\d+[.,]00$", match["n"]):
		return None
	line = piece.line.text
	unit = next(name for name, pattern in _UNIT_OF if pattern.fullmatch(match["unit"]))
	words = f"{match['before'] or ''} {match['after'] or ''} {match['again'] or ''}".lower()
	working: bool | None = None
	if (
		unit == "working day"
		or re.search(rf"\b(?:{_WORKING})\b", words)
		or _IN_HOURS.match(line, match.end(), piece.end)
	):
		unit, working = "day" if unit == "working day" else unit, True
	elif re.search(rf"\b(?:{_CALENDAR})\b", words):
		working = False
	bound = unit != "unclear" and (low is None or low < amount) and match["n"].lower() not in _IN_WORDS
	if match["times"]:
		bound = bound and unit == "hour" and working is None
		amount, working = amount * 24, False
	before = line[max(piece.start, match.start() - 40) : match.start()]
	more = bool(W.more.search(before)) and not W.at_most.search(before)
	start = match.start()
	if more and (edge := W.more.search(before)):
		start = match.start() - len(before) + edge.start()
	bound = bound and not W.not_a_limit.search(before) and not W.ahead.match(line, match.end(), piece.end)
	return Length(Piece(piece.line, start, match.end()), amount, unit, working, more, bound)


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
	for target, pattern in TABLES["numbers_special"].items():
		if pattern.pattern.startswith("^"):
			if pattern.match(piece.text):
				return target, piece
		elif match := piece.search(pattern):
			return target, of_match(piece, match)
	return None


def percentages(piece: Piece) -> list[tuple[Decimal, Piece]]:
	"""All percentages up to 100."""
	found = ((Decimal(m[1].replace(",", ".")), of_match(piece, m)) for m in piece.finditer(W.percent))
	return [(value, at) for value, at in found if 0 < value <= 100]
