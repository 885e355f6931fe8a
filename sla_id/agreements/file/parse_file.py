"""`parse`: reads the whole agreement file section by section and finds all problems in one pass.

Public through the package. Definitions (calendars, priorities, channels, services) are read before what
refers to them. `checks_across_sections.py` then compares the sections.
"""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from sla_id.agreements.file import model as m
from sla_id.agreements.file.availability_section import (
	read_availability,
	read_breach_causes,
	read_credit,
	read_pause_reasons,
)
from sla_id.agreements.file.calendars_section import read_calendars
from sla_id.agreements.file.checks_across_sections import check_across
from sla_id.agreements.file.cursor import Cursor, open_document
from sla_id.agreements.file.file_problems import AgreementFileError
from sla_id.agreements.file.section_pieces import (
	Known,
	need_label,
	read_code,
	read_items,
	read_label,
	read_labels,
	read_lines,
	read_plain,
	read_plain_lines,
	read_target_at,
	unique,
)
from sla_id.agreements.file.tiers_section import read_tiers
from sla_id.engine import ClockKind, EventType, terms
from sla_id.engine.sentences import Sentence

_SECTIONS = (
	"format",
	"agreement",
	"calendars",
	"default_calendar",
	"priorities",
	"default_priority",
	"matrix",
	"channels",
	"services",
	"required_facts",
	"out_of_scope",
	"targets",
	"escalation",
	"availability",
	"terms",
	"pause_reasons",
	"breach_causes",
	"credit",
)
_TERMS = tuple(field.name for field in fields(m.AgreedTerms))
_HEAD = tuple(field.name for field in fields(m.Agreement) if field.name != "inherits")
_SERVICE = tuple(field.name for field in fields(m.Service))
_CHANNEL = tuple(field.name for field in fields(m.ChannelRow))
_TARGET = tuple(field.name for field in fields(m.TargetRow))
_PRIORITY, _CONTACT, _SIGNATORY = (
	tuple(field.name for field in fields(kind)) for kind in (m.Priority, m.Contact, m.Signatory)
)
Get = Callable[[str], Cursor]


def default_met_by(clock: str, starts_on: str = "received") -> tuple[str, ...]:
	"""What meets a clock when a row names nothing: the engine's own events."""
	if clock not in m.CLOCKS:
		return ()
	return tuple(str(event) for event in terms.default_met_by(ClockKind(clock), EventType(starts_on)))


def default_met_when(clock: str, starts_on: str = "received") -> str:
	"""Whether one event is enough to meet a clock ("any") or all are needed, when a row doesn't say."""
	if clock not in m.CLOCKS:
		return "all"
	return "all" if terms.default_needs_all(ClockKind(clock), EventType(starts_on)) else "any"


def parse(text: str, name: str = "agreement file", base: m.AgreementFile | None = None) -> m.AgreementFile:
	"""Read an agreement file. Raises AgreementFileError with every problem found.

	`name` is only used in the error. `base` is the agreement that a level extends: the level may leave out what it
	inherits and refer to what the base defines. What is odd but usable is in `warnings` of the result.
	"""
	root = open_document(text, name)
	get = root.fields(_SECTIONS)
	_read_format(get("format"))
	agreement = _read_agreement(get("agreement"))
	_check_base(get("agreement"), agreement, base)
	base = base or _nothing(agreement)
	result = _read_sections(get, agreement, base)
	check_across(result, get, base)
	if root.notes.problems:
		raise AgreementFileError(name, root.notes.problems)
	return replace(result, warnings=tuple(sorted(root.notes.warnings)))


def _read_sections(get: Get, agreement: m.Agreement, base: m.AgreementFile) -> m.AgreementFile:
	"""Everything below the head. What is defined comes before what refers to it."""
	calendars = read_calendars(get("calendars"), optional=bool(agreement.extends))
	priorities = _read_priorities(get("priorities"), optional=bool(agreement.extends))
	channels = _read_channels(get("channels"))
	services, rows = _read_services(get("services"))
	unique(rows, Sentence("service code"))
	known_calendars = _with_base([c.code for c in calendars], [c.code for c in base.calendars])
	known_priorities = _with_base([p.code for p in priorities], [p.code for p in base.priorities])
	known = Known(
		known_calendars,
		known_priorities,
		_with_base([code for code, _ in rows], [service.code for service, _ in base.all_services()]),
		_read_default(get("default_calendar"), known_calendars, Sentence("calendar"), base.default_calendar),
	)
	return m.AgreementFile(
		agreement=agreement,
		calendars=calendars,
		default_calendar=known.default_calendar,
		priorities=priorities,
		default_priority=_read_default(
			get("default_priority"), known_priorities, Sentence("priority"), base.default_priority
		),
		matrix=_read_matrix(get("matrix"), known_priorities),
		channels=channels,
		services=services,
		required_facts=read_items(get("required_facts"), Sentence("required fact"), with_required=True),
		out_of_scope=read_items(get("out_of_scope"), Sentence("out-of-scope class")),
		targets=_read_targets(
			get("targets"), known, _with_base([c.code for c in channels], [c.code for c in base.channels])
		),
		tiers=read_tiers(get("escalation"), known),
		availability=read_availability(get("availability"), known, base.availability),
		terms=_read_terms(get("terms")),
		pause_reasons=read_pause_reasons(get("pause_reasons"), known),
		breach_causes=read_breach_causes(get("breach_causes")),
		credit=read_credit(get("credit")),
	)


