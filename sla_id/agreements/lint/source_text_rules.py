"""Rules that need the document's text: numbers that only the file or only the document has, and what a file can't express."""

import re
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from sla_id.agreements.file import Label
from sla_id.agreements.file.target_text import DAYS, DURATION, OPEN_ENDED, AgreedTarget
from sla_id.agreements.lint.language_rules import wordings
from sla_id.agreements.lint.lengths_in_text import CALENDAR, WORKING, amounts, days, months, seconds
from sla_id.agreements.lint.lint_finding import NOTE, WARNING
from sla_id.agreements.lint.linted_file import Subject, both, capital, row_words, target_words
from sla_id.agreements.lint.rule import Found, rule
from sla_id.agreements.words.field_names import FIELDS
from sla_id.engine import Sentence

_FORMULA = re.compile(r"formula|rumus", re.IGNORECASE)
_ARITHMETIC = re.compile(r"[=×÷/]|\bx\b|dibagi|divided", re.IGNORECASE)
_OLA = re.compile(r"\bOLA\b|Operational Level Agreement|Tingkat Operasional", re.IGNORECASE)
_FOR_USERS = re.compile(
	r"(bagi|untuk|kepada) (pengguna|pelanggan)|(for|to) (the )?(users?|customers?)", re.IGNORECASE
)
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?)\s*%")
_CHECK_OR_ASSUME = Sentence("Check the number, or mark the row assumed: true if it is.")


@rule(
	WARNING,
	says=Sentence('"{text}" stands in the document, but nowhere in the agreement file.'),
	advice=Sentence("Check whether a target, a notice or a review interval has been left out."),
)
def source_number_not_in_file(subject: Subject) -> Iterator[Found]:
	"""A length of time in the document that isn't in the file."""
	known = _known(subject)
	seen: set[Any] = set()
	for line in subject.lines:
		for amount in line.amounts:
			if amount.key not in known and amount.key not in seen:
				seen.add(amount.key)
				yield Found("agreement.source", {"text": amount.text}, line.sentence)


@rule(WARNING, says=Sentence("{row}: its length isn't found in the document."), advice=_CHECK_OR_ASSUME)
def target_not_in_source(subject: Subject) -> Iterator[Found]:
	"""A target in the file whose length appears nowhere in the document."""
	if not subject.lines:
		return
	stated = {amount.key for line in subject.lines for amount in line.amounts}
	for number, row in subject.rows():
		fixed = row.target.kind in (DURATION, DAYS, OPEN_ENDED) and not row.target.immediate
		if fixed and not row.assumed and not stated & subject.keys(row.target):
			yield Found(f"targets[{number}].target", {"row": capital(row_words(row))})


@rule(
	WARNING,
	"X1",
	"X22",
	says=Sentence("{words} counts on {calendar}, while the document gives it as {meant}."),
	advice=Sentence("Correct the calendar of that row."),
)
def calendar_against_source(subject: Subject) -> Iterator[Found]:
	"""A target counted 24x7 that the document states in working time, or the reverse (000 §2.1, 004 §4)."""
	for number, row in subject.rows():
		if row.target.kind not in (DURATION, DAYS, OPEN_ENDED) or row.target.immediate:
			continue
		wanted = subject.keys(row.target)
		said = {amount.means for line in subject.lines for amount in line.amounts if amount.key in wanted}
		always = subject.always(row.calendar)
		# One plain word is enough only where no other place gives the same length with another meaning.
		if said != {WORKING if always else CALENDAR}:
			continue
		words = capital(row_words(row))
		meant = (
			both("waktu kerja", "working time")
			if always
			else both("24x7 atau kalender", "24x7 or calendar time")
		)
		yield Found(
			f"targets[{number}].calendar",
			{"words": words, "calendar": row.calendar, "meant": meant},
			subject.sentence_of(row),
			reading="X1" if always else "X22",
		)


@rule(
	NOTE,
	"X2",
	says=Sentence("Tier {level} comes in at {moment}; that number isn't in the document."),
	advice=Sentence("Agree on the moment and write it down."),
)
def trigger_not_in_source(subject: Subject) -> Iterator[Found]:
	"""A time of escalation that the document doesn't state (000 §4.2: "near the limit" has no number)."""
	if not subject.lines:
		return
	stated = {amount.key for line in subject.lines for amount in line.amounts}
	percents = {match[1] for line in subject.lines for match in _PERCENT.finditer(line.text)}
	for path, tier, trigger in subject.triggers():
		if trigger.percent is not None and str(trigger.percent) not in percents:
			moment = both(f"{trigger.percent} %", f"{trigger.percent} %")
		elif trigger.length is not None and not stated & subject.keys(trigger.length):
			moment = target_words(trigger.length)
		else:
			continue
		yield Found(
			path,
			{"level": tier.level, "moment": moment},
			subject.sentence_with("mendekati batas", "berisiko melanggar", "near the", "at risk"),
		)


@rule(
	NOTE,
	says=Sentence(
		"A request for tier {level} is decided on within {words}; that number isn't in the document."
	),
	advice=Sentence("Agree on the time and write it down."),
)
def request_time_not_in_source(subject: Subject) -> Iterator[Found]:
	"""A time to decide on a request for escalation that the document doesn't state (000 §4.2: "valid")."""
	stated = {amount.key for line in subject.lines for amount in line.amounts}
	for path, tier, trigger in subject.triggers():
		within = trigger.decide_within
		if subject.lines and within is not None and not stated & subject.keys(within):
			words = target_words(within)
			yield Found(
				f"{path}.decide_within",
				{"level": tier.level, "words": words},
				subject.sentence_with("permintaan eskalasi", "berhak meminta", "escalation request"),
			)


