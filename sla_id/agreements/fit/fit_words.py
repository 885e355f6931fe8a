"""The comparison in words: what can't be kept, when, and the sum of the worst case.

Called by the command and by `service_level_management/ola_fit.py`. It speaks Indonesian for "id" and English for any other language.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sla_id.agreements.file.model import AgreementFile
from sla_id.agreements.fit.fit_result import (
	MINUTES,
	FitReport,
	LeftOut,
	Link,
	Obstacle,
	Outcome,
	PromiseFit,
	Span,
	Verdict,
	WeekFit,
	Worst,
)
from sla_id.agreements.words import join_words, say_date, say_scope, say_target
from sla_id.agreements.words.calendar_words import say_days, say_weekday
from sla_id.engine.sentences import Sentence, say
from sla_id.engine.words import say_duration, say_instant

_DAY = 24 * 60
_VERDICTS = {
	Verdict.ALWAYS: Sentence("always fits"),
	Verdict.SOMETIMES: Sentence("sometimes fits"),
	Verdict.NEVER: Sentence("never fits"),
}
_REASONS = {
	Obstacle.NO_LENGTH: Sentence("it has no fixed length"),
	Obstacle.NO_OLA: Sentence("no OLA supports it"),
	Obstacle.UNCOMPUTABLE: Sentence("it can't be computed because its calendar never opens again"),
}
_ORDINARY = Sentence("Ordinary week from {0}")
_HOLIDAY = Sentence("Week with a holiday from {0} ({1})")
_IN_TURN = Sentence("teams one after the other")
_TOGETHER = Sentence("all teams at once, from the report on")
_KEPT = Sentence("can always be met, whenever the ticket is created.")
_LOST = Sentence("can't be met, whenever the ticket is created.")
_LOST_AT = Sentence("can't be met if the ticket is created {0}.")
_SLA = Sentence("SLA: start {0}, {1}, due {2}")
_OLA = Sentence("OLA {0} {1}: from {2}, {3}, until {4}")
_LATE = Sentence("Late by {0}.")
_ROOM = Sentence("Room left: {0}.")
_WORST = Sentence("Worst case")
_TEAMS = Sentence("Teams")
_SERVICES = Sentence("Services", context="SLA Service")
_ANY_SERVICE = Sentence("tickets without a service")
_GAPS = Sentence("Without an OLA, not counted: {0}.")
_UNCOUNTED = Sentence("OLAs without a length, not counted: {0}.")
_LEFT_OUT = Sentence("Not compared")
_NOTHING = Sentence("There is no target to compare with an OLA.")


def say_verdict(verdict: Verdict, language: str) -> str:
	"""Whether a promise fits, in two words."""
	return say(_VERDICTS[verdict], language)


def say_spans(spans: Sequence[Span], language: str) -> str:
	"""Times of the week: "Senin–Kamis 15.01–17.00; Jumat 15.01 – Senin 00.00"."""
	within: dict[tuple[int, int], list[int]] = {}
	for span in spans:
		day = span.start // _DAY
		within.setdefault((span.start - day * _DAY, span.end - day * _DAY), []).append(day)
	parts = sorted((days[0] * _DAY + times[0], days, times) for times, days in within.items())
	return "; ".join(_say_times(days, times, language) for _, days, times in parts)


def say_promise(file: AgreementFile, promise: PromiseFit, language: str) -> str:
	"""What is promised and to whom: "Waktu Penyelesaian P1: 8 jam kerja"."""
	limits = f" [{', '.join(promise.limits)}]" if promise.limits else ""
	length = say_target(file, promise.row.target, promise.row.calendar, language)
	return f"{say_scope(promise.row, language)}{limits}: {length}"


def say_worst(file: AgreementFile, worst: Worst, promise: PromiseFit, language: str) -> list[str]:
	"""The sum of the worst case, one line for each step."""
	zone = ZoneInfo(file.agreement.time_zone)

	def at(instant: datetime) -> str:
		return say_instant(instant, language, zone)

	length = say_target(file, promise.row.target, promise.row.calendar, language)
	lines = [say(_SLA, language).format(at(worst.start), length, at(worst.due))]
	for number, step in enumerate(worst.steps, 1):
		row = step.link.row
		lines.append(
			say(_OLA, language).format(
				number,
				_say_link(step.link),
				at(step.start),
				say_target(file, row.target, row.calendar, language),
				at(step.end),
			)
		)
	told = _LATE if worst.late_seconds > 0 else _ROOM
	return [*lines, say(told, language).format(say_duration(abs(worst.late_seconds), language))]


def say_left_out(left: LeftOut, language: str) -> str:
	"""A row that isn't compared, with the reason."""
	services = f" ({', '.join(left.services)})" if left.services else ""
	return f"{say_scope(left.row, language)}{services}: {say(_REASONS[left.reason], language)}"


