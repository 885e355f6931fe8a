"""`parse(dump(file)) == file`, for the samples and for generated files."""

import textwrap
from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sla_id.agreements.file import AgreedTarget, AgreementFileError, dump, parse
from sla_id.agreements.file import model as m
from sla_id.agreements.file.plain_fields import CHOICE, COUNT, FLAG, TEXT, plain_fields
from sla_id.agreements.file.section_pieces import amount_of
from sla_id.availability import parse_scheme
from sla_id.fixtures.sample_agreements import sample_agreement, sample_agreements
from tests.agreements.signed_before import as_before

ALPHABET = st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_characters="\x7f")
AWKWARD = ["true", "1.0", "2025-01-01", "09:00", "on", "- a", "a: b", "# x", "'", '"', "@x", "~x", "a\n\nb"]
TEXTS = st.one_of(
	st.sampled_from(AWKWARD),
	st.text(ALPHABET, min_size=1, max_size=30),
	st.text(st.sampled_from("a \n\x85\u2028'\":#"), min_size=1, max_size=12),
)
TEXTS = TEXTS.map(str.strip).filter(bool)
LABELS = st.builds(m.Label, TEXTS, TEXTS)
CODES = st.from_regex(r"[A-Za-z0-9._-]{1,8}", fullmatch=True)
DATES = st.dates(date(2000, 1, 1), date(2100, 1, 1))
LENGTHS = st.one_of(
	st.integers(1, 10**7).map(lambda n: AgreedTarget("duration", seconds=n)),
	st.integers(1, 300).map(lambda n: AgreedTarget("days", days=n)),
)
TARGETS = st.one_of(
	LENGTHS,
	st.sampled_from(
		[
			AgreedTarget("none"),
			AgreedTarget("next_release"),
			AgreedTarget("estimate"),
			AgreedTarget("duration", seconds=0),
		]
	),
	LENGTHS.map(lambda t: AgreedTarget("open_ended", seconds=t.seconds, days=t.days)),
)


ALWAYS = st.just(True)
WORDINGS = st.lists(LABELS, max_size=2).map(tuple)


def maybe(strategy):
	return st.none() | strategy


def one_line(text: str) -> str:
	return " ".join(text.split())


LINES = TEXTS.map(one_line).filter(bool)
LINE_LABELS = st.lists(st.builds(m.Label, LINES, LINES), max_size=2).map(tuple)
PARTY = st.sampled_from(m.PARTIES)


def few(strategy):
	return st.lists(strategy, max_size=2).map(tuple)


def plain(kind):
	"""The plain fields of a class of the model: one that is added there is drawn here."""
	drawn = {
		TEXT: lambda _entry: maybe(TEXTS),
		FLAG: lambda _entry: st.booleans(),
		CHOICE: lambda entry: st.sampled_from([*entry.shown, *([None] if entry.default is None else [])]),
		COUNT: lambda entry: maybe(st.integers(1, entry.most)),
	}
	return {entry.name: drawn[entry.kind](entry) for entry in plain_fields(kind)}


TERMS = st.builds(
	m.AgreedTerms,
	summary=maybe(LABELS),
	goals=WORDINGS,
	success=WORDINGS,
	parties=few(st.builds(m.Party, PARTY, LABELS, maybe(LABELS))),
	provider_needs=WORDINGS,
	customer_needs=WORDINGS,
	in_scope=WORDINGS,
	provider_duties=WORDINGS,
	customer_duties=WORDINGS,
	contacts=few(st.builds(m.Contact, PARTY, LABELS, maybe(LABELS), **plain(m.Contact))),
	signatories=few(st.builds(m.Signatory, PARTY, LABELS, signed=maybe(DATES), **plain(m.Signatory))),
	amendment=maybe(LABELS),
	consequence=maybe(LABELS),
	termination=WORDINGS,
	compliance_percent=maybe(st.decimals(Decimal("0.5"), Decimal(100), places=1)),
	missed_months=maybe(st.integers(1, 60)),
	outline=few(
		st.builds(
			m.Section,
			TEXTS,
			LABELS,
			st.lists(st.sampled_from(m.BLOCKS), max_size=3).map(tuple),
			maybe(LABELS),
		)
	),
)


