"""Rules about availability: components, hours, maintenance, claims; about credits, pauses and causes of breaches."""

import re
from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from itertools import pairwise
from typing import Any

from sla_id.agreements.document import hidden_blocks
from sla_id.agreements.file.model import AgreedScheme, CreditWindow, GuaranteeRow
from sla_id.agreements.file.target_text import AgreedTarget
from sla_id.agreements.lint.lint_finding import NOTE, WARNING
from sla_id.agreements.lint.linted_file import Subject, listed, names_of, target_words
from sla_id.agreements.lint.rule import Found, gap, rule
from sla_id.agreements.words import code_names
from sla_id.engine import Sentence

_MONTH_SECONDS = 30 * 86_400
_MONTH_DAYS = 30
_WEEK_DAYS = Decimal(7)
_MAINTENANCE = re.compile(r"pemeliharaan|maintenance", re.I)
_OF_A_MONTH = ("steps", "proportional", "per_begun_period")
"""Schemes that pay for a month's availability."""


def _maintenance_exclusions(subject: Subject) -> list[str]:
	"""The codes of exclusions that are about planned maintenance."""
	promise = subject.file.availability
	return [
		item.code
		for item in (promise.exclusions if promise else ())
		if _MAINTENANCE.search(f"{item.code} {item.label.id} {item.label.en}")
	]


def _reduced_by_nothing(subject: Subject) -> bool:
	promise = subject.file.availability
	return promise is not None and promise.formula != "whole_period" and not promise.exclusions


def _maintenance_always_excluded(subject: Subject) -> bool:
	promise = subject.file.availability
	terms = promise.maintenance if promise else None
	return bool(_maintenance_exclusions(subject)) and (terms is None or terms.notice is None)


def _announced_and_counted(subject: Subject) -> bool:
	promise = subject.file.availability
	terms = promise.maintenance if promise else None
	return bool(terms and terms.notice and terms.exclusion is None and _maintenance_exclusions(subject))


def _nobody_decides(subject: Subject) -> bool:
	promise = subject.file.availability
	if promise is None or not promise.exclusions:
		return False
	return promise.claims is None or promise.claims.decide_within is None


def _blind_time_unsaid(subject: Subject) -> bool:
	promise = subject.file.availability
	return promise is not None and promise.unknown_counts_as is None


def _needs_a_fee(subject: Subject) -> bool:
	credit = subject.file.credit
	if credit is None or not credit.enabled or credit.scheme is None or credit.fee is not None:
		return False
	return credit.scheme.kind in _OF_A_MONTH or bool(
		credit.scheme.percent_of_fee or credit.scheme.cap_percent
	)


def _credit_for_no_promise(subject: Subject) -> bool:
	credit = subject.file.credit
	scheme = credit.scheme if credit and credit.enabled else None
	return bool(scheme and scheme.kind in _OF_A_MONTH and subject.file.availability is None)


def _causes_unasked(subject: Subject) -> bool:
	causes = subject.file.breach_causes
	return causes is not None and bool(causes.causes) and not causes.ask