def extends(text: str) -> str | None:
	"""The code of the agreement that a level extends. None for a whole agreement or an unreadable text."""
	try:
		return open_document(text, "").fields(_SECTIONS)("agreement").fields(_HEAD)("extends").raw()
	except AgreementFileError:
		return None


def _check_base(cursor: Cursor, agreement: m.Agreement, base: m.AgreementFile | None) -> None:
	if agreement.extends and base is None:
		cursor.fields(_HEAD)("extends").fail(
			Sentence("there is no agreement {code!r} to build on", code=agreement.extends),
			Sentence("load that one first, or remove the field"),
		)


def _nothing(agreement: m.Agreement) -> m.AgreementFile:
	return m.AgreementFile(agreement, (), "", (), "")


def _with_base(own: list[str], inherited: list[str]) -> list[str]:
	return list(dict.fromkeys((*own, *inherited)))


def _read_default(cursor: Cursor, codes: list[str], what: Sentence, inherited: str) -> str:
	"""The default calendar or priority. A level may leave it to its base."""
	if not cursor.missing:
		return cursor.reference(codes, what) or (codes[0] if codes else "")
	if inherited:
		return inherited
	if len(codes) > 1 or (codes and what == "priority"):
		cursor.fail(Sentence("is missing"), Sentence("name one of {known}", known=", ".join(codes)))
	return codes[0] if codes else ""


def _read_format(cursor: Cursor) -> None:
	if cursor.missing:
		cursor.fail(Sentence("is missing"), Sentence("begin with `format: {format}`", format=m.FORMAT))
	elif cursor.text() != m.FORMAT:
		cursor.fail(
			Sentence("{raw!r} is not a format this app reads", raw=cursor.raw()),
			Sentence("write `format: {format}`", format=m.FORMAT),
		)


def _read_agreement(cursor: Cursor) -> m.Agreement:
	if cursor.missing:
		cursor.fail(
			Sentence("is missing"),
			Sentence("describe the agreement: code, title, version, provider, effective_from"),
		)
	get = cursor.fields(_HEAD)
	start, end = _read_term(get, cursor)
	partner, default = get("partner").raw(), get("default").flag(False)
	if partner and default:
		get("default").fail(
			Sentence("an agreement with one partner can't be the default for all"),
			Sentence("drop partner or default"),
		)
	if cursor.missing:
		return m.Agreement("", m.Label("", ""), "", "", date.min)
	return m.Agreement(
		code=read_code(get("code")),
		title=need_label(get("title")),
		version=get("version").text(),
		provider=get("provider").text(),
		effective_from=start or date.min,
		extends=get("extends").raw(),
		level=None if get("level").missing else get("level").choice(m.LEVELS),
		service=get("service").raw(),
		partner=partner,
		default=default,
		effective_to=end,
		time_zone=_read_zone(get("time_zone")),
		hours_per_day=get("hours_per_day").decimal(Decimal(8), Decimal(0), Decimal(24)),
		at_risk_percent=get("at_risk_percent").integer(75, 1, 99),
		review=_read_review(get("review")),
		versions=tuple(_read_version(item) for item in get("versions").items()),
		source=_read_source(get("source")),
		inherits=tuple(name for name in m.INHERITABLE if get(name).missing) if get("extends").raw() else (),
		**read_plain(m.Agreement, get),
	)


def _read_term(get: Get, head: Cursor) -> tuple[date | None, date | None]:
	"""The first and the last day of an agreement."""
	start, end = get("effective_from").day(), get("effective_to").day()
	if get("effective_from").missing and not head.missing:
		get("effective_from").fail(
			Sentence("is missing"), Sentence("write the first day it holds, e.g. 2025-01-01")
		)
	if start and end and end < start:
		get("effective_to").fail(
			Sentence("{end} lies before effective_from {start}", end=end, start=start),
			Sentence("write a later date, or null while it has no end"),
		)
	return start, end