@rule(
	WARNING,
	says=Sentence("Tier {level}, {duty}: its length isn't found in the document."),
	advice=_CHECK_OR_ASSUME,
)
def duty_not_in_source(subject: Subject) -> Iterator[Found]:
	"""A duty's time that appears nowhere in the document and isn't marked as assumed."""
	stated = {amount.key for line in subject.lines for amount in line.amounts}
	for path, tier, duty in subject.duties():
		within = None if duty.assumed else duty.within
		if subject.lines and within is not None and not stated & subject.keys(within):
			yield Found(f"{path}.within", {"level": tier.level, "duty": duty.label})


@rule(
	WARNING,
	says=Sentence("An availability of {target_percent} % isn't found in the document."),
	advice=Sentence("Check the number."),
)
def percentage_not_in_source(subject: Subject) -> Iterator[Found]:
	"""An availability that the document doesn't state (000 §5.1)."""
	availability = subject.file.availability
	if availability is None or not subject.lines:
		return
	stated = {
		float(match[1].replace(",", ".")) for line in subject.lines for match in _PERCENT.finditer(line.text)
	}
	if float(availability.target_percent) not in stated:
		yield Found("availability.target_percent", {"target_percent": availability.target_percent})


@rule(
	WARNING,
	says=Sentence(
		"{name}: {length} isn't found in the document, so nobody has agreed on it by signing that."
	),
	advice=Sentence("Check it, or mark it as assumed where that is possible."),
)
def availability_length_not_in_source(subject: Subject) -> Iterator[Found]:
	"""A minimum length, a notice or another time around availability that the document doesn't state (000 §5, §6.1)."""
	stated = {amount.key for line in subject.lines for amount in line.amounts}
	for path, name, length in _availability_lengths(subject):
		if subject.lines and length is not None and not stated & subject.keys(length):
			yield Found(path, {"name": name, "length": target_words(length)})


@rule(
	WARNING,
	"X6",
	says=Sentence("The document announces a formula and doesn't give it (a lost picture?)."),
	advice=Sentence("Ask its author for it; until then availability.formula holds."),
)
def formula_missing_in_source(subject: Subject) -> Iterator[Found]:
	"""A document that announces a formula and doesn't give it (000 §5.1: a lost picture)."""
	for line, below in zip(subject.lines, subject.lines[1:], strict=False):
		announced = _FORMULA.search(line.text) and line.text.rstrip().endswith(":")
		if announced and not _ARITHMETIC.search(below.text):
			yield Found("availability.formula", quote=line.sentence)


@rule(
	NOTE,
	"X25",
	says=Sentence(
		"The document calls an OLA a commitment to users; here an OLA is the internal commitment of a team that supports an SLA."
	),
	advice=Sentence("Use clock: ola for teams, and the other clocks for what users are promised."),
)
def ola_as_user_promise(subject: Subject) -> Iterator[Found]:
	"""A document that defines an OLA as a promise to users (003 IV.A.9)."""
	for line in subject.lines:
		if _OLA.search(line.text) and _FOR_USERS.search(line.text):
			yield Found("targets", quote=line.sentence)


def _known(subject: Subject) -> set[Any]:
	"""Every length of time in the file, in numbers or in words."""
	file = subject.file
	found: set[Any] = {seconds(file.agreement.seconds_per_day), days(1)}
	for row in file.targets:
		found |= subject.keys(row.target)
	for tier in file.tiers:
		lengths = [tier.acknowledge_within, tier.repeat_every, *(duty.within for duty in tier.duties)]
		lengths += [length for trigger in tier.triggers for length in (trigger.length, trigger.decide_within)]
		for length in lengths:
			found |= subject.keys(length) if length is not None else set()
	for channel in file.channels:
		if channel.notice_days is not None:
			found.add(days(channel.notice_days))
	if file.agreement.review is not None:
		found.add(months(file.agreement.review.months))
	if file.terms.missed_months is not None:
		found.add(months(file.terms.missed_months))
	for _path, _name, length in _availability_lengths(subject, assumed=True):
		found |= subject.keys(length) if length is not None else set()
	for _, label in wordings(file):
		found |= _lengths(label)
	return found


def _lengths(label: Label) -> set[Any]:
	return {amount.key for text in (label.id, label.en) for amount in amounts(text)}


def _availability_lengths(
	subject: Subject, *, assumed: bool = False
) -> Iterator[tuple[str, Label, AgreedTarget | None]]:
	"""The lengths around availability and pauses with their paths and names; those that are `assumed` only if wanted."""
	promise = subject.file.availability
	if promise is not None:
		yield "availability.minimum", FIELDS["Availability"]["minimum"], promise.minimum
		for section in ("maintenance", "claims", "statement"):
			terms = getattr(promise, section)
			for entry in fields(terms) if terms and (assumed or not getattr(terms, "assumed", False)) else ():
				value = getattr(terms, entry.name)
				if isinstance(value, AgreedTarget):
					name = FIELDS[type(terms).__name__][entry.name]
					yield f"availability.{section}.{entry.name}", name, value
	for number, reason in enumerate(subject.file.pause_reasons):
		yield f"pause_reasons[{number}].longest", FIELDS["PauseReason"]["longest"], reason.longest