# fmt: off
GAPS = (
	gap("blind-time-unsaid", NOTE, "availability.unknown_counts_as", "Nothing says what a time without monitoring counts as (000 §5.1).",
		Sentence("The agreement doesn't say what a time without monitoring counts as; it counts as up."),
		Sentence("Write unknown_counts_as: up, down or left_out."), when=_blind_time_unsaid),
	gap("formula-reduced-by-nothing", NOTE, "availability.formula", "A formula with a reduced denominator where nothing is excluded (000 §5.1, §5.2).",
		Sentence("The formula takes exclusions out of the month, but there are none: it makes no difference."),
		Sentence("Write the exclusions, or formula: whole_period."), when=_reduced_by_nothing),
	gap("maintenance-excluded-unannounced", NOTE, "availability.maintenance", "Planned maintenance is excluded and no notice of it is promised (000 §5.2, §6.1).",
		Sentence("Planned maintenance is excluded, however late it is announced."),
		Sentence("Write maintenance.notice, such as 3 days."), when=_maintenance_always_excluded),
	gap("maintenance-announced-and-counted", WARNING, "availability.maintenance.exclusion", "Maintenance is announced in time and still counts, though there is an exclusion for it (000 §5.2, §6.1).",
		Sentence("Planned maintenance is announced, but it isn't said which exclusion it falls under: its downtime counts."),
		Sentence("Name the exclusion in maintenance.exclusion."), when=_announced_and_counted),
	gap("claims-undecided", NOTE, "availability.claims", "Exclusions that nobody has to decide on within a time (000 §5.2).",
		Sentence("There is no time within which a claim of an exclusion is decided: a month may stay open for ever."),
		Sentence("Write claims.decide_within, such as 5 days."), when=_nobody_decides),
	gap("credit-without-fee", WARNING, "credit.fee", "A credit that is a part of the fee, without the fee (002 §5).",
		Sentence("The credit is a part of the monthly fee, and the fee isn't stated."),
		Sentence("Write credit.fee, in rupiah a month."), when=_needs_a_fee),
	gap("credit-for-no-availability", WARNING, "credit.scheme", "A credit for missed availability where none is promised (002 §5).",
		Sentence("The credit is for missed availability, and no availability is promised."),
		Sentence("Promise one, or use the scheme per_missed_target."), when=_credit_for_no_promise),
	gap("causes-not-asked", NOTE, "breach_causes.ask", "A list of causes that nobody is asked to choose from (003 V.10).",
		Sentence("There is a list of causes of missed targets, but nobody is asked for one."),
		Sentence("Write breach_causes.ask: true."), when=_causes_unasked),
)
# fmt: on


@rule(
	WARNING,
	says=Sentence("The weights of {services} come to {whole}: the rest of the service is never down."),
	advice=Sentence("Make them 1 together."),
)
def weights_below_one(subject: Subject) -> Iterator[Found]:
	"""Components whose weights don't add up to 1: when all of them are down the service isn't (000 §5.1)."""
	for path, row in _rows(subject):
		whole = sum((part.weight for part in row.parts), Decimal(0))
		if row.components == "weighted" and round(whole, 3) < 1:
			yield Found(
				f"{path}.parts", {"services": listed(row.services), "whole": f"{whole.normalize():f}"}
			)


@rule(
	NOTE,
	says=Sentence("The row for {services} says nothing that differs from the promise for all services."),
	advice=Sentence("Remove it, or write what differs."),
)
def guarantee_without_difference(subject: Subject) -> Iterator[Found]:
	"""A guarantee for some services that is the one for all of them."""
	promise = subject.file.availability
	for path, row in _rows(subject):
		said = (row.calendar, row.minimum, row.components, row.parts or None)
		if promise and row.target_percent in (None, promise.target_percent) and not any(said):
			if _is_covered(subject, row):
				yield Found(path, {"services": listed(row.services)})


@rule(
	WARNING,
	says=Sentence("{services} have a row of their own, but the promise isn't for them."),
	advice=Sentence("Add them to availability.services, or remove the row."),
)
def guarantee_outside_the_promise(subject: Subject) -> Iterator[Found]:
	"""A guarantee for a service that the promise doesn't cover: it holds, though nothing else says so."""
	for path, row in _rows(subject):
		if not _is_covered(subject, row):
			yield Found(f"{path}.services", {"services": listed(row.services)})


