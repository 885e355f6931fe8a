"""Targets in words: "4 jam kerja", "1 jam (24x7)", "3 hari kerja (24 jam kerja)", "siklus rilis berikutnya".

Called by `agreements.document`, `agreements.compare` and `scope_words`.
"""

from decimal import Decimal

from sla_id.agreements.file.model import AgreementFile, Label
from sla_id.agreements.file.target_text import DAYS, ESTIMATE, NEXT_RELEASE, NONE, OPEN_ENDED, AgreedTarget
from sla_id.agreements.words.calendar_words import say_calendar
from sla_id.engine.words import say_duration

HOUR = 3600
_KINDS = {
	NEXT_RELEASE: Label("siklus rilis berikutnya", "next release cycle"),
	ESTIMATE: Label("sesuai estimasi", "by estimate"),
	NONE: Label("tanpa target", "no target"),
}
_IMMEDIATE = Label("langsung", "immediately")
_UNTIL_END = Label("sampai akhir hari kerja ke-{}", "until the end of business day {}")


def say_target(file: AgreementFile, target: AgreedTarget, calendar: str | None, language: str) -> str:
	"""A promise with the calendar that counts it."""
	if target.kind in _KINDS:
		return _KINDS[target.kind].get(language)
	if target.immediate:
		return _IMMEDIATE.get(language)
	length = say_length(file, target, calendar, language)
	return f"> {length}" if target.kind == OPEN_ENDED else length


def say_length(file: AgreementFile, length: AgreedTarget, calendar: str | None, language: str) -> str:
	"""A length of time. Without a calendar it is on the clock's own."""
	counted = (
		say_calendar(file, calendar, language)
		if calendar
		else say_calendar(file, file.default_calendar, language)
	)
	if length.days is not None:
		return _say_days(file, length, counted, language)
	return _say_seconds(length.seconds or 0, counted, language)


def say_plain_length(length: AgreedTarget, language: str) -> str:
	"""A length of the wall clock: "5 menit"."""
	return say_duration(length.seconds or 0, "id" if language.startswith("id") else "en")


def _say_days(file: AgreementFile, length: AgreedTarget, counted: str, language: str) -> str:
	days = length.days or 0
	said = Label(f"{days} hari kerja", f"{days} business day{'' if days == 1 else 's'}").get(language)
	if file.agreement.working_day == "end_of_day" and length.kind in (DAYS, OPEN_ENDED):
		return f"{said} ({_UNTIL_END.get(language).format(days)})"
	exact = days * Decimal(file.agreement.hours_per_day) * HOUR
	return f"{said} ({_say_seconds(int(exact), counted, language)})"


def _say_seconds(seconds: int, counted: str, language: str) -> str:
	"""Whole business hours as people say them. Anything else in the engine's words, with its calendar."""
	plain = Label("jam kerja", "business hours").get(language)
	if seconds % HOUR == 0 and seconds:
		hours = seconds // HOUR
		if counted == plain:
			return Label(f"{hours} jam kerja", f"{hours} business hour{'' if hours == 1 else 's'}").get(
				language
			)
		said = Label(f"{hours} jam", f"{hours} hour{'' if hours == 1 else 's'}").get(language)
		return f"{said} ({counted})"
	spoken = say_duration(seconds, "id" if language.startswith("id") else "en")
	if not counted.startswith(plain):
		return f"{spoken} ({counted})"
	return f"{spoken} {Label('dalam', 'within').get(language)} {counted}"
