"""Service hours: days, times of day, breaks, holidays and zone, from lines such as
"Senin - Jumat, 09.00 - 18.00 WIB (kecuali hari libur nasional)" (000 §1.3, 001 §6.1, 004 §1).

Used by `assemble` and `channels`.
"""

import re
from dataclasses import dataclass, field

from sla_id.agreements.draft.document import Document
from sla_id.agreements.draft.found import Found, Plain, assumed, given
from sla_id.agreements.draft.lines import Line, Piece, of_match
from sla_id.agreements.draft.numbers import ROUND_THE_CLOCK

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAYS = {
	"senin": 0,
	"selasa": 1,
	"rabu": 2,
	"kamis": 3,
	"jumat": 4,
	"jum'at": 4,
	"sabtu": 5,
	"minggu": 6,
	"ahad": 6,
	"monday": 0,
	"tuesday": 1,
	"wednesday": 2,
	"thursday": 3,
	"friday": 4,
	"saturday": 5,
	"sunday": 6,
	"mon": 0,
	"tue": 1,
	"wed": 2,
	"thu": 3,
	"fri": 4,
	"sat": 5,
	"sun": 6,
}
_DAY = "|".join(sorted(_DAYS, key=len, reverse=True))
_TO = r"\s*(?:-|s\.?\s?/?d\.?|sampai(?:\s+dengan)?|hingga|to|through|thru|until)\s*"
_TIME = r"(?:pukul\s+|jam\s+|at\s+|from\s+)?(\d{1,2})(?:[.:](\d{2}))?(?:\s*([ap])\.?m\.?)?"
_ZONES = {"wib": "Asia/Jakarta", "wita": "Asia/Makassar", "wit": "Asia/Jayapura"}
_ZONE = re.compile(r"\b(WIB|WITA|WIT)\b")
_TOKEN = re.compile(
	rf"(?P<range>(?<!\w)(?P<d1>{_DAY})(?!\w)(?:{_TO}(?P<d2>{_DAY})(?!\w))?)"
	r"|(?P<daily>setiap\s+hari(?!\s+kerja)|every\s+day|\bdaily\b)"
	rf"|(?P<time>(?<![\w.:,/+-]){_TIME}(?:\s*WI[BT]A?)?{_TO}{_TIME}(?![\w:/]|\.\d))"
	r"|(?P<rest>istirahat|lunch|\bbreak\b)",
	re.IGNORECASE,
)
_TOPIC = re.compile(
	r"jam\s+(?:kerja|operasional|layanan|pelayanan|dukungan)|(?:business|operational|operating|service|support|working)\s+hours"
	r"|hari\s+kerja|ketersediaan\s+dukungan",
	re.IGNORECASE,
)
_WORKDAYS = re.compile(r"hari\s+kerja|working\s+days|business\s+days|weekdays", re.IGNORECASE)
_EXCEPT = re.compile(
	r"kecuali|tidak\s+termasuk|di\s*luar|selain|exclud|except|not\s+(?:on|including)|tutup|closed|libur",
	re.IGNORECASE,
)
_HOLIDAY = re.compile(r"libur|holiday|tanggal\s+merah", re.IGNORECASE)
_JOINT = re.compile(r"cuti\s+bersama|joint\s+(?:leave|holiday)", re.IGNORECASE)
_REGIONAL = re.compile(r"libur\s+(?:daerah|regional|lokal)|(?:regional|local)\s+holiday", re.IGNORECASE)
_DECREE = re.compile(
	r"peraturan\s+(?:menteri|presiden|pemerintah|gubernur)|keputusan\s+(?:menteri|presiden)", re.IGNORECASE
)

Windows = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Week:
	"""Hours as read from one line, or from two that follow each other."""

	days: dict[int, list[tuple[str, str]]] = field(default_factory=dict)
	open: set[int] = field(default_factory=set)
	times: list[tuple[str, str, Piece]] = field(default_factory=list)
	pieces: list[Piece] = field(default_factory=list)

	def plain(self) -> dict[str, Windows]:
		"""Windows by weekday."""
		return {WEEK[day]: tuple(sorted(set(self.days[day]))) for day in sorted(self.days)}


