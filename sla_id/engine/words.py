"""Instants, lengths and receipts in words, in the reader's language, so that a person can check them by hand.

Anyone may call it. Dates read "Kamis, 19 Maret 2026 14.05 WIB" and "Thursday, 19 March 2026 14:05 WIB". A
language without a catalogue is shown in English.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from sla_id.engine.errors import NaiveTime
from sla_id.engine.pauses import micros
from sla_id.engine.receipt import Line, LineKind, Receipt
from sla_id.engine.sentences import Sentence, say

ZONE_NAMES = frozenset({"WIB", "WITA", "WIT"})
"""Abbreviations that every reader knows; other zones show their offset, for CST and its like are ambiguous."""

_DAYS = (
	Sentence("Monday"),
	Sentence("Tuesday"),
	Sentence("Wednesday"),
	Sentence("Thursday"),
	Sentence("Friday", context="SLA Calendar Window"),
	Sentence("Saturday"),
	Sentence("Sunday"),
)
_MONTHS = (
	Sentence("January", context="date"),
	Sentence("February", context="date"),
	Sentence("March", context="date"),
	Sentence("April", context="date"),
	Sentence("May", context="date"),
	Sentence("June", context="date"),
	Sentence("July", context="date"),
	Sentence("August", context="date"),
	Sentence("September", context="date"),
	Sentence("October", context="date"),
	Sentence("November", context="date"),
	Sentence("December", context="date"),
)
_UNITS = (Sentence("h", context="length"), Sentence("min", context="length"), Sentence("s", context="length"))
_TIME, _TIME_WITH_SECONDS = Sentence("%H:%M"), Sentence("%H:%M:%S")
_START, _LATEST_START = Sentence("Start", context="receipt"), Sentence("Latest start")
_DUE, _UNTIL = Sentence("Due", context="receipt"), Sentence("Until", context="receipt")
_TOTAL, _TARGET = Sentence("Total", context="receipt"), Sentence("= target")
_WEEKEND, _CLOSED = Sentence("weekend"), Sentence("closed", context="receipt")
_OUT_OF_HOURS = Sentence("outside working hours")
_HOLIDAY, _BREAK = Sentence("holiday", context="receipt"), Sentence("break", context="receipt")
_PAUSED = Sentence("paused", context="receipt")
_NOTHING_WITHHELD = Sentence("no working time lost")
_NIGHTS = Sentence("Nights and gaps outside working hours are not counted.")
_SATURDAY = 5


class Asked(StrEnum):
	"""Which of its three figures a receipt was asked for. It decides what its ends are called."""

	DUE = "due"
	ELAPSED = "elapsed"
	START = "start"


def say_instant(at: datetime, lang: str, zone: tzinfo | None = None) -> str:
	"""An aware datetime with its weekday and zone, without fractions. Seconds are shown only if they aren't
	0.

	It is given in `zone`, or in its own zone if there is none. Raises NaiveTime.
	"""
	if at.utcoffset() is None:
		raise NaiveTime(Sentence("{at!r} has no time zone; give an aware datetime", at=at))
	local = at.astimezone(zone) if zone else at
	return f"{_say_date(local, lang)} {_say_time(local, lang)} {_say_zone(local)}"


def say_duration(seconds: float, lang: str) -> str:
	"""A length in hours, minutes and seconds, e.g. "1 jam 30 menit"; hours are never folded into days."""
	parts = [f"{part} {unit}" for part, unit in zip(*_split(abs(seconds), lang), strict=True) if part]
	return ("-" if seconds < 0 else "") + (" ".join(parts) or _none_at_all(lang))


def say_receipt(receipt: Receipt, lang: str, asked: Asked = Asked.DUE) -> str:
	"""The calculation in a receipt: one line for each window with its length, and between them what didn't
	count and why.

	Days skipped as a whole are named. Nights and gaps are summed up in one sentence.
	"""
	*lengths, total = _column([*(line.seconds for line in receipt.counted), receipt.seconds], lang)
	rows = _rows(receipt, iter(lengths), lang)
	in_all = say(_TOTAL, lang)
	width = max([len(in_all), *(len(text) for text, length in rows if length)])
	first = say(_LATEST_START if asked is Asked.START else _START, lang)
	last = say(_UNTIL if asked is Asked.ELAPSED else _DUE, lang)
	edge = max(len(first), len(last))
	lines = [
		f"{first:<{edge}}  {say_instant(receipt.start, lang)}",
		"",
		*(f"{text:<{width}}  {length}" if length else f"- {text}" for text, length in rows),
		"-" * (width + 2 + len(total)),
		f"{in_all:<{width}}  {total}  {say(_TARGET, lang) if asked is not Asked.ELAPSED else ''}",
		say(_NIGHTS, lang) if any(_is_night(line, receipt) for line in receipt.lines) else "",
		"",
		f"{last:<{edge}}  {say_instant(receipt.end, lang)}",
	]
	return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines))


def _rows(receipt: Receipt, lengths: Iterator[str], lang: str) -> list[tuple[str, str]]:
	"""(what, its length) of each line, in order. What didn't count has no length and is mentioned once."""
	rows: list[tuple[str, str]] = []
	for line in receipt.lines:
		if line.kind is LineKind.COUNTED:
			rows.append((_say_span(line.start, line.end, lang), next(lengths)))
			continue
		row = (_say_skipped(line, receipt, lang), "")
		if row[0] and row not in rows:
			rows.append(row)
	return rows


