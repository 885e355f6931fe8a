"""Instants, lengths and receipts in words, in Indonesian and English: what a person reads and checks by hand.

Anyone may call it. Dates read "Kamis, 19 Maret 2026 14.05 WIB" and "Thursday, 19 March 2026 14:05 WIB"; a
language that starts with "id" is Indonesian, every other one reads English.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from sla_id.engine.errors import NaiveTime
from sla_id.engine.pauses import micros
from sla_id.engine.receipt import Line, LineKind, Receipt
from sla_id.engine.sentences import Sentence

ZONE_NAMES = frozenset({"WIB", "WITA", "WIT"})
"""Abbreviations that every reader knows; other zones show their offset, for CST and its like are ambiguous."""

_DAYS = {
	"id": ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
	"en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
	"id": (
		*("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
		*("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
	),
	"en": (
		*("January", "February", "March", "April", "May", "June"),
		*("July", "August", "September", "October", "November", "December"),
	),
}
_TERMS = {
	"id": {
		"hour": "jam",
		"minute": "menit",
		"second": "detik",
		"clock": ".",
		"decimal": ",",
		"start": "Mulai",
		"latest start": "Paling lambat mulai",
		"due": "Jatuh tempo",
		"until": "Sampai",
		"total": "Jumlah",
		"target": "= target",
		"weekend": "akhir pekan",
		"closed": "tutup",
		"out of hours": "di luar jam kerja",
		"holiday": "libur",
		"break": "istirahat",
		"paused": "ditangguhkan",
		"withheld": "{} waktu kerja tidak dihitung",
		"nothing withheld": "tidak mengenai waktu kerja",
		"nights": "Malam dan jeda di luar jam kerja tidak dihitung.",
	},
	"en": {
		"hour": "h",
		"minute": "min",
		"second": "s",
		"clock": ":",
		"decimal": ".",
		"start": "Start",
		"latest start": "Latest start",
		"due": "Due",
		"until": "Until",
		"total": "Total",
		"target": "= target",
		"weekend": "weekend",
		"closed": "closed",
		"out of hours": "outside working hours",
		"holiday": "holiday",
		"break": "break",
		"paused": "paused",
		"withheld": "{} of working time not counted",
		"nothing withheld": "no working time lost",
		"nights": "Nights and gaps outside working hours are not counted.",
	},
}
_SATURDAY = 5


class Asked(StrEnum):
	"""Which of its three figures a receipt was asked for; it decides how its ends are named."""

	DUE = "due"
	ELAPSED = "elapsed"
	START = "start"


def say_instant(at: datetime, lang: str, zone: tzinfo | None = None) -> str:
	"""An aware datetime with its weekday and zone, seconds only where there are any, no fractions.

	It is said in `zone`, or in its own where none is given. Raises NaiveTime.
	"""
	if at.utcoffset() is None:
		raise NaiveTime(Sentence("{at!r} has no time zone; give an aware datetime", at=at))
	local = at.astimezone(zone) if zone else at
	return f"{_say_date(local, _known(lang))} {_say_time(local, _known(lang))} {_say_zone(local)}"


def say_duration(seconds: float, lang: str) -> str:
	"""A length in hours, minutes and seconds, e.g. "1 jam 30 menit"; hours are never folded into days."""
	words = _TERMS[_known(lang)]
	parts = [f"{part} {unit}" for part, unit in zip(*_split(abs(seconds), words), strict=True) if part]
	return ("-" if seconds < 0 else "") + (" ".join(parts) or f"0 {words['minute']}")


def say_receipt(receipt: Receipt, lang: str, asked: Asked = Asked.DUE) -> str:
	"""The sum of a receipt, one window a line with its length, and between them what didn't count and why.

	Days that were skipped as a whole are named; nights and gaps are summed up in one sentence.
	"""
	lang = _known(lang)
	words = _TERMS[lang]
	*lengths, total = _column([*(line.seconds for line in receipt.counted), receipt.seconds], words)
	rows = _rows(receipt, iter(lengths), lang)
	width = max([len(words["total"]), *(len(text) for text, length in rows if length)])
	first = words["latest start" if asked is Asked.START else "start"]
	last = words["until" if asked is Asked.ELAPSED else "due"]
	edge = max(len(first), len(last))
	lines = [
		f"{first:<{edge}}  {say_instant(receipt.start, lang)}",
		"",
		*(f"{text:<{width}}  {length}" if length else f"- {text}" for text, length in rows),
		"-" * (width + 2 + len(total)),
		f"{words['total']:<{width}}  {total}  {words['target'] if asked is not Asked.ELAPSED else ''}",
		words["nights"] if any(_is_night(line, receipt) for line in receipt.lines) else "",
		"",
		f"{last:<{edge}}  {say_instant(receipt.end, lang)}",
	]
	return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in lines))


def _rows(receipt: Receipt, lengths: Iterator[str], lang: str) -> list[tuple[str, str]]:
	"""(what, its length) of each line, in order; what didn't count has no length and is told once."""
	rows: list[tuple[str, str]] = []
	for line in receipt.lines:
		if line.kind is LineKind.COUNTED:
			rows.append((_say_span(line.start, line.end, lang), next(lengths)))
			continue
		row = (_say_skipped(line, receipt, lang), "")
		if row[0] and row not in rows:
			rows.append(row)
	return rows