def say_outcome(outcome: Outcome, language: str) -> str:
	"""When a promise can't be kept, as a sentence."""
	if outcome.verdict is Verdict.ALWAYS:
		return say(_KEPT, language)
	if outcome.verdict is Verdict.NEVER:
		return say(_LOST, language)
	return say(_LOST_AT, language).format(say_spans(outcome.spans, language))


def say_week(week: WeekFit, language: str) -> str:
	"""Which week it is, with its holidays."""
	day = say_date(week.monday, language)
	if not week.holidays:
		return say(_ORDINARY, language).format(day)
	return say(_HOLIDAY, language).format(day, "; ".join(week.holidays))


def say_chain(links: Iterable[Link]) -> str:
	"""The teams in order: "Tim Jaringan (NET) → Tim Server (SRV)"."""
	return " → ".join(map(_say_link, links))


def say_services(file: AgreementFile, services: Sequence[str], language: str) -> str:
	"""The services concerned. A service that is part of another one in the list isn't named."""
	above = {service.code: set(codes) for service, codes in file.all_services()}
	named = [code for code in services if not above.get(code, set()).intersection(services)]
	return join_words(named, language) or say(_ANY_SERVICE, language)


def say_report(file: AgreementFile, report: FitReport, language: str) -> str:
	"""The whole report, for a terminal."""
	blocks = [
		"\n".join(_promise_lines(file, promise, language)) for promise in sorted(report.promises, key=_rank)
	] or [say(_NOTHING, language)]
	if report.left_out:
		lines = [f"  - {say_left_out(left, language)}" for left in report.left_out]
		blocks.append("\n".join([f"{say(_LEFT_OUT, language)}:", *lines]))
	title = f"{file.agreement.title.get(language)} ({file.agreement.code} v{file.agreement.version})"
	return "\n\n".join([title, *blocks]) + "\n"


def _rank(promise: PromiseFit) -> int:
	"""Sorts promises that can't be kept first."""
	return (Verdict.NEVER, Verdict.SOMETIMES, Verdict.ALWAYS).index(promise.verdict)


def _promise_lines(file: AgreementFile, promise: PromiseFit, language: str) -> Iterator[str]:
	verdict = say_verdict(promise.verdict, language)
	yield f"{verdict[:1].upper()}{verdict[1:]} · {say_promise(file, promise, language)}"
	yield f"  {say(_SERVICES, language)}: {say_services(file, promise.services, language)}"
	yield f"  {say(_TEAMS, language)}: {say_chain(promise.links)}"
	if promise.gaps:
		yield f"  {say(_GAPS, language).format(', '.join(promise.gaps))}"
	if promise.uncounted:
		yield f"  {say(_UNCOUNTED, language).format(', '.join(map(_say_link, promise.uncounted)))}"
	for week in promise.weeks:
		yield f"  {say_week(week, language)}"
		views = [(_IN_TURN, week.in_turn)] + ([(_TOGETHER, week.together)] if len(promise.links) > 1 else [])
		for name, outcome in views:
			yield f"    {say(name, language)}: {say_outcome(outcome, language)}"
	yield f"  {say(_WORST, language)}:"
	for line in say_worst(file, promise.worst_week.in_turn.worst, promise, language):
		yield f"    {line}"


def _say_link(link: Link) -> str:
	return f"{link.team} ({link.service})" if link.service else link.team


def _say_times(days: Sequence[int], times: tuple[int, int], language: str) -> str:
	"""Days with the same times. A span past midnight names the day on which it ends."""
	start, end = times
	if end <= _DAY:
		return f"{say_days(days, language)} {_clock(start, language)}–{_clock(end, language)}"
	return "; ".join(
		f"{say_weekday(day, language)} {_clock(start, language)} – {_end(day * _DAY + end, language)}"
		for day in days
	)


def _end(minute: int, language: str) -> str:
	if minute >= MINUTES:
		return f"{say_weekday(6, language)} {_clock(_DAY, language)}"
	day, rest = divmod(minute, _DAY)
	return f"{say_weekday(day, language)} {_clock(rest, language)}"


def _clock(minute: int, language: str) -> str:
	mark = "." if language.startswith("id") else ":"
	return f"{minute // 60:02}{mark}{minute % 60:02}"