def _read_zone(cursor: Cursor) -> str:
	zone = cursor.raw()
	if zone is None:
		return "Asia/Jakarta"
	try:
		ZoneInfo(zone)
	except (KeyError, ValueError, OSError):
		cursor.fail(
			Sentence("{zone!r} is not a time zone", zone=zone),
			Sentence("write Asia/Jakarta (WIB), Asia/Makassar (WITA) or Asia/Jayapura (WIT)"),
		)
	return zone


def _read_review(cursor: Cursor) -> m.Review | None:
	if cursor.missing:
		return None
	get = cursor.fields(("months", "last", "next"))
	return m.Review(get("months").integer(None, 1, 120), get("last").day(), get("next").day())


def _read_version(cursor: Cursor) -> m.VersionNote:
	get = cursor.fields(("version", "date", "description"))
	return m.VersionNote(get("version").text(), get("date").day(), get("description").text())


def _read_source(cursor: Cursor) -> m.Source | None:
	if cursor.missing:
		return None
	get = cursor.fields(("document", "number", "notes"))
	return m.Source(get("document").text(), get("number").raw(), read_plain_lines(get("notes")))


def _read_priorities(cursor: Cursor, *, optional: bool) -> tuple[m.Priority, ...]:
	if cursor.missing and not optional:
		cursor.fail(Sentence("is missing"), Sentence("list at least one: [{code: P1, rank: 1, label: …}]"))
	priorities: list[m.Priority] = []
	codes: list[tuple[str, Cursor]] = []
	ranks: list[tuple[str, Cursor]] = []
	for number, entry in enumerate(cursor.items(), 1):
		get = entry.fields(_PRIORITY)
		code, rank = read_code(get("code")), get("rank").integer(number, 1, 99)
		codes.append((code, get("code")))
		ranks.append((str(rank), get("rank")))
		priorities.append(
			m.Priority(
				code,
				rank,
				need_label(get("label")),
				read_label(get("description")),
				read_lines(get("examples")),
				**read_plain(m.Priority, get),
			)
		)
	unique(codes, Sentence("priority code"))
	unique(ranks, Sentence("rank"))
	return tuple(priorities)


def _read_matrix(cursor: Cursor, codes: list[str]) -> m.Matrix | None:
	if cursor.missing:
		return None
	get = cursor.fields(("urgency", "impact", "cells"))
	for side in ("urgency", "impact"):
		if get(side).missing:
			get(side).fail(Sentence("is missing"), Sentence("list its levels: [{code: H, label: High}]"))
	urgency = read_items(get("urgency"), Sentence("urgency level"))
	impact = read_items(get("impact"), Sentence("impact level"))
	rows = get("cells").fields([level.code for level in urgency])
	cells: list[tuple[str, ...]] = []
	for level in urgency:
		row = rows(level.code)
		if row.missing:
			row.fail(
				Sentence("this row of the matrix is missing"),
				Sentence("give a priority for each impact level"),
			)
			continue
		cell = row.fields([column.code for column in impact])
		for column in impact:
			if cell(column.code).missing:
				cell(column.code).fail(
					Sentence("this cell of the matrix is empty"),
					Sentence("write one of {known}", known=", ".join(codes)),
				)
		cells.append(
			tuple(cell(column.code).reference(codes, Sentence("priority")) or "" for column in impact)
		)
	return m.Matrix(urgency, impact, tuple(cells))


def _read_channels(cursor: Cursor) -> tuple[m.ChannelRow, ...]:
	channels: list[m.ChannelRow] = []
	codes: list[tuple[str, Cursor]] = []
	for entry in cursor.items():
		get = entry.fields(_CHANNEL)
		code = read_code(get("code"))
		codes.append((code, get("code")))
		channel = m.ChannelRow(
			code=code,
			name=need_label(get("name")),
			type=get("type").choice(m.CHANNEL_TYPES),
			confidential=None if get("confidential").missing else get("confidential").flag(True),
			categories=_read_categories(get("categories")),
			**read_plain(m.ChannelRow, get),
		)
		if channel.personal_number:
			get("personal_number").warn(
				Sentence(
					"the channel {code!r} is one person's number: it fails when that person is away",
					code=code,
				),
				Sentence("add a channel of the team (portal, shared number)"),
			)
		channels.append(channel)
	unique(codes, Sentence("channel code"))
	return tuple(channels)


def _read_categories(cursor: Cursor) -> tuple[m.Category, ...]:
	categories: list[m.Category] = []
	codes: list[tuple[str, Cursor]] = []
	for entry in cursor.items():
		get = entry.fields(("code", "name", "required", "optional"))
		code = read_code(get("code"))
		codes.append((code, get("code")))
		name = need_label(get("name"))
		categories.append(
			m.Category(code, name, read_plain_lines(get("required")), read_plain_lines(get("optional")))
		)
	unique(codes, Sentence("category code"))
	return tuple(categories)


