"""Rules about working time: the length of a day, breaks, holidays, reports out of hours, zones."""

import re
from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from sla_id.agreements.file import Calendar, TargetRow, Week
from sla_id.agreements.file.calendars_section import LAST_MINUTE
from sla_id.agreements.file.target_text import DAYS, DURATION
from sla_id.agreements.lint.lint_finding import NOTE, WARNING, Quote
from sla_id.agreements.lint.linted_file import CLOCK_NAMES, Subject, both, day, listed, target_words
from sla_id.agreements.lint.rule import Found, rule
from sla_id.agreements.lint.worked_examples import (
	due,
	end_of_next_day,
	evening,
	holidays_of,
	said,
	window_minutes,
	windows_length,
)
from sla_id.engine import Sentence
from sla_id.engine.words import say_duration

_LONG_WINDOW = 6 * 60
"""A stretch of work this long without a break is one that a reader may doubt."""
_WEEKEND = 5
_REGULATION = re.compile(
	r"(Peraturan (Menteri|Presiden|Pemerintah)|Keputusan (Menteri|Presiden)|PMK|Perpres|Keppres|Undang-Undang)"
	r"[^.;]{0,30}?\d+",
	re.IGNORECASE,
)
_HOURS_WORDS = ("jam kerja", "hari kerja", "break", "istirahat", "working hours", "hari dan jam")
_GOVERNMENT = re.compile(
	r"\b(kementerian|direktorat|ditjen|dinas|pemerintah|pemkot|pemkab|pemprov|badan(?! usaha)|kantor wilayah|ministry"
	r"|government|directorate)\b|\.go\.id\b",
	re.IGNORECASE,
)
_PRIVATE = re.compile(r"\b(PT|CV|UD|Tbk|Ltd|Inc)\b\.?")
_ZONES = {"Asia/Jakarta": "WIB", "Asia/Makassar": "WITA", "Asia/Jayapura": "WIT"}
_PLACES = {
	"Asia/Makassar": (
		"bali denpasar lombok mataram nusa tenggara kupang makassar sulawesi manado palu kendari gorontalo mamuju"
		" balikpapan samarinda banjarmasin tarakan"
	),
	"Asia/Jayapura": "maluku ambon ternate papua jayapura sorong manokwari merauke timika",
	"Asia/Jakarta": (
		"jakarta bandung surabaya semarang yogyakarta medan palembang pekanbaru padang batam lampung pontianak banten"
		" bogor malang aceh jambi bengkulu"
	),
}
"""Places and the zone they lie in (Keppres 41/1987), to notice a party in another zone than the agreement's."""


@rule(
	WARNING,
	"X9",
	says=Sentence(
		"A working day counts {hours} h, but the calendar {code} is open otherwise: {lengths}. Targets in working days don't end at the same hour."
	),
	advice=Sentence(
		"Set hours_per_day to the opening hours, state the break, or use working_day: end_of_day."
	),
)
def day_length_differs(subject: Subject) -> Iterator[Found]:
	"""A working day of another length than the calendar's opening hours (000 §1.3, 004 §1: 8 hours, or a window of 9)."""
	agreement = subject.file.agreement
	for calendar in _office(subject):
		days = [(weekday, windows_length(windows)) for weekday, windows in calendar.week.days]
		odd = [(weekday, minutes) for weekday, minutes in days if minutes != agreement.hours_per_day * 60]
		if odd and _counts_days(subject, calendar):
			lengths = listed(f"{weekday} {say_duration(minutes * 60, 'en')}" for weekday, minutes in odd)
			sides = listed(f"{weekday} {say_duration(minutes * 60, 'id')}" for weekday, minutes in odd)
			hours = agreement.hours_per_day
			yield Found(
				f"calendars.{calendar.code}.hours",
				{"hours": hours, "code": calendar.code, "lengths": both(sides, lengths)},
				subject.sentence_with(*_opening_phrases(calendar)),
			)


@rule(
	NOTE,
	"X9",
	"X10",
	says=Sentence(
		"The calendar {code} is open {start}–{end} without a break ({hours} h). With a break of 1 h a working day has {shorter} h."
	),
	advice=Sentence("Say in the agreement that service goes on without a break, or split the window."),
)
def no_break_stated(subject: Subject) -> Iterator[Found]:
	"""A day with one long window and no lunch break (004 §1, 001 §6.1)."""
	for calendar in _office(subject):
		long = [
			(weekday, window)
			for weekday, windows in calendar.week.days
			for window in windows
			if len(windows) == 1 and window_minutes(*window) > _LONG_WINDOW
		]
		if not long:
			continue
		start, end = long[0][1]
		hours = window_minutes(start, end) / 60
		counted = _counts_days(subject, calendar)
		yield Found(
			f"calendars.{calendar.code}.hours.{long[0][0]}",
			{
				"code": calendar.code,
				"start": start,
				"end": end,
				"hours": f"{hours:g}",
				"shorter": f"{hours - 1:g}",
			},
			subject.sentence_with(*_opening_phrases(calendar)),
			reading="X9" if counted else "X10",
		)


