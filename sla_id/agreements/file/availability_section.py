"""The sections `availability`, `credit`, `pause_reasons` and `breach_causes`.

Used by `parse_file.py`. What is read of a credit scheme is what `sla_id.availability.parse_scheme` takes.
"""

from collections.abc import Callable, Collection
from dataclasses import fields, replace
from decimal import Decimal
from typing import TypeVar

from sla_id.agreements.file import model as m
from sla_id.agreements.file.cursor import Cursor
from sla_id.agreements.file.section_pieces import (
	Known,
	need_label,
	read_amount_at,
	read_code,
	read_items,
	read_label,
	read_length_at,
	read_plain,
	read_references,
	read_time_at,
	unique,
)
from sla_id.agreements.file.target_text import AgreedTarget
from sla_id.engine.sentences import Sentence

PERCENT_PLACES, WEIGHT_PLACES = 3, 6
"""Decimal places that a percentage and a component's share may have: a record keeps as many."""
MOST_COUNT = 366
MOST_DAILY_FEES = Decimal(1000)
_NOTHING, _ONE, _HUNDRED = Decimal(0), Decimal(1), Decimal(100)
_BELOW_NOTHING = Decimal(-1)
Get = Callable[[str], Cursor]
Terms = TypeVar("Terms", m.MaintenanceTerms, m.ClaimTerms, m.StatementTerms, m.CreditTerms, m.BreachCauses)


def _names(kind: type) -> tuple[str, ...]:
	return tuple(field.name for field in fields(kind))


def read_availability(
	cursor: Cursor, known: Known, inherited: m.Availability | None
) -> m.Availability | None:
	"""The promise; `inherited` is the one of the agreement that a level builds on, whose exclusions it may name."""
	if cursor.missing:
		return None
	get = cursor.fields(_names(m.Availability))
	exclusions = read_items(get("exclusions"), Sentence("exclusion"))
	classes = [item.code for item in (*(inherited.exclusions if inherited else ()), *exclusions)]
	return m.Availability(
		target_percent=get("target_percent").decimal(None, _NOTHING, _HUNDRED, PERCENT_PLACES),
		period=get("period").choice(m.AVAILABILITY_PERIODS, "calendar_month"),
		exclusions=exclusions,
		calendar=get("calendar").reference(known.calendars, Sentence("calendar")),
		minimum=read_time_at(get("minimum")),
		services=read_references(get("services"), known.services, Sentence("service")),
		guarantees=_read_guarantees(get("guarantees"), known),
		maintenance=_read_maintenance(get("maintenance"), known, classes),
		claims=_read_claims(get("claims"), known),
		statement=_read_statement(get("statement"), known),
		**read_plain(m.Availability, get),
	)


def read_pause_reasons(cursor: Cursor, known: Known) -> tuple[m.PauseReason, ...]:
	"""The reasons for which clocks may be paused."""
	reasons: list[m.PauseReason] = []
	codes: list[tuple[str, Cursor]] = []
	for entry in cursor.items():
		get = entry.fields(_names(m.PauseReason))
		code = read_code(get("code"))
		codes.append((code, get("code")))
		longest = _read_length(get("longest"))
		reasons.append(
			m.PauseReason(
				code,
				need_label(get("label")),
				read_label(get("description")),
				longest=longest,
				calendar=_counted_on(get("calendar"), known, Sentence("longest"), longest),
				**read_plain(m.PauseReason, get),
			)
		)
	unique(codes, Sentence("pause reason"))
	return tuple(reasons)


def read_breach_causes(cursor: Cursor) -> m.BreachCauses | None:
	"""Whether causes of a breach are asked for, and which there are."""
	if cursor.missing:
		return None
	get = cursor.fields(_names(m.BreachCauses))
	causes = read_items(get("causes"), Sentence("cause"))
	return _or_nothing(m.BreachCauses(causes=causes, **read_plain(m.BreachCauses, get)))


def _or_nothing(terms: Terms) -> Terms | None:
	"""Terms that say nothing are none."""
	return None if terms == type(terms)() else terms


def _read_length(cursor: Cursor) -> AgreedTarget | None:
	return None if cursor.missing else read_length_at(cursor)


