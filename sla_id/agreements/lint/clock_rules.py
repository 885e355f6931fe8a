"""Rules about which clocks a ticket has: missing clocks, two for one event, what ends them, stages."""

from collections.abc import Iterator

from sla_id.agreements.file import TargetRow
from sla_id.agreements.file.target_text import NONE
from sla_id.agreements.lint.lint_finding import NOTE, WARNING
from sla_id.agreements.lint.linted_file import (
	CLOCK_NAMES,
	Subject,
	both,
	capital,
	listed,
	row_words,
	target_words,
)
from sla_id.agreements.lint.rule import Found, gap, rule
from sla_id.engine import Sentence
from sla_id.engine.terms import ENDS_TICKET

# fmt: off
GAPS = (
	gap("no-response-target", WARNING, "targets", "An agreement without any response target.",
		Sentence("There is no response target: a reporter can't know when to expect an answer."),
		Sentence("Add a target with clock: response."),
		when=lambda subject: not any(row.target.kind != NONE for _, row in subject.rows("response"))),
	gap("no-solution-target", WARNING, "targets", "An agreement that promises no end of a ticket.",
		Sentence("There is no target for resolution, fulfilment or permanent fix."),
		Sentence("Add a target with clock: resolution or clock: fulfilment."),
		when=lambda subject: not any(row.target.kind != NONE for _, row in subject.rows(*ENDS_TICKET))),
	gap("first-line-without-end", WARNING, "agreement.first_line", "An agreement with a first line that promises nothing after the hand-over (001 §6.4).",
		Sentence("Once the first line has handed a ticket over, no target for its end is left."),
		Sentence("Add rows with stage: handed_over."),
		when=lambda subject: subject.file.agreement.first_line
			and {row.stage for _, row in subject.rows(*ENDS_TICKET)} == {"first_line"}),
)
# fmt: on


@rule(
	NOTE,
	"X12",
	says=Sentence("{one} and {two} are equally long: the document doesn't say whether they are one event."),
	advice=Sentence("Read as two clocks; an answer that fulfils closes both. Agree otherwise if need be."),
)
def response_equals_fulfilment(subject: Subject) -> Iterator[Found]:
	"""Response and fulfilment with the same length may be one event or two (001 §6.4, portal and e-mail)."""
	for number, row in subject.rows("fulfilment", "resolution"):
		for _, response in subject.rows("response"):
			length = subject.length(row)
			same = (
				length is not None
				and length == subject.length(response)
				and row.calendar == response.calendar
			)
			# What was assumed alike is alike by assumption: `target_assumed` tells of it.
			if row.assumed and response.assumed:
				continue
			if not same or not length or row.channel != response.channel or not subject.meets(row, response):
				continue
			if subject.overruled(row, response) or subject.overruled(response, row):
				continue
			one, two = capital(row_words(response)), row_words(row)
			yield Found(f"targets[{number}].target", {"one": one, "two": two}, subject.sentence_of(row))
			break


@rule(
	NOTE,
	"X11",
	says=Sentence(
		"For the same ticket the {clock} is promised by service and by priority, such as {one} and {two}. What holds: for incidents {incidents}, for requests {requests}."
	),
	advice=Sentence("Write the rule into the agreement, or change service_or_priority and requests_use."),
)
def service_and_priority(subject: Subject) -> Iterator[Found]:
	"""A service and a priority that both promise a time for the same ticket (001 §6.3 against §6.4)."""
	for clock in CLOCK_NAMES:
		rows = [row for _, row in subject.rows(clock)]
		by_service = [row for row in rows if row.service and not row.priority]
		by_priority = [row for row in rows if row.priority and not row.service]
		pair = _widest(subject, by_service, by_priority)
		if pair is None:
			continue
		one, two = (row_words(row) for row in pair)
		agreement, name = subject.file.agreement, CLOCK_NAMES[clock]
		wins = _WINS[agreement.service_or_priority], _WINS[agreement.requests_use]
		yield Found(
			"agreement.service_or_priority",
			{"clock": name, "one": one, "two": two, "incidents": wins[0], "requests": wins[1]},
			subject.sentence_of(pair[1]),
		)


_WINS = {
	"stricter": both("yang lebih ketat", "the stricter"),
	"service": both("target layanan", "the service's target"),
	"priority": both("target prioritas", "the priority's target"),
}


def _widest(
	subject: Subject, by_service: list[TargetRow], by_priority: list[TargetRow]
) -> tuple[TargetRow, TargetRow] | None:
	"""The two rows of one ticket that differ most. As an example they show why the rule matters."""
	best, widest = None, 0
	for one in by_service:
		for two in by_priority:
			lengths = subject.length(one), subject.length(two)
			if lengths[0] is None or lengths[1] is None or not subject.meets(one, two):
				continue
			if abs(lengths[0] - lengths[1]) > widest:
				best, widest = (one, two), abs(lengths[0] - lengths[1])
	return best


@rule(
	NOTE,
	"X3",
	says=Sentence("{words} is met by a workaround; the permanent fix after it is tracked without a target."),
	advice=Sentence("Agree on a target for the permanent fix, or leave it: its age shows in the report."),
)
def workaround_ends_resolution(subject: Subject) -> Iterator[Found]:
	"""A resolution that a workaround meets while the permanent fix is still open (000 §1.3)."""
	for number, row in _met_by_workaround(subject):
		fix = next((fix for _, fix in subject.rows("permanent_fix") if subject.meets(row, fix)), None)
		if fix is None or fix.target.kind != NONE:
			continue
		words = capital(row_words(row))
		yield Found(
			f"targets[{number}].met_by",
			{"words": words},
			subject.sentence_with("Waktu Resolusi (Resolution Time)", "Perbaikan Permanen", "Permanent Fix"),
		)
		return


@rule(
	WARNING,
	"X3",
	says=Sentence("{words} is met by a workaround, and no clock follows its permanent fix."),
	advice=Sentence("Add a row with clock: permanent_fix, if only with target: none."),
)
def permanent_fix_untracked(subject: Subject) -> Iterator[Found]:
	"""A resolution that a workaround meets, with no clock that follows the permanent fix (000 §1.3)."""
	for number, row in _met_by_workaround(subject):
		if not any(subject.meets(row, fix) for _, fix in subject.rows("permanent_fix")):
			words = capital(row_words(row))
			yield Found(f"targets[{number}].met_by", {"words": words}, subject.sentence_of(row))


def _met_by_workaround(subject: Subject) -> Iterator[tuple[int, TargetRow]]:
	for number, row in subject.rows("resolution"):
		if "workaround_applied" in row.met_by and (row.met_when == "any" or len(row.met_by) == 1):
			yield number, row


@rule(
	WARNING,
	says=Sentence(
		"The agreement has a first line, but the fulfilment of {names} ({length}) names no stage: it holds before and after the ticket is handed over."
	),
	advice=Sentence("Write stage: first_line or stage: handed_over."),
)
def first_line_without_stage(subject: Subject) -> Iterator[Found]:
	"""A fulfilment row without a stage in an agreement that has a first line (001 §6.4)."""
	if not subject.file.agreement.first_line:
		return
	rows = [(number, row) for number, row in subject.rows("fulfilment") if row.stage is None]
	if rows:
		names = listed(
			" ".join(p for p in (row.priority, row.service, row.channel) if p) or "*" for _, row in rows
		)
		length = target_words(rows[0][1].target)
		yield Found(
			f"targets[{rows[0][0]}].stage",
			{"names": names, "length": length},
			subject.sentence_of(rows[0][1]),
		)
