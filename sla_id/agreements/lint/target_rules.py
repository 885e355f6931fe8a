"""Rules about the promises themselves: lengths that contradict each other, lengths that can be read two ways, rows without one."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from sla_id.agreements.file import TargetRow
from sla_id.agreements.file.target_text import DAYS, DURATION, ESTIMATE, NEXT_RELEASE, NONE, OPEN_ENDED
from sla_id.agreements.lint.lengths_in_text import UNSAID
from sla_id.agreements.lint.lint_finding import NOTE, WARNING, Quote
from sla_id.agreements.lint.linted_file import (
	CLOCK_NAMES,
	Subject,
	both,
	capital,
	listed,
	row_words,
	target_words,
)
from sla_id.agreements.lint.rule import Found, rule
from sla_id.agreements.lint.worked_examples import due, evening, later, said, surely_in_time
from sla_id.engine import Sentence
from sla_id.engine.terms import ENDS_TICKET

_CLOCKED_BY_PRIORITY = ("response", "workaround", "resolution", "permanent_fix", "fulfilment")
_SHARED_WORDS = 3
"""So many words of a service's name make a line of the source its own."""
_FOLLOWS = {"response": ("resolution", "fulfilment"), "workaround": ("permanent_fix", "resolution")}


_LATE = Sentence("The target {row} can be due after the target {other} on the same ticket.")


@rule(
	WARNING, says=_LATE, advice=Sentence("Make the response target shorter than the target of the solution.")
)
def response_after_resolution(subject: Subject) -> Iterator[Found]:
	"""A response that may be due after the resolution."""
	yield from _too_late(subject, "response")


@rule(
	WARNING,
	says=_LATE,
	advice=Sentence("Swap or correct the two numbers: a workaround comes before the permanent fix."),
)
def workaround_after_permanent_fix(subject: Subject) -> Iterator[Found]:
	"""A workaround that may be due after the permanent fix, which makes it pointless."""
	yield from _too_late(subject, "workaround")


def _too_late(subject: Subject, clock: str) -> Iterator[Found]:
	for number, row in subject.rows(clock):
		for _, other in subject.rows(*_FOLLOWS[clock]):
			# "Immediate" is no length: the caller is answered, or the ticket is handed over (001 §6.4).
			if other.target.immediate or surely_in_time(subject, row, other):
				continue
			if not subject.meets(row, other):
				continue
			if subject.overruled(row, other) or subject.overruled(other, row):
				continue
			if later(subject, row, other):
				values = {"row": row_words(row), "other": row_words(other)}
				yield Found(f"targets[{number}].target", values, subject.sentence_of(row))
				break


@rule(
	WARNING,
	says=Sentence(
		"Priority {priority} is less urgent than {other}, yet its {clock} target is stricter ({length} against {other_length})."
	),
	advice=Sentence("Check whether the two numbers have been swapped."),
)
def less_urgent_stricter(subject: Subject) -> Iterator[Found]:
	"""A less urgent priority with a shorter target than a more urgent one."""
	for number, row in subject.rows(*_CLOCKED_BY_PRIORITY):
		rank = subject.rank(row.priority)
		for _, other in subject.rows(row.clock):
			above = subject.rank(other.priority)
			if rank is None or above is None or above >= rank or _besides(row) != _besides(other):
				continue
			if later(subject, other, row):
				one, two = target_words(row.target), target_words(other.target)
				clock = CLOCK_NAMES[row.clock]
				yield Found(
					f"targets[{number}].target",
					{
						"priority": row.priority,
						"other": other.priority,
						"clock": clock,
						"length": one,
						"other_length": two,
					},
					subject.sentence_of(row),
				)
				break


@rule(
	WARNING,
	says=Sentence("Priority {code} has no {name} target although other priorities have one."),
	advice=Sentence("Add the target, or write target: none so that it is plain that there is none."),
)
def priority_without_target(subject: Subject) -> Iterator[Found]:
	"""A priority without a clock that other priorities have."""
	for clock in _CLOCKED_BY_PRIORITY:
		rows = [row for _, row in subject.rows(clock)]
		named = {row.priority for row in rows if row.priority}
		# A row for all tickets covers every priority; one of a channel or service covers only some of them.
		general = any(row.priority is None and row.channel is None and row.service is None for row in rows)
		if not named or general:
			continue
		for number, priority in enumerate(subject.file.priorities):
			if priority.code not in named:
				name = CLOCK_NAMES[clock]
				yield Found(f"priorities[{number}]", {"code": priority.code, "name": name})