def distinct(strategy, low: int, high: int):
	return st.lists(strategy, min_size=low, max_size=high, unique_by=lambda entry: entry.code).map(tuple)


@st.composite
def windows(draw) -> m.Windows:
	cuts = sorted(draw(st.lists(st.integers(0, 24 * 60), min_size=2, max_size=6, unique=True)))
	cuts = cuts[: len(cuts) // 2 * 2]
	shown = [f"{minute // 60:02d}:{minute % 60:02d}" for minute in cuts]
	return tuple(zip(shown[::2], shown[1::2], strict=True))


@st.composite
def weeks(draw) -> m.Week:
	if draw(st.booleans()):
		return m.Week(always=True)
	names = draw(st.sets(st.sampled_from(m.WEEKDAYS), min_size=1))
	return m.Week(days=tuple((day, draw(windows())) for day in m.WEEKDAYS if day in names))


@st.composite
def calendars(draw, code: str) -> m.Calendar:
	classes = [name for name in m.HOLIDAY_CLASSES if draw(st.booleans())]
	region = draw(TEXTS) if "regional" in classes else draw(maybe(TEXTS))
	start, shifts = draw(DATES), []
	for week in draw(st.lists(weeks(), max_size=2)):
		end = start + timedelta(days=draw(st.integers(0, 40)))
		if week.always:
			week = m.Week(days=tuple((day, (("00:00", "24:00"),)) for day in m.WEEKDAYS))
		shifts.append(m.ShiftRow(start, end, week, draw(maybe(TEXTS))))
		start = end + timedelta(days=draw(st.integers(1, 40)))
	breaks = draw(
		st.lists(
			st.builds(m.BreakRow, DATES, windows(), maybe(TEXTS)),
			max_size=2,
			unique_by=lambda entry: entry.day,
		)
	)
	return m.Calendar(code, draw(weeks()), tuple(classes), region, tuple(shifts), tuple(breaks))


def items(low: int = 0, required=ALWAYS):
	return distinct(st.builds(m.Item, CODES, LABELS, maybe(LABELS), required), low, 3)


@st.composite
def agreements(draw) -> m.Agreement:
	start = draw(DATES)
	partner = draw(maybe(TEXTS))
	review = maybe(st.builds(m.Review, st.integers(1, 120), maybe(DATES), maybe(DATES)))
	return m.Agreement(
		code=draw(CODES),
		title=draw(LABELS),
		version=draw(TEXTS),
		provider=draw(TEXTS),
		effective_from=start,
		level=draw(maybe(st.sampled_from(m.LEVELS))),
		partner=partner,
		default=draw(st.booleans()) if partner is None else False,
		effective_to=draw(maybe(st.dates(start, date(2100, 1, 2)))),
		time_zone=draw(st.sampled_from(["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "UTC"])),
		hours_per_day=draw(st.decimals(Decimal("0.5"), Decimal(24), places=2)),
		at_risk_percent=draw(st.integers(1, 99)),
		**{**draw(st.fixed_dictionaries(plain(m.Agreement))), "first_line": True},
		review=draw(review),
		versions=tuple(draw(st.lists(st.builds(m.VersionNote, TEXTS, maybe(DATES), TEXTS), max_size=2))),
		source=draw(maybe(st.builds(m.Source, TEXTS, maybe(TEXTS), few(LINES)))),
	)


def channels():
	categories = distinct(st.builds(m.Category, CODES, LABELS, few(LINES), few(LINES)), 0, 2)
	return distinct(
		st.builds(
			m.ChannelRow,
			CODES,
			LABELS,
			st.sampled_from(m.CHANNEL_TYPES),
			confidential=maybe(st.booleans()),
			categories=categories,
			**plain(m.ChannelRow),
		),
		0,
		3,
	)


@st.composite
def services(draw, prefix: str = "S", depth: int = 0) -> tuple[m.Service, ...]:
	found = []
	for number in range(draw(st.integers(0, 2 if depth < 3 else 0))):
		code = f"{prefix}.{number}"
		found.append(
			m.Service(
				code,
				draw(LABELS),
				**draw(st.fixed_dictionaries(plain(m.Service))),
				documents=draw(LINE_LABELS),
				depends_on=draw(st.just(()) | st.just((f"{prefix}.{number - 1}",))) if number else (),
				children=draw(services(code, depth + 1)),
			)
		)
	return tuple(found)


def some(codes):
	"""None, one or more of the codes."""
	return st.lists(st.sampled_from(codes), unique=True).map(tuple) if codes else st.just(())


TIMES = st.integers(1, 10**7).map(lambda n: AgreedTarget("duration", seconds=n))
PARTNERS = few(LINES.filter(lambda text: "," not in text))


@st.composite
def triggers(draw, calendar_codes, priority_codes, service_codes) -> m.TriggerRow:
	on = draw(st.sampled_from(m.TRIGGERS))
	clocked = on in ("percent", "before_due", "breach")
	timed = on in ("after", "without_workaround", "stagnation")
	manual = on == "manual"
	asked_by = draw(some(m.ASKED_BY)) if manual else ()
	decided = manual and (not asked_by or "partner" in asked_by) and draw(st.booleans())
	return m.TriggerRow(
		on,
		clock=draw(st.sampled_from(m.CLOCKS)) if clocked else None,
		percent=draw(st.integers(1, 1000)) if on == "percent" else None,
		length=draw(TIMES if on == "stagnation" else LENGTHS) if timed or on == "before_due" else None,
		calendar=draw(st.sampled_from(calendar_codes)) if timed or decided else None,
		priorities=draw(some(priority_codes)) or None,
		reasons=draw(items(1)) if manual else (),
		partners_hit=draw(st.integers(2, 1000)) if on == "several_partners" else None,
		services=draw(some(service_codes)),
		partners=draw(PARTNERS),
		asked_by=asked_by,
		decide_within=draw(TIMES) if decided else None,
	)


@st.composite
def duties(draw, calendar_codes) -> m.Duty:
	kind = draw(st.sampled_from(m.DUTY_KINDS))
	label = draw(LABELS | st.just(m.DUTY_LABELS[kind])) if kind in m.DUTY_LABELS else draw(LABELS)
	within = draw(maybe(TIMES))
	calendar = draw(st.sampled_from(calendar_codes)) if within else None
	return m.Duty(kind, label, within, calendar, **draw(st.fixed_dictionaries(plain(m.Duty))))


@st.composite
def tiers(draw, level, calendar_codes, priority_codes, service_codes) -> m.TierRow:
	hours = draw(maybe(st.sampled_from(calendar_codes)))
	return m.TierRow(
		level,
		draw(LABELS),
		draw(TEXTS),
		draw(maybe(TEXTS)),
		draw(maybe(LABELS)),
		draw(few(triggers(calendar_codes, priority_codes, service_codes))),
		acknowledge_within=draw(maybe(TIMES)),
		repeat_every=draw(maybe(TIMES)),
		hours=hours,
		wakes_for=draw(some(priority_codes)) if hours else (),
		duties=draw(few(duties(calendar_codes))),
	)


PERCENTS = st.decimals(Decimal("0.001"), Decimal(100), places=3)
AMOUNTS = st.integers(0, 10**13).map(lambda sen: amount_of(str(Decimal(sen) / 100)))
CAUSES = st.builds(m.BreachCauses, causes=items(), **plain(m.BreachCauses)).filter(m.BreachCauses().__ne__)


@st.composite
def counted(draw, kind, calendar_codes, **others):
	"""Terms that are lengths on a calendar: it is there where a length is."""
	names = [field.name for field in fields(kind) if field.name not in ("calendar", "assumed", *others)]
	lengths = {name: draw(maybe(LENGTHS)) for name in names}
	calendar = draw(st.sampled_from(calendar_codes)) if any(lengths.values()) else None
	terms = kind(**lengths, calendar=calendar, **{name: draw(drawn) for name, drawn in others.items()})
	return None if terms == kind() else terms


@st.composite
def pause_reasons(draw, calendar_codes) -> tuple[m.PauseReason, ...]:
	found = []
	for item in draw(items()):
		longest = draw(maybe(LENGTHS))
		calendar = draw(st.sampled_from(calendar_codes)) if longest else None
		flags = draw(st.fixed_dictionaries(plain(m.PauseReason)))
		found.append(
			m.PauseReason(
				item.code, item.label, item.description, longest=longest, calendar=calendar, **flags
			)
		)
	return tuple(found)


@st.composite
def guarantees(draw, calendar_codes, service_codes) -> tuple[m.GuaranteeRow, ...]:
	"""Rows for different services; weights that are shares of the service."""
	rows = []
	for code in draw(some(service_codes)):
		row = m.GuaranteeRow(
			(code,),
			draw(maybe(PERCENTS)),
			draw(maybe(st.sampled_from(calendar_codes))),
			draw(maybe(TIMES)),
			**draw(st.fixed_dictionaries(plain(m.GuaranteeRow))),
		)
		weight = Decimal("0.333333") if row.components == "weighted" else draw(SHARES)
		fewest = 1 if row.components == "weighted" else 0
		parts = tuple(m.ComponentRow(item.code, item.label, weight) for item in draw(items(fewest)))
		rows.append(replace(row, parts=parts))
	return tuple(rows)


SHARES = st.decimals(0, 1, places=6)


@st.composite
def schemes(draw) -> m.AgreedScheme:
	kind = draw(st.sampled_from(tuple(m.SCHEME_FIELDS)))
	edges = draw(st.lists(PERCENTS, min_size=1, max_size=3, unique_by=lambda edge: edge.normalize()))
	drawn = {
		**draw(st.fixed_dictionaries(plain(m.AgreedScheme))),
		"steps": tuple(m.CreditStep(edge, draw(PERCENTS)) for edge in sorted(edges, key=lambda edge: -edge)),
		"daily_fees": draw(maybe(PERCENTS)),
		"each": draw(AMOUNTS.filter(bool)),
		"percent_of_fee": draw(maybe(PERCENTS)),
		"cap_percent": draw(maybe(PERCENTS)),
		"cap_amount": draw(maybe(AMOUNTS)),
	}
	return m.AgreedScheme(
		kind, **{name: value for name, value in drawn.items() if name in m.AgreedScheme.fields_of(kind)}
	)


WINDOWS = st.builds(m.CreditWindow, st.sampled_from(tuple(m.CREDIT_WINDOWS)), st.integers(1, 366))


@st.composite
def credits(draw) -> m.CreditTerms | None:
	terms = m.CreditTerms(
		**draw(st.fixed_dictionaries(plain(m.CreditTerms))),
		fee=draw(maybe(AMOUNTS)),
		scheme=draw(schemes()),
		window=draw(maybe(WINDOWS)),
	)
	return (
		terms
		if terms.enabled
		else draw(st.sampled_from([terms, replace(terms, scheme=None, fee=Decimal(1))]))
	)


@st.composite
def availabilities(draw, calendar_codes, service_codes) -> m.Availability:
	exclusions = draw(items())
	exclusion = maybe(st.sampled_from([item.code for item in exclusions])) if exclusions else st.none()
	return m.Availability(
		target_percent=draw(PERCENTS),
		exclusions=exclusions,
		calendar=draw(maybe(st.sampled_from(calendar_codes))),
		minimum=draw(maybe(TIMES)),
		services=draw(some(service_codes)),
		guarantees=draw(guarantees(calendar_codes, service_codes)),
		maintenance=draw(
			counted(m.MaintenanceTerms, calendar_codes, exclusion=exclusion, assumed=st.booleans())
		),
		claims=draw(counted(m.ClaimTerms, calendar_codes)),
		statement=draw(counted(m.StatementTerms, calendar_codes)),
		**draw(st.fixed_dictionaries(plain(m.Availability))),
	)


@st.composite
def files(draw) -> m.AgreementFile:
	calendar_codes = draw(st.lists(CODES, min_size=1, max_size=2, unique=True))
	priorities = tuple(
		m.Priority(
			code,
			rank,
			draw(LABELS),
			draw(maybe(LABELS)),
			draw(LINE_LABELS),
			**draw(st.fixed_dictionaries(plain(m.Priority))),
		)
		for rank, code in enumerate(draw(st.lists(CODES, min_size=1, max_size=4, unique=True)), 1)
	)
	codes = [priority.code for priority in priorities]
	matrix = None
	if draw(st.booleans()):
		urgency, impact = draw(items(1)), draw(items(1))
		cells = tuple(tuple(draw(st.sampled_from(codes)) for _ in impact) for _ in urgency)
		matrix = m.Matrix(urgency, impact, cells)
	channel_rows, service_rows = draw(channels()), draw(services())
	channel_codes = [channel.code for channel in channel_rows]
	service_codes = [service.code for service, _ in m.walk_services(service_rows)]
	any_of = lambda codes: maybe(st.sampled_from(codes)) if codes else st.none()  # noqa: E731
	target = st.builds(
		m.TargetRow,
		clock=st.sampled_from(m.CLOCKS[:-1]),
		target=TARGETS,
		calendar=st.sampled_from(calendar_codes),
		met_by=st.lists(st.sampled_from(m.MET_BY), min_size=1, unique=True).map(tuple),
		met_when=st.sampled_from(m.MET_WHEN),
		priority=any_of(codes),
		channel=any_of(channel_codes),
		service=any_of(service_codes),
		**plain(m.TargetRow),
	)
	target = target | st.builds(
		m.TargetRow,
		clock=st.just("next_update"),
		target=TARGETS,
		calendar=st.sampled_from(calendar_codes),
		met_by=st.just(("confirmed", "update_sent")),
		starts_on=st.sampled_from(m.STARTS_ON),
	)
	found = tuple(
		draw(tiers(level, calendar_codes, codes, service_codes))
		for level in range(1, draw(st.integers(0, 3)) + 1)
	)
	return m.AgreementFile(
		agreement=draw(agreements()),
		calendars=tuple(draw(calendars(code)) for code in calendar_codes),
		default_calendar=draw(st.sampled_from(calendar_codes)),
		priorities=priorities,
		default_priority=draw(st.sampled_from(codes)),
		matrix=matrix,
		channels=channel_rows,
		services=service_rows,
		required_facts=draw(items(0, st.booleans())),
		out_of_scope=draw(items()),
		targets=tuple(draw(st.lists(target, max_size=4, unique_by=lambda row: row.scope))),
		tiers=found,
		availability=draw(maybe(availabilities(calendar_codes, service_codes))),
		terms=draw(TERMS),
		pause_reasons=draw(pause_reasons(calendar_codes)),
		breach_causes=draw(maybe(CAUSES)),
		credit=draw(maybe(credits())),
	)


TIERS = """\
- level: 1
  title: Dukungan
  responsible: Engineer
  role: null
  protocol: null
  triggers:
  - 'on': stagnation
    after: 2 h
    calendar: business
    priorities: null
    services:
    - SAAS
    partners:
    - PT Maju
    - JAYA
  - 'on': several_partners
    value: 3
    priorities:
    - P1
  - 'on': massive_impact
    priorities: null
  - 'on': manual
    calendar: always
    priorities: null
    reasons:
    - code: a
      label: A
      description: null
    asked_by:
    - partner
    - management
    decide_within: 90 min
  acknowledge_within: 30 min
  repeat_every: 1 h
  hours: business
  wakes_for:
  - P1
  duties:
  - kind: action_plan
    label:
      id: Rencana aksi tertulis
      en: Written action plan
    within: 4 h
    calendar: always
    assumed: true
  - kind: other
    label: Doa bersama
    within: null
    calendar: null
    assumed: false
"""


def test_tiers_to_the_letter():
	text = dump(parse(sample_agreement("innovasia_mitra")))
	start, end = text.index("  tiers:\n") + 9, text.index("availability:")
	text = text[:start] + textwrap.indent(TIERS, "  ") + text[end:]
	assert dump(parse(text)) == text


def test_what_is_left_out_of_a_tier_has_its_default():
	text = dump(parse(sample_agreement("innovasia_mitra")))
	start, end = text.index("  tiers:\n"), text.index("availability:")
	short = """\
  tiers:
    - {level: 1, title: A, responsible: B, triggers: [{on: reported}],
       duties: [{kind: contact, within: 30 menit}, {kind: assign}]}
"""
	(tier,) = parse(text[:start] + short + text[end:]).tiers
	assert (tier.acknowledge_within, tier.repeat_every, tier.hours, tier.wakes_for) == (None, None, None, ())
	assert tier.duties == (
		m.Duty("contact", m.DUTY_LABELS["contact"], AgreedTarget("duration", seconds=1800), "business"),
		m.Duty("assign", m.DUTY_LABELS["assign"]),
	)


@pytest.mark.parametrize(
	("name", "digest"),
	[
		("innovasia_mitra", "949480cb0145f55d81f2b76aed73100a64cc5299494f66996018c2ae84e8cd91"),
		("hai_djpb", "300ed059ddac41302b3a77d87128ed6b5737cb30e46223c475b3924eb279f22f"),
		("benemica", "300ed059ddac41302b3a77d87128ed6b5737cb30e46223c475b3924eb279f22f"),
	],
)
def test_tiers_that_say_nothing_new_are_written_as_they_were(name, digest):
	"""The hashes were taken before the fields came: an approval counts for the text of its hash alone."""
	sample = sample_agreement(name)
	text = dump(parse(as_before(sample) if name == "innovasia_mitra" else sample))
	section = text[text.index("\nescalation:") : text.index("\navailability:")]
	assert sha256(section.encode()).hexdigest() == digest


def test_a_next_update_may_be_counted_from_a_message():
	text = sample_agreement("benemica")
	row = "  - {clock: next_update, target: 2 h, starts_on: partner_replied}\n"
	start = text.index("targets:\n") + len("targets:\n")
	file = parse(text[:start] + row + text[start:])
	first = file.targets[0]
	assert (first.starts_on, first.met_by, first.met_when) == (
		"partner_replied",
		("confirmed", "update_sent"),
		"any",
	)
	assert parse(dump(file)) == file
	with pytest.raises(AgreementFileError, match="for a next update alone"):
		parse(text[:start] + row.replace("next_update", "response") + text[start:])


@pytest.mark.parametrize(
	("name", "digest"),
	[
		("innovasia_mitra", "77dd96bb98ba4e616b4ef09eee22050048e56b0d714e706853a4c700ec77ec98"),
		("hai_djpb", "f0c7e1ced606ac83aa631652b8ee9af795e4f114dcac6ad41d853e77983b78ae"),
		("benemica", "d42f5716920dfd40c1cb9ea41dfc168a6be6babbe8724869cdef230f3c6f5cd9"),
	],
)
def test_targets_counted_from_the_report_are_written_as_they_were(name, digest):
	"""As above: the hashes were taken before a row could say what it is counted from."""
	text = dump(parse(sample_agreement(name)))
	section = text[text.index("\ntargets:") : text.index("\nescalation:")]
	assert sha256(section.encode()).hexdigest() == digest


@pytest.mark.parametrize("name", sample_agreements())
def test_the_samples_survive(name):
	file = parse(sample_agreement(name), name)
	text = dump(file)
	assert parse(text, name) == file
	assert dump(parse(text, name)) == text


# Shrinking so large a value takes minutes: the first counterexample has to do.
@settings(
	max_examples=30,
	deadline=None,
	suppress_health_check=list(HealthCheck),
	phases=(Phase.explicit, Phase.reuse, Phase.generate),
)
@given(files())
def test_any_file_survives(file):
	assert parse(dump(file), "generated") == file


@given(schemes())
def test_any_scheme_is_one_that_credits_are_computed_by(scheme):
	assert parse_scheme(scheme.as_json()).kind == scheme.kind