@rule(
	WARNING,
	says=Sentence(
		"Outages of up to {minimum} don't count, and a month of 30 days allows {allowed}: many of them together break no promise."
	),
	advice=Sentence("Shorten the minimum, or leave it out."),
)
def minimum_above_allowance(subject: Subject) -> Iterator[Found]:
	"""A minimum length of outages that is longer than the downtime which a month allows."""
	promise = subject.file.availability
	if promise is None:
		return
	lengths = [("availability.minimum", promise.minimum, promise.target_percent)]
	lengths += [
		(f"{path}.minimum", row.minimum, row.target_percent or promise.target_percent)
		for path, row in _rows(subject)
	]
	for path, minimum, target in lengths:
		allowed = int(_MONTH_SECONDS * (100 - target) / 100)
		if minimum is not None and (minimum.seconds or 0) > allowed:
			words = target_words(AgreedTarget("duration", seconds=allowed))
			yield Found(path, {"minimum": target_words(minimum), "allowed": words})


@rule(
	WARNING,
	says=Sentence(
		"There is a credit below {below} %, but the promise is {target} %: a month that is kept costs something."
	),
	advice=Sentence("Lower the step, or write only_when_missed: true."),
)
def credit_for_a_kept_month(subject: Subject) -> Iterator[Found]:
	"""A credit step above the promised availability (002 §5)."""
	scheme, targets = _owed_steps(subject)
	for number, step in enumerate(scheme.steps if scheme else ()):
		if scheme and targets and not scheme.only_when_missed and step.below > max(targets):
			yield Found(f"credit.scheme.steps[{number}].below", {"below": step.below, "target": max(targets)})


@rule(
	WARNING,
	says=Sentence(
		"The promise is {target} %, but a credit begins below {below} %: a month between them is missed and costs nothing."
	),
	advice=Sentence("Add a step at the promised percentage, or say that this is meant."),
)
def missed_month_without_credit(subject: Subject) -> Iterator[Found]:
	"""Credit steps that begin below the promised availability (002 §5)."""
	scheme, targets = _owed_steps(subject)
	if scheme and scheme.steps and targets:
		first = max(step.below for step in scheme.steps)
		if first < min(targets):
			yield Found("credit.scheme.steps", {"below": first, "target": min(targets)})


@rule(
	WARNING,
	says=Sentence(
		"Below {below} % the credit is {percent} %, which is no more than the {before} % of the milder step."
	),
	advice=Sentence("Let the credit rise as the availability falls."),
)
def credit_does_not_rise(subject: Subject) -> Iterator[Found]:
	"""A worse month that costs no more than a better one (002 §5)."""
	scheme, _targets = _owed_steps(subject)
	steps = scheme.steps if scheme else ()
	for number, (milder, step) in enumerate(pairwise(steps), 1):
		if step.percent <= milder.percent:
			yield Found(
				f"credit.scheme.steps[{number}].percent",
				{"below": step.below, "percent": step.percent, "before": milder.percent},
			)


@rule(
	WARNING,
	says=Sentence(
		"A credit has to be claimed within {window} days of the month, but an exclusion may be claimed and decided for {claims} days: the month may be decided too late."
	),
	advice=Sentence("Lengthen credit.window, or shorten claims."),
)
def credit_window_before_decisions(subject: Subject) -> Iterator[Found]:
	"""A window for credits that ends before exclusions of the month have to be decided (000 §5.2, 002 §5)."""
	credit, promise = subject.file.credit, subject.file.availability
	if (
		credit is None
		or not credit.enabled
		or credit.window is None
		or promise is None
		or promise.claims is None
	):
		return
	terms = promise.claims
	lengths = [length for length in (terms.within, terms.decide_within) if length]
	claims = sum((_calendar_days(subject, length, terms.calendar) for length in lengths), Decimal(0))
	window = _window_days(credit.window)
	if claims > window:
		yield Found("credit.window", {"window": round(window), "claims": round(claims)})


@rule(
	WARNING,
	says=Sentence(
		"{length} are counted on {calendar}, which is open 24x7: it isn't clear what a working day is there."
	),
	advice=Sentence("Write hours, or a calendar with business hours."),
)
def working_days_around_the_clock(subject: Subject) -> Iterator[Found]:
	"""A time around availability or pauses in working days of a calendar that never closes (X9, X24)."""
	for path, entry in _counted(subject):
		if entry is None or entry.calendar is None or not subject.always(entry.calendar):
			continue
		for field in fields(entry):
			length = getattr(entry, field.name)
			if isinstance(length, AgreedTarget) and length.days is not None:
				words = {"length": target_words(length), "calendar": entry.calendar}
				yield Found(f"{path}.{field.name}", words)