@rule(
	NOTE,
	"X10",
	says=Sentence("The hours refer to a regulation ({name} …), which may set other hours and a break."),
	advice=Sentence("Compare the calendar's windows with it, and note which of them holds."),
)
def hours_cite_regulation(subject: Subject) -> Iterator[Found]:
	"""Hours that refer to a regulation, which may set different hours (001 §6.1: PMK 221/PMK.01/2021)."""
	source = subject.file.agreement.source
	texts: list[tuple[str, Quote | None]] = [(line.text, line.sentence) for line in subject.lines]
	texts += [(note, None) for note in (source.notes if source else ())]
	for text, sentence in texts:
		cited = _REGULATION.search(text)
		if cited and any(word in text.lower() for word in _HOURS_WORDS):
			name = " ".join(cited[0].split())
			yield Found(f"calendars.{subject.file.default_calendar}.hours", {"name": name}, sentence)
			return


@rule(
	NOTE,
	"X8",
	says=Sentence("Joint leave is a working day on the calendar {calendar}."),
	advice=Sentence(
		"Agree on it: joint leave is binding for the civil service and optional for private companies."
	),
)
def joint_leave_counts(subject: Subject) -> Iterator[Found]:
	"""National holidays close the desk but joint leave (cuti bersama) doesn't: on which days it matters (000, 004)."""
	for calendar in _office(subject):
		if "national" in calendar.holidays and "cuti_bersama" not in calendar.holidays:
			if not _government(subject):
				yield _joint_leave(subject, calendar)


@rule(
	NOTE,
	"X8",
	says=Sentence(
		"The provider looks like a government office, yet joint leave doesn't close the calendar {calendar}."
	),
	advice=Sentence("Add cuti_bersama, unless the desk stays open on those days."),
)
def joint_leave_missing(subject: Subject) -> Iterator[Found]:
	"""A government office that works on joint leave."""
	for calendar in _office(subject):
		if _government(subject) and "cuti_bersama" not in calendar.holidays:
			yield _joint_leave(subject, calendar)


@rule(
	NOTE,
	"X8",
	says=Sentence(
		"The provider looks like a private company and closes on joint leave on the calendar {calendar}."
	),
	advice=Sentence('Make sure that "national holidays" in the document includes joint leave.'),
)
def joint_leave_optional(subject: Subject) -> Iterator[Found]:
	"""A private company that closes on joint leave. This is allowed, but the customer may wait longer than expected."""
	for calendar in _office(subject):
		if "cuti_bersama" in calendar.holidays and not _government(subject) and _private(subject):
			yield _joint_leave(subject, calendar)


def _joint_leave(subject: Subject, calendar: Calendar) -> Found:
	year = subject.today.year
	leave = holidays_of(subject, "cuti_bersama", year)
	count = sum(holiday.day.weekday() < _WEEKEND for holiday in leave)
	named = both(calendar.code, calendar.code)
	if count:
		named = both(
			f"{calendar.code} ({count} hari Senin–Jumat pada {year})",
			f"{calendar.code} ({count} days Monday to Friday in {year})",
		)
	return Found(
		f"calendars.{calendar.code}.holidays",
		{"calendar": named},
		subject.sentence_with("libur nasional", "national holiday", "cuti bersama"),
	)


@rule(
	WARNING,
	"X8",
	says=Sentence("No holiday closes the calendar {code}: the clocks run on public holidays."),
	advice=Sentence("Add holidays: [national]."),
)
def no_holidays(subject: Subject) -> Iterator[Found]:
	"""A calendar of office hours that stays open on every holiday."""
	for calendar in _office(subject):
		if not calendar.holidays:
			yield Found(f"calendars.{calendar.code}.holidays", {"code": calendar.code})


