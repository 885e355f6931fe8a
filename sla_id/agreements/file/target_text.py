"""The language of targets: "1 h", "3 days", "> 40 h", "next release", "immediate", "by estimate", "none".

Pure text in, a frozen `Target` out, and back. Indonesian spellings ("4 jam kerja", "3 hari kerja") are
understood too. The calendar that counts the time is stated elsewhere; here an hour is 3,600 seconds and a day is
one working day (hari kerja) of the agreement.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from sla_id.engine.sentences import Sentence

DURATION = "duration"
DAYS = "days"
NEXT_RELEASE = "next_release"
OPEN_ENDED = "open_ended"
NONE = "none"
ESTIMATE = "estimate"

LONGEST_SECONDS = 10 * 366 * 86_400
LONGEST_DAYS = 3_660

_UNITS = {
	"s": 1, "sec": 1, "second": 1, "seconds": 1, "detik": 1,
	"m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60, "menit": 60,
	"h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600, "jam": 3600,
}  # fmt: skip
_DAY_UNITS = {
	"d",
	"day",
	"days",
	"working day",
	"working days",
	"business day",
	"business days",
	"hari kerja",
}
_WORDS = {
	"next release": NEXT_RELEASE,
	"rilis berikutnya": NEXT_RELEASE,
	"siklus rilis berikutnya": NEXT_RELEASE,
	"none": NONE,
	"-": NONE,
	"by estimate": ESTIMATE,
	"sesuai estimasi": ESTIMATE,
	"immediate": DURATION,
	"immediately": DURATION,
	"langsung": DURATION,
}
_SINGLE_WORD_PART = re.compile(r"\s*(-?\d+(?:[.,]\d+)?)\s*([a-z]+)\s*")

EXAMPLES = '"30 min", "8 h", "3 days", "> 40 h", "next release", "immediate", "by estimate" or "none"'


class UnreadableTarget(ValueError):
	"""A target that can't be read. `problem` says what is wrong, `advice` what to write."""

	def __init__(self, problem: Sentence, advice: Sentence) -> None:
		super().__init__(f"{problem}; {advice}")
		self.problem = problem
		self.advice = advice


@dataclass(frozen=True, slots=True)
class AgreedTarget:
	"""What an agreement promises.

	`duration`: `seconds` of the row's calendar (0 = immediate). `days`: that many working days.
	`open_ended`: no breach ever, a warning after `seconds` or `days` (001 §6.3, P6). `next_release`: due with
	the linked release (000 §2.1, P3). `estimate`: due set on each ticket (004 §5a). `none`: statistics only
	(001 §6.4, "-"). The kinds are the engine's.
	"""

	kind: str
	seconds: int | None = None
	days: int | None = None

	@property
	def immediate(self) -> bool:
		"""Whether it has to be met at once."""
		return self.kind == DURATION and self.seconds == 0

	def __str__(self) -> str:
		if self.kind == NEXT_RELEASE:
			return "next release"
		if self.kind == ESTIMATE:
			return "by estimate"
		if self.kind == NONE:
			return "none"
		length = _show_days(self.days) if self.days is not None else _show_seconds(self.seconds or 0)
		return f"> {length}" if self.kind == OPEN_ENDED else length


def read_target(text: str) -> AgreedTarget:
	"""Parse a target. Raises UnreadableTarget."""
	plain = " ".join(text.lower().split())
	if plain in _WORDS:
		kind = _WORDS[plain]
		return AgreedTarget(kind, seconds=0) if kind == DURATION else AgreedTarget(kind)
	if plain.startswith(">"):
		length = read_length(plain[1:])
		return AgreedTarget(OPEN_ENDED, seconds=length.seconds, days=length.days)
	return read_length(plain)


def read_length(text: str) -> AgreedTarget:
	"""Parse a length of time, of kind `duration` or `days`. Raises UnreadableTarget."""
	plain = " ".join(text.lower().split())
	whole = re.fullmatch(r"(-?\d+(?:[.,]\d+)?)\s*([a-z]+(?: [a-z]+)?)", plain)
	if whole and whole[2] in _DAY_UNITS:
		return AgreedTarget(DAYS, days=_days(whole[1], plain))
	if whole and whole[2] in ("hari", "calendar days", "hari kalender"):
		raise UnreadableTarget(
			Sentence("{text!r} may mean working or calendar days", text=text),
			Sentence(
				'write "{days} days" (hari kerja), or "{hours} h" with calendar: always',
				days=whole[1],
				hours=_hours_of(whole[1]),
			),
		)
	seconds = _add_up(plain.replace("jam kerja", "jam"), text)
	if seconds != seconds.to_integral_value():
		raise UnreadableTarget(
			Sentence("{text!r} is not a whole number of seconds", text=text),
			Sentence("round it, e.g. to minutes"),
		)
	if seconds == 0:
		raise UnreadableTarget(
			Sentence("{text!r} leaves no time", text=text) if plain else Sentence("the target is empty"),
			Sentence('write "immediate" or "none" if that is meant, else {examples}', examples=EXAMPLES),
		)
	if seconds > LONGEST_SECONDS:
		raise UnreadableTarget(
			Sentence("{text!r} is longer than ten years", text=text),
			Sentence('write "none" if no time is promised'),
		)
	return AgreedTarget(DURATION, seconds=int(seconds))


def _add_up(rest: str, text: str) -> Decimal:
	"""The seconds of all parts such as "1 h 30 min"."""
	seconds = Decimal(0)
	while rest:
		part = _SINGLE_WORD_PART.match(rest)
		if part is None:
			raise UnreadableTarget(
				Sentence("{text!r} is not a target", text=text),
				Sentence("write {examples}", examples=EXAMPLES),
			)
		if part[2] not in _UNITS:
			raise UnreadableTarget(
				Sentence("{text!r} has the unknown unit {unit!r}", text=text, unit=part[2]),
				Sentence(
					'write min, h or days, e.g. "{number} h" or "{number} days"', number=part[1].lstrip("-")
				),
			)
		amount = Decimal(part[1].replace(",", "."))
		if amount < 0:
			raise UnreadableTarget(
				Sentence("{text!r} is negative", text=text),
				Sentence('write a length above zero, e.g. "{amount} {unit}"', amount=-amount, unit=part[2]),
			)
		seconds += amount * _UNITS[part[2]]
		rest = rest[part.end() :]
	return seconds


def _days(number: str, text: str) -> int:
	if not number.isdigit():
		advice = Sentence('write whole days above zero, e.g. "3 days", or hours, e.g. "4 h"')
		raise UnreadableTarget(Sentence("{text!r} is not a whole number of working days", text=text), advice)
	days = int(number)
	if not 0 < days <= LONGEST_DAYS:
		advice = Sentence('write between 1 and {most} days, or "immediate" or "none"', most=LONGEST_DAYS)
		raise UnreadableTarget(Sentence("{text!r} is out of range", text=text), advice)
	return days


def _hours_of(number: str) -> str:
	return str(int(number) * 24) if number.isdigit() else "24"


def _show_days(days: int) -> str:
	return "1 day" if days == 1 else f"{days} days"


def _show_seconds(seconds: int) -> str:
	if seconds == 0:
		return "immediate"
	for unit, size in (("h", 3600), ("min", 60)):
		if seconds % size == 0:
			return f"{seconds // size} {unit}"
	return f"{seconds} s"