def _known(lang: str) -> str:
	return "id" if lang.lower().startswith("id") else "en"


def _say_date(day: date, lang: str) -> str:
	return f"{_DAYS[lang][day.weekday()]}, {day.day} {_MONTHS[lang][day.month - 1]} {day.year}"


def _say_time(at: datetime, lang: str) -> str:
	clock = _TERMS[lang]["clock"]
	return at.strftime(f"%H{clock}%M{clock}%S" if at.second else f"%H{clock}%M")


def _say_zone(at: datetime) -> str:
	name = at.tzname() or ""
	if name in ZONE_NAMES:
		return name
	offset = f"{at:%z}"
	return f"UTC{offset[:3]}:{offset[3:5]}" if at.utcoffset() else "UTC"


def _say_span(start: datetime, end: datetime, lang: str) -> str:
	"""From when to when; a date or zone is told once where both ends share it, midnight is 24:00."""
	midnight = end.time() == datetime.min.time() and end > start
	last = end.date() - timedelta(days=1) if midnight else end.date()
	closing = f"24{_TERMS[lang]['clock']}00" if midnight else _say_time(end, lang)
	opening = _say_time(start, lang)
	if start.utcoffset() != end.utcoffset():
		opening, closing = f"{opening} {_say_zone(start)}", f"{closing} {_say_zone(end)}"
	if start.date() == last:
		return f"{_say_date(start, lang)} {opening}–{closing}"
	return f"{_say_date(start, lang)} {opening} – {_say_date(last, lang)} {closing}"


def _say_skipped(line: Line, receipt: Receipt, lang: str) -> str:
	"""What a line that didn't count tells; nothing for a night."""
	words = _TERMS[lang]
	note = f", {line.note}" if line.note else ""
	if line.kind is LineKind.HOLIDAY:
		return f"{_say_date(line.start, lang)}: {words['holiday']}{note}"
	if line.kind is LineKind.BREAK:
		return f"{_say_span(line.start, line.end, lang)}: {words['break']}{note}"
	if line.kind is LineKind.PAUSED:
		length = say_duration(line.seconds, lang)
		withheld = words["withheld"].format(length) if line.seconds else words["nothing withheld"]
		return f"{_say_span(line.start, line.end, lang)}: {words['paused']}{note} ({withheld})"
	if _at_an_end(line, receipt):
		return f"{_say_span(line.start, line.end, lang)}: {words['out of hours']}"
	days = list(_whole_days(line))
	if not days:
		return ""
	reason = words["weekend" if all(day.weekday() >= _SATURDAY for day in days) else "closed"]
	return f"{_say_days(days[0], days[-1], lang)}: {reason}"


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


def _split(seconds: float, words: dict[str, str]) -> tuple[list[str], list[str]]:
	"""([hours, minutes, seconds], [their units]), a part that is zero left empty; microseconds at most."""
	amount = round(seconds * 1_000_000)
	minutes, rest = divmod(amount, 60_000_000)
	hours, minutes = divmod(minutes, 60)
	second = f"{rest / 1_000_000:.6f}".rstrip("0").rstrip(".").replace(".", words["decimal"])
	parts = [str(hours or ""), str(minutes or ""), second if rest else ""]
	return parts, [words["hour"], words["minute"], words["second"]]


def _column(amounts: list[float], words: dict[str, str]) -> list[str]:
	"""The lengths, set so that hours stand under hours and minutes under minutes."""
	split = [_split(amount, words)[0] for amount in amounts]
	units = [words["hour"], words["minute"], words["second"]]
	if not any(any(parts) for parts in split):
		return [f"0 {words['minute']}"] * len(amounts)
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