@rule(
	WARNING,
	says=Sentence(
		'The pause "{reason}" has no longest time and needs no approval: clocks can stand for ever.'
	),
	advice=Sentence("Write longest, such as 5 days, or approval: true."),
)
def pause_without_end(subject: Subject) -> Iterator[Found]:
	"""A reason for a pause that nobody approves and nothing ends."""
	for number, reason in enumerate(subject.file.pause_reasons):
		if reason.longest is None and not reason.approval:
			yield Found(f"pause_reasons[{number}].longest", {"reason": reason.label})


@rule(
	WARNING,
	says=Sentence("The outline shows no {blocks}: what is agreed on it isn't printed for the partner."),
	advice=Sentence("Add it to a section of terms.outline."),
)
def agreed_but_not_printed(subject: Subject) -> Iterator[Found]:
	"""An outline of the agreement's own that leaves out something which is signed."""
	hidden = hidden_blocks(subject.file)
	if hidden:
		names = names_of(code_names.BLOCKS[block] for block in hidden)
		yield Found("terms.outline", {"blocks": names})


def _counted(subject: Subject) -> Iterator[tuple[str, Any]]:
	"""What has lengths on a calendar, with its path; None where the agreement says nothing of it."""
	promise = subject.file.availability
	if promise is not None:
		yield "availability.maintenance", promise.maintenance
		yield "availability.claims", promise.claims
		yield "availability.statement", promise.statement
	for number, reason in enumerate(subject.file.pause_reasons):
		yield f"pause_reasons[{number}]", reason


def _rows(subject: Subject) -> Iterator[tuple[str, GuaranteeRow]]:
	promise = subject.file.availability
	for number, row in enumerate(promise.guarantees if promise else ()):
		yield f"availability.guarantees[{number}]", row


def _is_covered(subject: Subject, row: GuaranteeRow) -> bool:
	promise = subject.file.availability
	covered = set(promise.services if promise else ())
	return not covered or all({code, *subject.ancestors(code)} & covered for code in row.services)


def _owed_steps(subject: Subject) -> tuple[AgreedScheme | None, list[Decimal]]:
	"""The scheme of steps that is owed, and the percentages that are promised."""
	credit, promise = subject.file.credit, subject.file.availability
	if credit is None or not credit.enabled or credit.scheme is None or promise is None:
		return None, []
	rows = [row.target_percent for row in promise.guarantees if row.target_percent is not None]
	return credit.scheme, [promise.target_percent, *rows]


def _calendar_days(subject: Subject, length: AgreedTarget, calendar: str | None) -> Decimal:
	"""A length as days of the calendar: a working day is a seventh of a week's worth of them."""
	open_days = _open_days(subject, calendar)
	if length.days is not None:
		return length.days * _WEEK_DAYS / open_days
	if calendar is not None and subject.always(calendar):
		return Decimal(length.seconds or 0) / 86_400
	a_day = Decimal(subject.file.agreement.seconds_per_day or 86_400)
	return Decimal(length.seconds or 0) / a_day * _WEEK_DAYS / open_days


def _open_days(subject: Subject, calendar: str | None) -> int:
	code = calendar or subject.file.default_calendar
	weeks = [entry.week for entry in subject.file.calendars if entry.code == code]
	if not weeks or weeks[0].always:
		return 7
	return sum(1 for _day, windows in weeks[0].days if windows) or 7


def _window_days(window: CreditWindow) -> Decimal:
	if window.kind == "months":
		return Decimal(window.count * _MONTH_DAYS)
	return window.count * (_WEEK_DAYS / 5 if window.kind == "working_days" else Decimal(1))