@rule(
	NOTE,
	says=Sentence("The holidays of {years} aren't known yet: due times in that year are estimates."),
	advice=Sentence("Load them once the joint decree is out."),
)
def holidays_unknown(subject: Subject) -> Iterator[Found]:
	"""Holidays of this year or the next that haven't been loaded. Due times in that year would be too early."""
	known = {year.year for year in subject.years}
	for calendar in _office(subject):
		missing = [year for year in (subject.today.year, subject.today.year + 1) if year not in known]
		if calendar.holidays and missing:
			years = ", ".join(map(str, missing))
			yield Found(f"calendars.{calendar.code}.holidays", {"years": years})
			return


@rule(
	NOTE,
	says=Sentence("The calendar {code} is used by no target and no escalation."),
	advice=Sentence("Use it or remove it."),
)
def calendar_unused(subject: Subject) -> Iterator[Found]:
	"""A calendar that nothing uses."""
	file = subject.file
	used: set[str | None] = {file.default_calendar, *(row.calendar for row in file.targets)}
	for tier in file.tiers:
		used |= {tier.hours, *(trigger.calendar for trigger in tier.triggers)}
		used |= {duty.calendar for duty in tier.duties}
	used |= {reason.calendar for reason in file.pause_reasons}
	if file.availability is not None:
		terms = (file.availability.maintenance, file.availability.claims, file.availability.statement)
		rows = (file.availability, *file.availability.guarantees, *terms)
		used |= {row.calendar for row in rows if row is not None}
	for calendar in file.calendars:
		if calendar.code not in used:
			yield Found(f"calendars.{calendar.code}", {"code": calendar.code})


@rule(
	WARNING,
	says=Sentence("The calendar {code} closes at 23:59: a minute of every night isn't counted ({names})."),
	advice=Sentence('Write "24:00" for the end of a day, or hours: 24x7.'),
)
def last_minute_closed(subject: Subject) -> Iterator[Found]:
	"""Windows that end at 23:59, e.g. 24x7 typed as 00:00 to 23:59. One minute each night doesn't count."""
	for calendar in subject.file.calendars:
		weeks = [
			("hours", calendar.week),
			*((f"shifts[{n}].hours", s.week) for n, s in enumerate(calendar.shifts)),
		]
		for path, week in weeks:
			days = [
				weekday for weekday, windows in week.days if any(end == LAST_MINUTE for _, end in windows)
			]
			if days:
				yield Found(
					f"calendars.{calendar.code}.{path}.{days[0]}",
					{"code": calendar.code, "names": listed(days)},
				)


@rule(
	NOTE,
	says=Sentence("The last special hours of the calendar {code} ended on {last}."),
	advice=Sentence("Add the next ones (Ramadan, for instance) if they still apply."),
)
def shift_over(subject: Subject) -> Iterator[Found]:
	"""Seasonal hours (Ramadan) that are all in the past. This year's are missing."""
	for calendar in subject.file.calendars:
		if calendar.shifts and all(shift.last < subject.today for shift in calendar.shifts):
			last = day(max(shift.last for shift in calendar.shifts))
			yield Found(f"calendars.{calendar.code}.shifts", {"code": calendar.code, "last": last})


@rule(
	NOTE,
	"X20",
	says=Sentence(
		'A report out of hours ({at}) with a {clock} target of {length} is due {one}: counted from the next opening. Read as "on the next working day": {two}.'
	),
	advice=Sentence("Write into the agreement which is meant."),
)
def out_of_hours_reading(subject: Subject) -> Iterator[Found]:
	"""A report out of hours may be due soon after the opening or by the end of the next day (001 §6.1)."""
	number, row = _shortest(subject)
	if row is None:
		return
	start = evening(subject)
	first, second = due(subject, row, start), end_of_next_day(subject, row, start)
	if first is None or second is None or first == second:
		return
	length, clock = target_words(row.target), CLOCK_NAMES[row.clock]
	at, one, two = said(start), said(first), said(second)
	yield Found(
		f"targets[{number}].target",
		{"at": at, "clock": clock, "length": length, "one": one, "two": two},
		subject.sentence_with("di luar jam kerja", "outside working hours", "outside business hours"),
	)


def _shortest(subject: Subject) -> tuple[int, TargetRow | None]:
	"""The shortest fixed target in business hours. Channels that reach nobody out of hours don't count."""
	live = {channel.code for channel in subject.file.channels if channel.clock_starts != "received"}
	rows = [
		(subject.length(row) or 0, number, row)
		for number, row in subject.rows()
		if row.target.kind in (DURATION, DAYS) and not row.target.immediate
		if row.channel not in live and not subject.always(row.calendar) and row.clock != "ola"
	]
	if not rows:
		return 0, None
	_, number, row = min(rows, key=lambda entry: entry[:2])
	return number, row