def _counted_on(cursor: Cursor, known: Known, needs: Sentence, *lengths: AgreedTarget | None) -> str | None:
	"""The calendar of lengths; None where there is none to count."""
	if any(lengths):
		return cursor.reference(known.calendars, Sentence("calendar")) or known.default_calendar
	if not cursor.missing:
		cursor.fail(
			Sentence("means nothing without {needs}", needs=needs),
			Sentence("add {needs}: a length, or remove it", needs=needs),
		)
	return None


def _read_guarantees(cursor: Cursor, known: Known) -> tuple[m.GuaranteeRow, ...]:
	rows: list[m.GuaranteeRow] = []
	named: list[tuple[str, Cursor]] = []
	for entry in cursor.items():
		get = entry.fields(_names(m.GuaranteeRow))
		services = read_references(get("services"), known.services, Sentence("service"))
		if get("services").missing:
			get("services").fail(
				Sentence("is missing"), Sentence("name the services that differ, or write it in availability")
			)
		named += [(code, get("services")) for code in services]
		rows.append(
			m.GuaranteeRow(
				services,
				target_percent=_read_percent(get("target_percent")),
				calendar=get("calendar").reference(known.calendars, Sentence("calendar")),
				minimum=read_time_at(get("minimum")),
				parts=_read_parts(get("parts")),
				**read_plain(m.GuaranteeRow, get),
			)
		)
		_check_weights(rows[-1], get)
	unique(named, Sentence("service"))
	return tuple(rows)


def _read_parts(cursor: Cursor) -> tuple[m.ComponentRow, ...]:
	parts: list[m.ComponentRow] = []
	codes: list[tuple[str, Cursor]] = []
	for entry in cursor.items():
		get = entry.fields(_names(m.ComponentRow))
		code = read_code(get("code"))
		codes.append((code, get("code")))
		weight = get("weight").decimal(_ONE, _BELOW_NOTHING, _ONE, WEIGHT_PLACES)
		if weight < 0:
			get("weight").fail(Sentence("is below 0"), Sentence("write a share from 0 to 1, e.g. 0.7"))
		parts.append(m.ComponentRow(code, need_label(get("label")), weight))
	unique(codes, Sentence("component"))
	return tuple(parts)


def _check_weights(row: m.GuaranteeRow, get: Get) -> None:
	"""Under "weighted" the parts share the service among them: there are some, of 1 together at most."""
	if row.components != "weighted":
		return
	whole = sum((part.weight for part in row.parts), _NOTHING)
	if not whole:
		get("parts").fail(
			Sentence("nothing is left to guarantee: no component has a weight"),
			Sentence("list the components, each with its share: [{code: …, label: …, weight: 0.7}]"),
		)
	if whole > 1:
		get("parts").fail(
			Sentence("the weights come to {whole}, which is more than 1", whole=whole.normalize()),
			Sentence("make them shares of the service, 1 together"),
		)


def _read_percent(cursor: Cursor) -> Decimal | None:
	return None if cursor.missing else cursor.decimal(None, _NOTHING, _HUNDRED, PERCENT_PLACES)


def _read_maintenance(cursor: Cursor, known: Known, classes: Collection[str]) -> m.MaintenanceTerms | None:
	if cursor.missing:
		return None
	get = cursor.fields(_names(m.MaintenanceTerms))
	notice = _read_length(get("notice"))
	return _or_nothing(
		m.MaintenanceTerms(
			notice,
			_counted_on(get("calendar"), known, Sentence("notice"), notice),
			get("exclusion").reference(classes, Sentence("exclusion")),
			**read_plain(m.MaintenanceTerms, get),
		)
	)


def _read_claims(cursor: Cursor, known: Known) -> m.ClaimTerms | None:
	if cursor.missing:
		return None
	get = cursor.fields(_names(m.ClaimTerms))
	within, decide_within, object_within = (
		_read_length(get(name)) for name in ("within", "decide_within", "object_within")
	)
	lengths = (within, decide_within, object_within)
	calendar = _counted_on(get("calendar"), known, Sentence("within"), *lengths)
	return _or_nothing(m.ClaimTerms(within, decide_within, object_within, calendar))