@dataclass(frozen=True, slots=True)
class Hours:
	"""The hours of the agreement; `business` is None where the text gives none."""

	business: Week | None = None
	around_the_clock: Piece | None = None
	always_default: bool = False
	holidays: tuple[Found, ...] = ()
	zone: Found | None = None
	others: tuple[Week, ...] = ()
	days_assumed: bool = False


def read_hours(document: Document) -> Hours:
	"""The first hours that a section or a line about hours gives; other mentions are kept to be compared."""
	weeks = _weeks(document)
	around = _first(document, ROUND_THE_CLOCK)
	main = weeks[0] if weeks else None
	days_assumed = bool(main and not main.open)
	if main and days_assumed:
		_open(main, range(5))
	others = [week for week in weeks[1:] if week.times]
	return Hours(
		business=main,
		around_the_clock=around,
		always_default=main is None and around is not None,
		holidays=_holidays(document, main),
		zone=_zone(document, main),
		others=tuple(others),
		days_assumed=days_assumed,
	)


def _weeks(document: Document) -> list[Week]:
	"""Those of lines about hours first; days and times may stand in neighbouring lines of one section."""
	ranked: list[tuple[int, Week]] = []
	for section in document.sections:
		days_only: Week | None = None
		about = section.about("hours")
		for line in section.lines:
			week = read_week(line.body)
			if not week.times:
				days_only = week if week.open or (_WORKDAYS.search(line.text) and about) else days_only
				continue
			if not week.open and days_only and days_only.open:
				week.pieces = [*days_only.pieces, *week.pieces]
				week.open = set(days_only.open)
				_open(week, sorted(days_only.open))
			about_hours = about or _TOPIC.search(line.text)
			if about_hours or week.open:
				ranked.append((0 if about_hours and week.open else 1 if about_hours else 2, week))
	return [week for _, week in sorted(ranked, key=lambda entry: entry[0])]


def read_week(piece: Piece) -> Week:
	"""Days and times of one line; a time holds for the days named before it, a break is cut out."""
	week = Week()
	current: set[int] = set()
	fresh, rest = True, False
	for match in piece.finditer(_TOKEN):
		if match["time"]:
			window = _window(match)
			if window is None:
				continue
			week.pieces.append(of_match(piece, match))
			if rest:
				_cut(week, window, current or set(week.days))
				rest = False
			else:
				week.times.append((*window, of_match(piece, match)))
				for day in current:
					week.days.setdefault(day, []).append(window)
			fresh = True
		elif match["rest"]:
			rest = True
		else:
			current = (set() if fresh else current) | _named(match)
			fresh = False
			week.open |= current
			week.pieces.append(of_match(piece, match))
	if week.open and week.times and not week.days:
		_open(week, sorted(week.open))
	return week


def _named(match: "re.Match[str]") -> set[int]:
	if match["daily"]:
		return set(range(7))
	first = _DAYS[match["d1"].lower()]
	last = _DAYS[match["d2"].lower()] if match["d2"] else first
	return {day % 7 for day in range(first, last + 1 if last >= first else last + 8)}


def _window(match: "re.Match[str]") -> tuple[str, str] | None:
	"""The two times; bare hours only after "pukul" or with am and pm, so that "3 - 5" is no window."""
	numbers = re.findall(r"(\d{1,2})(?:[.:](\d{2}))?(?:\s*([ap])\.?m\b)?", match["time"].lower())
	if len(numbers) != 2:
		return None
	bare = not any(minute or half for _, minute, half in numbers)
	if bare and not re.match(r"pukul|from", match["time"], re.IGNORECASE):
		return None
	times = []
	for hour, minute, half in numbers:
		value = int(hour) % 12 + (12 if half == "p" else 0) if half else int(hour)
		if value > 24 or int(minute or 0) > 59 or value * 60 + int(minute or 0) > 1440:
			return None
		times.append(f"{value:02d}:{int(minute or 0):02d}")
	return (times[0], times[1]) if times[0] != times[1] and times[0] != "24:00" else None


