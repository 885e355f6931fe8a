"""Numbers and lengths of time in Indonesian and English wordings: "5 (lima) hari kerja", "two business days".

Used by the rules that compare two texts. Pure: text in, values out.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

_INDONESIAN = ["satu", "dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan"]
_ENGLISH = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_ENGLISH_TEENS = [
	"ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_ENGLISH_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def _number_words() -> dict[str, int]:
	words = {word: number for number, word in enumerate(_INDONESIAN, 1)}
	words |= {"sepuluh": 10, "sebelas": 11}
	words |= {f"{word} belas": 10 + number for number, word in enumerate(_INDONESIAN[1:], 2)}
	for tens, ten in enumerate(_INDONESIAN[1:], 2):
		words[f"{ten} puluh"] = tens * 10
		words |= {f"{ten} puluh {one}": tens * 10 + number for number, one in enumerate(_INDONESIAN, 1)}
	words |= {word: number for number, word in enumerate(_ENGLISH, 1)}
	words |= {word: number for number, word in enumerate(_ENGLISH_TEENS, 10)}
	for tens, ten in enumerate(_ENGLISH_TENS, 2):
		words[ten] = tens * 10
		words |= {f"{ten} {one}": tens * 10 + number for number, one in enumerate(_ENGLISH, 1)}
	return words


_WORDS = _number_words()
_SECONDS, _DAYS, _WEEKS, _MONTHS = "seconds", "days", "weeks", "months"
_UNITS = {
	"detik": (_SECONDS, 1), "second": (_SECONDS, 1), "seconds": (_SECONDS, 1),
	"menit": (_SECONDS, 60), "minute": (_SECONDS, 60), "minutes": (_SECONDS, 60), "min": (_SECONDS, 60),
	"jam": (_SECONDS, 3600), "hour": (_SECONDS, 3600), "hours": (_SECONDS, 3600), "h": (_SECONDS, 3600),
	"hari": (_DAYS, 1), "day": (_DAYS, 1), "days": (_DAYS, 1),
	"minggu": (_WEEKS, 1), "pekan": (_WEEKS, 1), "week": (_WEEKS, 1), "weeks": (_WEEKS, 1),
	"bulan": (_MONTHS, 1), "month": (_MONTHS, 1), "months": (_MONTHS, 1),
	"tahun": (_MONTHS, 12), "year": (_MONTHS, 12), "years": (_MONTHS, 12),
}  # fmt: skip
WORKING, CALENDAR, UNSAID = "working", "calendar", ""
_MEANING = {"business": WORKING, "working": WORKING, "kerja": WORKING}
_MEANING |= {"calendar": CALENDAR, "kalender": CALENDAR}

_NUMBER = rf"\d+(?:[.,]\d+)?|(?:{'|'.join(sorted(map(re.escape, _WORDS), key=len, reverse=True))})"
_AMOUNT = re.compile(
	rf"(?<![\w.,:/-])(?P<number>{_NUMBER})\s*(?:\((?P<again>[^\W\d_]+(?:[ -][^\W\d_]+){{0,2}})\)\s*)?-?"
	rf"(?:(?P<before>business|working|calendar)[ -])?(?P<unit>{'|'.join(sorted(_UNITS, key=len, reverse=True))})\b"
	r"(?:\s+(?P<after>kerja|kalender))?"
	r"(?P<rest>[^.,;\n]{0,40})",
	re.IGNORECASE,
)
_ALWAYS = re.compile(
	r"24\s*[x×/]\s*7|setiap saat|around the clock|wall[- ]clock|kalender|calendar", re.IGNORECASE
)
_HOURS = re.compile(
	r"(jam|hari) (operasional|layanan|kerja)|(operational|operating|business|working|service) (hours|days)",
	re.IGNORECASE,
)
_DIGITS = re.compile(
	r"(?<![\d.,:])(?<!\bke-)(?<!\bke)(?!\d+(?:st|nd|rd|th)\b)\d+(?:[.,:]\d+)*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Amount:
	"""A number with a unit of time.

	`size` counts `unit` (seconds, days, weeks or months). `means` is working, calendar, or empty if the
	text doesn't say; `again` is the number repeated in words in brackets, as contracts do.
	"""

	unit: str
	size: Decimal
	means: str
	text: str
	again: str | None = None

	@property
	def key(self) -> tuple[str, Decimal]:
		"""The value by which two texts are compared."""
		return self.unit, self.size

	@property
	def repeated_wrong(self) -> bool:
		"""Whether the word in brackets differs from the number before it: "5 (enam) hari"."""
		if self.again is None:
			return False
		word, number = number_of(self.again), number_of(self.text.split("(")[0])
		return word is not None and word != number


def number_of(text: str) -> Decimal | None:
	"""A number in digits or words, or None."""
	plain = " ".join(text.lower().replace("-", " ").split())
	if plain in _WORDS:
		return Decimal(_WORDS[plain])
	return Decimal(plain.replace(",", ".")) if re.fullmatch(r"[0-9]+(?:[.,][0-9]+)?", plain) else None


def amounts(text: str) -> Iterator[Amount]:
	"""Every length of time in a text, from left to right."""
	at = 0
	while match := _AMOUNT.search(text, at):
		at = match.start("rest")
		unit, factor = _UNITS[match["unit"].lower()]
		number = number_of(match["number"])
		if number is None:
			continue
		means = _MEANING.get((match["before"] or match["after"] or "").lower(), UNSAID)
		if not means and _ALWAYS.search(match["rest"]):
			means = CALENDAR
		elif not means and _HOURS.search(match["rest"]):
			means = WORKING
		yield Amount(unit, number * factor, means, text[match.start() : at].strip(), match["again"])


def seconds(length: int) -> tuple[str, Decimal]:
	"""The key of a length in seconds."""
	return _SECONDS, Decimal(length)


def days(length: Decimal | int) -> tuple[str, Decimal]:
	"""The key of a length in days."""
	return _DAYS, Decimal(length)


def months(length: int) -> tuple[str, Decimal]:
	"""The key of a length in months."""
	return _MONTHS, Decimal(length)


def digits(text: str) -> set[str]:
	"""The numbers written in digits, except ordinals, which one language often writes in words.

	"09.00" and "9:00", "1.250.000" and "1,250,000", "01" and "1" are the same.
	"""
	return {re.sub(r"[.,]", ":", match[0]).lstrip("0") or "0" for match in _DIGITS.finditer(text)}


def words_as_digits(text: str) -> set[str]:
	"""The numbers written in words, as digits."""
	plain = " ".join(re.findall(r"[^\W\d_]+", text.lower()))
	return {str(number) for word, number in _WORDS.items() if f" {word} " in f" {plain} "}