def _read_statement(cursor: Cursor, known: Known) -> m.StatementTerms | None:
	if cursor.missing:
		return None
	get = cursor.fields(_names(m.StatementTerms))
	answer = _read_length(get("answer_within"))
	return _or_nothing(
		m.StatementTerms(answer, _counted_on(get("calendar"), known, Sentence("answer_within"), answer))
	)


def read_credit(cursor: Cursor) -> m.CreditTerms | None:
	"""What a missed month costs the provider."""
	if cursor.missing:
		return None
	get = cursor.fields(_names(m.CreditTerms))
	credit = m.CreditTerms(
		fee=read_amount_at(get("fee")),
		scheme=_read_scheme(get("scheme")),
		window=_read_window(get("window")),
		**read_plain(m.CreditTerms, get),
	)
	if credit.enabled and get("scheme").missing:
		get("scheme").fail(
			Sentence("is missing, although credits are enabled"),
			Sentence("write a scheme, e.g. {kind: steps, steps: [{below: 99.9, percent: 10}]}"),
		)
	return _or_nothing(credit)


def _read_window(cursor: Cursor) -> m.CreditWindow | None:
	if cursor.missing:
		return None
	get = cursor.fields(_names(m.CreditWindow))
	kind = get("kind").choice(tuple(m.CREDIT_WINDOWS))
	least = 0 if kind == "months" else 1
	return m.CreditWindow(kind, get("count").integer(None, least, MOST_COUNT))


def _read_scheme(cursor: Cursor) -> m.AgreedScheme | None:
	"""A scheme; a field that its kind doesn't have is a problem."""
	if cursor.missing:
		return None
	get = cursor.fields(_names(m.AgreedScheme))
	kind = get("kind").choice(tuple(m.SCHEME_FIELDS))
	used = ("kind", *m.SCHEME_FIELDS.get(kind, ()), *m.ANY_SCHEME)
	for name in _names(m.AgreedScheme):
		if name not in used and kind and not get(name).missing:
			get(name).fail(
				Sentence("means nothing for `kind: {kind}`", kind=kind),
				Sentence("remove it, or use one of {known}", known=", ".join(used[1:])),
			)
	if kind == "steps" and not get("steps").items():
		get("steps").fail(Sentence("is missing"), Sentence("write e.g. [{below: 99.9, percent: 10}]"))
	scheme = m.AgreedScheme(
		kind,
		steps=_read_steps(get("steps")),
		daily_fees=_read_daily_fees(get("daily_fees")),
		each=read_amount_at(get("each")),
		percent_of_fee=_read_percent(get("percent_of_fee")),
		cap_percent=_read_percent(get("cap_percent")),
		cap_amount=read_amount_at(get("cap_amount")),
		**read_plain(m.AgreedScheme, _without_month(get)),
	)
	if kind == "per_missed_target" and not (scheme.each or scheme.percent_of_fee):
		get("each").fail(
			Sentence("is missing"), Sentence("write an amount for each missed target, or percent_of_fee")
		)
	return scheme


def _without_month(get: Get) -> Get:
	"""`days: month` is what a scheme without days means."""

	def read(name: str) -> Cursor:
		cursor = get(name)
		return replace(cursor, node=None) if name == "days" and cursor.raw() == "month" else cursor

	return read


def _read_daily_fees(cursor: Cursor) -> Decimal | None:
	return None if cursor.missing else cursor.decimal(None, _NOTHING, MOST_DAILY_FEES, PERCENT_PLACES)


def _read_steps(cursor: Cursor) -> tuple[m.CreditStep, ...]:
	"""The steps, the mildest first; two for one edge are a problem."""
	steps: list[m.CreditStep] = []
	edges: list[tuple[str, Cursor]] = []
	for entry in cursor.items():
		get = entry.fields(_names(m.CreditStep))
		below, percent = (
			get(name).decimal(None, _NOTHING, _HUNDRED, PERCENT_PLACES) for name in ("below", "percent")
		)
		edges.append((str(below.normalize()), get("below")))
		steps.append(m.CreditStep(below, percent))
	unique(edges, Sentence("step"))
	return tuple(sorted(steps, key=lambda step: -step.below))