@rule(
	NOTE,
	"X26",
	says=Sentence(
		"The hours are {time_zone}, while this agreement isn't bound to one partner. The calendar {code} in each zone: {hours}."
	),
	advice=Sentence(
		"Name the zone beside each time, or make an agreement of its own for partners in another zone."
	),
)
def zone_for_all_partners(subject: Subject) -> Iterator[Found]:
	"""Hours in one zone for partners in all three zones (000, 004: WIB)."""
	agreement = subject.file.agreement
	if agreement.partner or agreement.time_zone not in _ZONES:
		return
	for calendar in _office(subject):
		windows = calendar.week.days[0][1]
		if not windows:
			continue
		hours = [
			f"{_shifted(windows[0][0], agreement.time_zone, zone)}–{_shifted(windows[-1][1], agreement.time_zone, zone)} {name}"
			for zone, name in _ZONES.items()
		]
		yield Found(
			"agreement.time_zone",
			{"time_zone": _ZONES[agreement.time_zone], "code": calendar.code, "hours": ", ".join(hours)},
			subject.sentence_with("WIB", "WITA"),
		)
		return


@rule(
	NOTE,
	"X26",
	says=Sentence('"{name}" seems to be in {theirs} ({place}), while the hours of the agreement are {ours}.'),
	advice=Sentence("Make sure that both parties agree on that zone."),
)
def party_in_other_zone(subject: Subject) -> Iterator[Found]:
	"""A party whose place lies in another zone than the agreement's."""
	agreement, terms = subject.file.agreement, subject.file.terms
	named = [("agreement.partner", agreement.partner), ("agreement.provider", agreement.provider)]
	for number, party in enumerate(terms.parties):
		named.append((f"terms.parties[{number}].name", party.name.id))
		named.append(
			(f"terms.parties[{number}].description", party.description.id if party.description else None)
		)
	for path, name in named:
		words = set(re.findall(r"[a-z]+", (name or "").lower()))
		for zone, places in _PLACES.items():
			found = sorted(words & set(places.split()))
			if found and zone != agreement.time_zone and agreement.time_zone in _ZONES:
				ours, theirs = _ZONES[agreement.time_zone], _ZONES[zone]
				yield Found(path, {"name": name, "theirs": theirs, "place": found[0], "ours": ours})


def _shifted(time: str, zone: str, other: str) -> str:
	hour, minute = int(time[:2]), int(time[3:])
	noon = datetime(2026, 1, 1, 12, tzinfo=ZoneInfo(zone))
	offset = (noon.astimezone(ZoneInfo(other)).utcoffset() or noon - noon) - (noon.utcoffset() or noon - noon)
	minutes = (hour * 60 + minute + int(offset.total_seconds() // 60)) % (24 * 60)
	return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _office(subject: Subject) -> list[Calendar]:
	"""The calendars that aren't 24x7."""
	return [entry for entry in subject.file.calendars if not entry.week.always and entry.week != Week()]


def _counts_days(subject: Subject, calendar: Calendar) -> bool:
	"""Whether some target in working days is counted on that calendar with a fixed number of hours a day."""
	by_hours = subject.file.agreement.working_day == "hours_per_day"
	rows = (row for row in subject.file.targets if row.calendar == calendar.code)
	return by_hours and any(row.target.days is not None for row in rows)


def _opening_phrases(calendar: Calendar) -> list[str]:
	windows = [window for _, windows in calendar.week.days for window in windows]
	if not windows:
		return []
	start, end = windows[0][0], windows[-1][1]
	return [
		phrase
		for mark in (".", ":")
		for phrase in (
			f"{start.replace(':', mark)} – {end.replace(':', mark)}",
			f"{start.replace(':', mark)} - {end.replace(':', mark)}",
			f"{start.replace(':', mark)} hingga",
			f"{start.replace(':', mark)} s.d.",
			f"{start.replace(':', mark)}–{end.replace(':', mark)}",
		)
	]


def _government(subject: Subject) -> bool:
	return bool(_GOVERNMENT.search(_provider(subject)))


def _private(subject: Subject) -> bool:
	return bool(_PRIVATE.search(_provider(subject)))


def _provider(subject: Subject) -> str:
	"""What the file says about the provider: its name and its own addresses."""
	terms = subject.file.terms
	addresses = [channel.address or "" for channel in subject.file.channels]
	parties = [party.name.id for party in terms.parties if party.party == "provider"]
	return " ".join([subject.file.agreement.provider, *parties, *addresses])