def _read_services(cursor: Cursor) -> tuple[tuple[m.Service, ...], list[tuple[str, Cursor]]]:
	"""The tree, and every code with its place, to find duplicates and circles. A code may occur only once."""
	services: list[m.Service] = []
	codes: list[tuple[str, Cursor]] = []
	for entry in cursor.items():
		get = entry.fields(_SERVICE)
		code = read_code(get("code"))
		children, below = _read_services(get("children"))
		codes += [(code, get("code")), *below]
		services.append(
			m.Service(
				code,
				need_label(get("name")),
				documents=read_lines(get("documents")),
				channels=get("channels").texts(),
				depends_on=get("depends_on").texts(),
				children=children,
				**read_plain(m.Service, get),
			)
		)
	return tuple(services), codes


def _read_targets(cursor: Cursor, known: Known, channels: list[str]) -> tuple[m.TargetRow, ...]:
	rows: list[m.TargetRow] = []
	for entry in cursor.items():
		get = entry.fields(_TARGET)
		clock = get("clock").choice(m.CLOCKS)
		if clock == "ola" and get("team").missing:
			get("team").fail(Sentence("is missing"), Sentence("an OLA is a team's promise: name the team"))
		starts_on = get("starts_on").choice(m.STARTS_ON, "received")
		if starts_on != "received" and clock != "next_update":
			get("starts_on").fail(
				Sentence("is for a next update alone"),
				Sentence("every other clock starts when the report is received"),
			)
		met_by = tuple(item.choice(m.MET_BY) for item in get("met_by").items())
		rows.append(
			m.TargetRow(
				clock=clock,
				target=read_target_at(get("target")),
				calendar=get("calendar").reference(known.calendars, Sentence("calendar"))
				or known.default_calendar,
				met_by=met_by or default_met_by(clock, starts_on),
				starts_on=starts_on,
				met_when=get("met_when").choice(m.MET_WHEN, default_met_when(clock, starts_on)),
				priority=get("priority").reference(known.priorities, Sentence("priority")),
				channel=get("channel").reference(channels, Sentence("channel")),
				service=get("service").reference(known.services, Sentence("service")),
				**read_plain(m.TargetRow, get),
			)
		)
	return tuple(rows)


def _read_terms(cursor: Cursor) -> m.AgreedTerms:
	get = cursor.fields(_TERMS)
	return m.AgreedTerms(
		summary=read_label(get("summary")),
		goals=read_labels(get("goals")),
		success=read_labels(get("success")),
		parties=tuple(_read_party(item) for item in get("parties").items()),
		provider_needs=read_labels(get("provider_needs")),
		customer_needs=read_labels(get("customer_needs")),
		in_scope=read_labels(get("in_scope")),
		provider_duties=read_labels(get("provider_duties")),
		customer_duties=read_labels(get("customer_duties")),
		contacts=tuple(_read_contact(item) for item in get("contacts").items()),
		signatories=tuple(_read_signatory(item) for item in get("signatories").items()),
		amendment=read_label(get("amendment")),
		consequence=read_label(get("consequence")),
		termination=read_labels(get("termination")),
		compliance_percent=None
		if get("compliance_percent").missing
		else get("compliance_percent").decimal(None, Decimal(0), Decimal(100)),
		missed_months=None if get("missed_months").missing else get("missed_months").integer(None, 1, 60),
		outline=tuple(_read_section(item) for item in get("outline").items()),
	)


def _read_party(cursor: Cursor) -> m.Party:
	get = cursor.fields(("party", "name", "description"))
	return m.Party(get("party").choice(m.PARTIES), need_label(get("name")), read_label(get("description")))


def _read_contact(cursor: Cursor) -> m.Contact:
	get = cursor.fields(_CONTACT)
	return m.Contact(
		get("party").choice(m.PARTIES),
		need_label(get("role")),
		read_label(get("duty")),
		**read_plain(m.Contact, get),
	)


def _read_signatory(cursor: Cursor) -> m.Signatory:
	get = cursor.fields(_SIGNATORY)
	return m.Signatory(
		get("party").choice(m.PARTIES),
		need_label(get("role")),
		signed=get("signed").day(),
		**read_plain(m.Signatory, get),
	)


def _read_section(cursor: Cursor) -> m.Section:
	get = cursor.fields(("number", "title", "shows", "text"))
	return m.Section(
		get("number").text(),
		need_label(get("title")),
		tuple(item.choice(m.BLOCKS) for item in get("shows").items()),
		read_label(get("text")),
	)