@rule(
	NOTE,
	"X1",
	"X22",
	says=Sentence(
		"{length} ({clock} {priority}) counts on {used}; unless the text says so, it can be read as {unused} too. A report of {start} is due {one} if 24x7, {another} in business hours."
	),
	advice=Sentence('Write "24x7" or "business hours" beside the number in the document.'),
)
def hours_calendar_unsaid(subject: Subject) -> Iterator[Found]:
	"""Hours of the most urgent priority that can mean 24x7 or business hours (000 §2.1, 004 §4)."""
	ranked = subject.by_rank()
	calendars = {row.calendar: subject.always(row.calendar) for row in subject.file.targets}
	office = next((code for code, always in calendars.items() if not always), None)
	for number, row in subject.rows(*_CLOCKED_BY_PRIORITY):
		others = [other for _, other in subject.rows(row.clock) if other is not row]
		hours = row.target.kind == DURATION and not row.target.immediate
		if not hours or not ranked or row.priority != ranked[0].code:
			continue
		among_days = any(other.target.kind == DAYS and other.priority for other in others)
		two = len(set(calendars.values())) == 2
		plausible = two or (among_days and not subject.always(row.calendar))
		if not plausible or _source_says_calendar(subject, row):
			continue
		length, start = target_words(row.target), evening(subject)
		business = due(subject, row, start, office if subject.always(row.calendar) else row.calendar)
		if subject.always(row.calendar):
			used, unused, wall = "24x7", both("jam kerja", "business hours"), due(subject, row, start)
		else:
			used, unused, wall = row.calendar, both("24x7", "24x7"), _around_the_clock(subject, row)
		one, another = said(wall), said(business)
		yield Found(
			f"targets[{number}].calendar",
			{
				"length": length,
				"clock": CLOCK_NAMES[row.clock],
				"priority": row.priority,
				"used": used,
				"unused": unused,
				"start": said(start),
				"one": one,
				"another": another,
			},
			subject.sentence_of(row),
			reading="X1" if two else "X22",
		)


def _source_says_calendar(subject: Subject, row: TargetRow) -> bool:
	sentence = subject.sentence_of(row)
	wanted = subject.keys(row.target)
	stated = [line for line in subject.lines if sentence and line.number == sentence.line]
	return any(a.key in wanted and a.means != UNSAID for line in stated for a in line.amounts)


def _around_the_clock(subject: Subject, row: TargetRow) -> datetime:
	return evening(subject) + timedelta(seconds=subject.seconds(row.target) or 0)


@rule(
	WARNING,
	"X1",
	says=Sentence("{one} counts on {calendar}, but {two} on {other}."),
	advice=Sentence("Make sure that the two clocks are meant to differ; otherwise use one calendar."),
)
def clocks_on_two_calendars(subject: Subject) -> Iterator[Found]:
	"""A priority whose response counts 24x7 and whose resolution counts business hours, or the reverse."""
	for number, row in subject.rows(*ENDS_TICKET):
		for _, response in subject.rows("response"):
			if row.priority is None or response.priority != row.priority or not subject.meets(row, response):
				continue
			lengths = (subject.length(row), subject.length(response))
			if None in lengths or subject.always(row.calendar) == subject.always(response.calendar):
				continue
			one, two = capital(row_words(response)), row_words(row)
			yield Found(
				f"targets[{number}].calendar",
				{"one": one, "calendar": response.calendar, "two": two, "other": row.calendar},
				subject.sentence_of(row),
			)
			break


@rule(
	NOTE,
	"X4",
	says=Sentence(
		"{words}: there is no due date until a release is linked. The ticket can't breach; it only ages in the report."
	),
	advice=Sentence("Link a dated release to the ticket, or agree on a longest time."),
)
def target_next_release(subject: Subject) -> Iterator[Found]:
	"""A target that is due with a release, and so has no date until one is linked (000 §2.1, P3)."""
	for number, row in subject.rows():
		if row.target.kind == NEXT_RELEASE:
			words = capital(row_words(row))
			yield Found(
				f"targets[{number}].target",
				{"words": words},
				subject.sentence_with("rilis berikutnya", "next release"),
			)