def _say_date(day: date, lang: str) -> str:
	return f"{say(_DAYS[day.weekday()], lang)}, {day.day} {say(_MONTHS[day.month - 1], lang)} {day.year}"


def say_month(day: date, lang: str) -> str:
	"""The month of a day: "Maret 2026"."""
	return f"{say(_MONTHS[day.month - 1], lang)} {day.year}"


def _say_time(at: datetime, lang: str) -> str:
	return at.strftime(say(_TIME_WITH_SECONDS if at.second else _TIME, lang))


def _say_zone(at: datetime) -> str:
	name = at.tzname() or ""
	if name in ZONE_NAMES:
		return name
	offset = f"{at:%z}"
	return f"UTC{offset[:3]}:{offset[3:5]}" if at.utcoffset() else "UTC"


def _say_span(start: datetime, end: datetime, lang: str) -> str:
	"""From when to when. A date or zone that both ends share is given once, and midnight is 24:00."""
	midnight = end.time() == datetime.min.time() and end > start
	last = end.date() - timedelta(days=1) if midnight else end.date()
	closing = say(_TIME, lang).replace("%H", "24").replace("%M", "00") if midnight else _say_time(end, lang)
	opening = _say_time(start, lang)
	if start.utcoffset() != end.utcoffset():
		opening, closing = f"{opening} {_say_zone(start)}", f"{closing} {_say_zone(end)}"
	if start.date() == last:
		return f"{_say_date(start, lang)} {opening}–{closing}"
	return f"{_say_date(start, lang)} {opening} – {_say_date(last, lang)} {closing}"


def _say_skipped(line: Line, receipt: Receipt, lang: str) -> str:
	"""What to say of a line that didn't count. Nothing for a night."""
	note = f", {say(line.note, lang)}" if line.note else ""
	if line.kind is LineKind.HOLIDAY:
		return f"{_say_date(line.start, lang)}: {say(_HOLIDAY, lang)}{note}"
	if line.kind is LineKind.BREAK:
		return f"{_say_span(line.start, line.end, lang)}: {say(_BREAK, lang)}{note}"
	if line.kind is LineKind.PAUSED:
		length = say_duration(line.seconds, lang)
		lost = Sentence("{0} of working time not counted", length) if line.seconds else _NOTHING_WITHHELD
		return f"{_say_span(line.start, line.end, lang)}: {say(_PAUSED, lang)}{note} ({say(lost, lang)})"
	if _at_an_end(line, receipt):
		return f"{_say_span(line.start, line.end, lang)}: {say(_OUT_OF_HOURS, lang)}"
	days = list(_whole_days(line))
	if not days:
		return ""
	reason = _WEEKEND if all(day.weekday() >= _SATURDAY for day in days) else _CLOSED
	return f"{_say_days(days[0], days[-1], lang)}: {say(reason, lang)}"


def _say_days(first: date, last: date, lang: str) -> str:
	return _say_date(first, lang) + (f" – {_say_date(last, lang)}" if last > first else "")


def _whole_days(line: Line) -> Iterator[date]:
	"""The dates that lie wholly within a line, midnight to midnight."""
	day = line.start.date()
	if line.start.time() != datetime.min.time():
		day += timedelta(days=1)
	while day < line.end.date():
		yield day
		day += timedelta(days=1)


def _at_an_end(line: Line, receipt: Receipt) -> bool:
	return micros(line.start) == micros(receipt.start) or micros(line.end) == micros(receipt.end)


def _is_night(line: Line, receipt: Receipt) -> bool:
	return line.kind is LineKind.CLOSED and not _at_an_end(line, receipt) and not any(_whole_days(line))


def _split(seconds: float, lang: str) -> tuple[list[str], list[str]]:
	"""([hours, minutes, seconds], [their units]). A part that is zero is left empty. Precise to microseconds."""
	amount = round(seconds * 1_000_000)
	minutes, rest = divmod(amount, 60_000_000)
	hours, minutes = divmod(minutes, 60)
	whole, _, fraction = f"{rest / 1_000_000:.6f}".rstrip("0").rstrip(".").partition(".")
	if fraction:
		whole = say(Sentence("{whole}.{fraction}", whole=whole, fraction=fraction), lang)
	parts = [str(hours or ""), str(minutes or ""), whole if rest else ""]
	return parts, [say(unit, lang) for unit in _UNITS]


def _none_at_all(lang: str) -> str:
	return f"0 {say(_UNITS[1], lang)}"


def _column(amounts: list[float], lang: str) -> list[str]:
	"""The lengths, aligned so that hours stand under hours and minutes under minutes."""
	split = [_split(amount, lang)[0] for amount in amounts]
	units = [say(unit, lang) for unit in _UNITS]
	if not any(any(parts) for parts in split):
		return [_none_at_all(lang)] * len(amounts)
	widths = [max(len(parts[number]) for parts in split) for number in range(3)]
	told: list[str] = []
	for parts in split:
		cells = [
			f"{part:>{width}} {unit}" if part else " " * (width + 1 + len(unit))
			for part, width, unit in zip(parts, widths, units, strict=True)
			if width
		]
		told.append(" ".join(cells))
	return told