def _open(week: Week, days: "range | list[int]") -> None:
	for day in days:
		week.days[day] = [(start, end) for start, end, _ in week.times]


def _cut(week: Week, rest: tuple[str, str], days: set[int]) -> None:
	for day in days:
		windows: list[tuple[str, str]] = []
		for start, end in week.days.get(day, []):
			if start < rest[0] and rest[1] < end:
				windows += [(start, rest[0]), (rest[1], end)]
			else:
				windows.append((start, end))
		week.days[day] = windows


def _first(document: Document, pattern: "re.Pattern[str]") -> Piece | None:
	for line in document.lines:
		if match := pattern.search(line.text):
			return Piece(line, match.start(), match.end())
	return None


def _holidays(document: Document, main: Week | None) -> tuple[Found, ...]:
	"""Named classes; where the text names none, national ones, and joint leave where a decree sets the hours."""
	national: Found | None = None
	joint: Found | None = None
	regional: Found | None = None
	for line in document.lines:
		if not (_HOLIDAY.search(line.text) or _JOINT.search(line.text)) or not _EXCEPT.search(line.text):
			continue
		if (match := _JOINT.search(line.text)) and joint is None:
			joint = given("cuti_bersama", of_match(line.body, match))
		if (match := _REGIONAL.search(line.text)) and regional is None:
			regional = given("regional", of_match(line.body, match))
		elif (match := _HOLIDAY.search(line.text)) and national is None:
			national = given("national", of_match(line.body, match))
	if national is None and joint is None and main is not None:
		national = assumed("national", "holidays")
		decree = any(section.about("hours") and _decreed(section.lines) for section in document.sections)
		joint = assumed("cuti_bersama", "joint_leave") if decree else None
	return tuple(found for found in (national, joint, regional) if found)


def _decreed(lines: tuple[Line, ...]) -> bool:
	return any(_DECREE.search(line.text) for line in lines)


def _zone(document: Document, main: Week | None) -> Found:
	lines = [piece.line for piece in main.pieces] if main else []
	for line in [*lines, *document.lines]:
		if match := _ZONE.search(line.text):
			return given(_ZONES[match[1].lower()], of_match(line.body, match))
	return assumed("Asia/Jakarta", "zone")


def calendars(hours: Hours, always_used: bool) -> dict[str, Plain]:
	"""The `calendars` section."""
	found: dict[str, Plain] = {}
	if hours.business:
		pieces = tuple(hours.business.pieces)
		days = {
			day: given([list(w) for w in windows], *pieces) for day, windows in hours.business.plain().items()
		}
		holidays: list[Plain] = list(hours.holidays)
		found["business"] = {"hours": days, "holidays": holidays}
		if any(holiday.value == "regional" for holiday in hours.holidays):
			found["business"]["region"] = assumed("ID", "region")
	if hours.around_the_clock and (hours.always_default or always_used):
		found["always"] = {"hours": given("24x7", hours.around_the_clock)}
	elif always_used:
		found["always"] = {"hours": assumed("24x7", "calendar_days")}
	return found


def hours_per_day(hours: Hours) -> Found | None:
	"""The length of the first open day, break left out."""
	if hours.business is None or not hours.business.days:
		return assumed(24, "around_the_clock") if hours.always_default else None
	windows = hours.business.days[min(hours.business.days)]
	minutes = sum(_minutes(end) - _minutes(start) + (1440 if end <= start else 0) for start, end in windows)
	value = minutes // 60 if minutes % 60 == 0 else round(minutes / 60, 2)
	return given(value, *[piece for piece in hours.business.pieces if re.search(r"\d", piece.text)])


def _minutes(time: str) -> int:
	return int(time[:2]) * 60 + int(time[3:])