@rule(
	NOTE,
	"X14",
	says=Sentence(
		"{words} has no upper limit. It can't breach; there is only a warning once the length has passed."
	),
	advice=Sentence("Report it separately from the other targets, or agree on an upper limit."),
)
def target_open_ended(subject: Subject) -> Iterator[Found]:
	"""A target such as "> 40 h", which is never breached (001 §6.3, P6)."""
	for number, row in subject.rows():
		if row.target.kind == OPEN_ENDED:
			words = capital(row_words(row))
			yield Found(f"targets[{number}].target", {"words": words}, subject.sentence_of(row))


@rule(
	NOTE,
	"X16",
	says=Sentence("{clock} {rows}: without a target: the clock is statistics only."),
	advice=Sentence('Make sure that "-" means no target and not a cell left empty.'),
)
def target_none(subject: Subject) -> Iterator[Found]:
	"""Rows with "-", which only count for statistics (001 §6.4, CRSM.01.3 and .6)."""
	yield from _by_clock(
		subject,
		[
			(number, row)
			for number, row in subject.rows()
			if row.target.kind == NONE and not row.assumed and row.clock != "permanent_fix"
		],
	)


@rule(
	NOTE,
	says=Sentence("{clock} {rows}: by estimate: no due time until one is given."),
	advice=Sentence("Agree within how many days the estimate itself is given."),
)
def target_by_estimate(subject: Subject) -> Iterator[Found]:
	"""Rows "by estimate", which need a length on each ticket (004 §5a)."""
	yield from _by_clock(subject, [entry for entry in subject.rows() if entry[1].target.kind == ESTIMATE])


@rule(
	NOTE,
	"X13",
	"X23",
	says=Sentence("{clock} {rows}: assumed ({length}); the document doesn't say it."),
	advice=Sentence("Agree on the time with the other party, then remove assumed."),
)
def target_assumed(subject: Subject) -> Iterator[Found]:
	"""Rows that the document doesn't state (001: channels treated as the portal; 004: channels without a time)."""
	assumed = [(number, row) for number, row in subject.rows() if row.assumed]
	for without in (False, True):
		rows = [entry for entry in assumed if (entry[1].target.kind == NONE) == without]
		for clock in dict.fromkeys(row.clock for _, row in rows):
			of_clock = [entry for entry in rows if entry[1].clock == clock]
			for target in dict.fromkeys(row.target for _, row in of_clock):
				same = [entry for entry in of_clock if entry[1].target == target]
				yield from _by_clock(subject, same, "X23" if without else "X13")


def _by_clock(
	subject: Subject, rows: list[tuple[int, TargetRow]], reading: str | None = None
) -> Iterator[Found]:
	"""Join rows that differ only in who they apply to into one finding, so that people are told once."""
	for clock in dict.fromkeys(row.clock for _, row in rows):
		same = [(number, row) for number, row in rows if row.clock == clock]
		number, first = same[0]
		yield Found(
			f"targets[{number}].target",
			{
				"clock": capital(CLOCK_NAMES[clock]),
				"rows": listed(_whom(row) for _, row in same),
				"length": target_words(first.target),
			},
			_dash_of(subject, first) if first.target.kind == NONE else None,
			reading,
		)


def _dash_of(subject: Subject, row: TargetRow) -> Quote | None:
	"""The line of the source that ends in a dash and matches the row's service best."""
	service = next((entry for _, entry, _ in subject.services() if entry.code == row.service), None)
	if service is None:
		return None
	wanted = set(re.findall(r"\w{3,}", f"{service.code} {service.name.id}".lower()))
	dashes = [line for line in subject.lines if re.search(r"\s[-–]$", line.text)]
	shared = {line.number: wanted & set(re.findall(r"\w{3,}", line.text.lower())) for line in dashes}
	best = max(dashes, key=lambda line: len(shared[line.number]), default=None)
	return best.sentence if best and len(shared[best.number]) >= _SHARED_WORDS else None


def _besides(row: TargetRow) -> tuple[str | None, ...]:
	"""A row's scope without its priority."""
	return row.channel, row.service, row.kind, row.stage, row.team


def _whom(row: TargetRow) -> str:
	return " ".join(part for part in (row.priority, row.service, row.channel, row.team) if part) or "*"
