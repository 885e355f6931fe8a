"""The `escalation` section: tiers, who is responsible for them, what triggers them and what they owe.

Used by `parse_file.py`. People use `manual` triggers; the sweep watches the others.
"""

from collections.abc import Callable, Collection
from dataclasses import fields

from sla_id.agreements.file.cursor import Cursor
from sla_id.agreements.file.model import (
	ASKED_BY,
	CLOCKS,
	DUTY_KINDS,
	DUTY_LABELS,
	TRIGGERS,
	Duty,
	Item,
	Label,
	TierRow,
	TriggerRow,
)
from sla_id.agreements.file.section_pieces import (
	Known,
	need_label,
	need_time_at,
	read_items,
	read_label,
	read_length_at,
	read_plain,
	read_references,
	read_time_at,
)
from sla_id.agreements.file.target_text import AgreedTarget
from sla_id.engine.sentences import Sentence

FEWEST_PARTNERS = 2
MOST_PARTNERS = 1000
_USED = {
	"reported": (),
	"percent": ("clock", "value"),
	"before_due": ("clock", "value"),
	"after": ("after", "calendar"),
	"without_workaround": ("after", "calendar"),
	"breach": ("clock",),
	"manual": ("reasons", "asked_by", "decide_within", "calendar"),
	"stagnation": ("after", "calendar"),
	"massive_impact": (),
	"several_partners": ("value",),
}
_LIMITED = ("clock", "value", "after", "calendar", "reasons", "asked_by", "decide_within")
"""Fields that not every trigger has; the others limit the tickets that it is for."""
_FIELDS = ("on", *_LIMITED, "priorities", "services", "partners")
_TIER = (
	*("level", "title", "responsible", "role", "protocol", "triggers"),
	*("acknowledge_within", "repeat_every", "hours", "wakes_for", "duties"),
)
_DUTY = tuple(field.name for field in fields(Duty))


def read_tiers(cursor: Cursor, known: Known) -> tuple[TierRow, ...]:
	"""The tiers in order of level."""
	tiers: list[tuple[TierRow, Cursor]] = []
	levels: dict[int, int] = {}
	for entry in cursor.fields(("tiers",))("tiers").items():
		get = entry.fields(_TIER)
		tier = _read_tier(get, known)
		if tier.level in levels:
			get("level").fail(
				Sentence(
					"level {level} is already used on line {line}", level=tier.level, line=levels[tier.level]
				),
				Sentence("number the levels 1, 2, 3 …"),
			)
		levels.setdefault(tier.level, get("level").line)
		tiers.append((tier, get("triggers")))
	tiers.sort(key=lambda found: found[0].level)
	_warn_of_unreachable(tiers)
	return tuple(tier for tier, _ in tiers)


def _warn_of_unreachable(tiers: list[tuple[TierRow, Cursor]]) -> None:
	"""Warn of a tier that has no trigger when the tier below it doesn't wait for an acknowledgement either."""
	below: TierRow | None = None
	for tier, triggers in tiers:
		if not tier.triggers and (below is None or below.acknowledge_within is None):
			triggers.warn(
				Sentence("nothing brings in level {level}", level=tier.level),
				Sentence("add a trigger, e.g. {on: percent, value: 75}"),
			)
		below = tier


def _read_tier(get: Callable[[str], Cursor], known: Known) -> TierRow:
	if not get("wakes_for").missing and get("hours").missing:
		get("wakes_for").fail(
			Sentence("means nothing without hours: people are told at any hour"),
			Sentence("add hours: a calendar, or remove it"),
		)
	return TierRow(
		level=get("level").integer(None, 1, 20),
		title=need_label(get("title")),
		responsible=get("responsible").text(),
		role=get("role").raw(),
		protocol=read_label(get("protocol")),
		triggers=tuple(_read_trigger(item, known) for item in get("triggers").items()),
		acknowledge_within=read_time_at(get("acknowledge_within")),
		repeat_every=read_time_at(get("repeat_every")),
		hours=get("hours").reference(known.calendars, Sentence("calendar")),
		wakes_for=read_references(get("wakes_for"), known.priorities, Sentence("priority")),
		duties=tuple(_read_duty(item, known) for item in get("duties").items()),
	)


def _read_trigger(cursor: Cursor, known: Known) -> TriggerRow:
	get = cursor.fields(_FIELDS)
	on = get("on").choice(TRIGGERS)
	used = _USED.get(on, _FIELDS)
	for name in _LIMITED:
		if name not in used and not get(name).missing:
			known_for = ", ".join(trigger for trigger in TRIGGERS if name in _USED[trigger])
			advice = Sentence("remove it, or use one of {known}", known=known_for)
			get(name).fail(Sentence("means nothing for `on: {on}`", on=on), advice)
	length: AgreedTarget | None = None
	if on in ("before_due", "after", "without_workaround"):
		length = read_length_at(get("value" if on == "before_due" else "after"))
	elif on == "stagnation":
		length = need_time_at(get("after"))
	asked_by = tuple(item.choice(ASKED_BY) for item in get("asked_by").items()) if on == "manual" else ()
	decide_within = (
		_read_decision(get("decide_within"), get("calendar"), asked_by) if on == "manual" else None
	)
	calendar: str | None = None
	if "calendar" in used and (on != "manual" or decide_within is not None):
		calendar = get("calendar").reference(known.calendars, Sentence("calendar")) or known.default_calendar
	return TriggerRow(
		on,
		clock=get("clock").choice(CLOCKS, "resolution") if "clock" in used else None,
		percent=get("value").integer(None, 1, 1000) if on == "percent" else None,
		length=length,
		calendar=calendar,
		priorities=read_references(get("priorities"), known.priorities, Sentence("priority")) or None,
		reasons=_read_reasons(get("reasons")) if on == "manual" else (),
		partners_hit=get("value").integer(None, FEWEST_PARTNERS, MOST_PARTNERS)
		if on == "several_partners"
		else None,
		services=read_references(get("services"), known.services, Sentence("service")),
		partners=_read_partners(get("partners")),
		asked_by=asked_by,
		decide_within=decide_within,
	)


def _read_reasons(cursor: Cursor) -> tuple[Item, ...]:
	reasons = read_items(cursor, Sentence("reason"))
	if not reasons and cursor.missing:
		cursor.fail(
			Sentence("is missing"), Sentence("list why a person may ask for this tier: [{code: …, label: …}]")
		)
	return reasons


def _read_decision(cursor: Cursor, calendar: Cursor, asked_by: Collection[str]) -> AgreedTarget | None:
	"""The time in which a partner's request has to be decided."""
	if cursor.missing:
		if not calendar.missing:
			calendar.fail(
				Sentence("means nothing without decide_within"),
				Sentence("add decide_within: a length, or remove it"),
			)
		return None
	if asked_by and "partner" not in asked_by:
		cursor.fail(
			Sentence("means nothing where no partner may ask: other requests count at once"),
			Sentence("add partner to asked_by, or remove it"),
		)
	return need_time_at(cursor)


def _read_duty(cursor: Cursor, known: Known) -> Duty:
	get = cursor.fields(_DUTY)
	kind = get("kind").choice(DUTY_KINDS)
	within = read_time_at(get("within"))
	calendar: str | None = None
	if within is not None:
		calendar = get("calendar").reference(known.calendars, Sentence("calendar")) or known.default_calendar
	elif not get("calendar").missing and get("within").missing:
		get("calendar").fail(
			Sentence("means nothing without within"), Sentence("add within: a length, or remove it")
		)
	return Duty(kind, _read_duty_label(get("label"), kind), within, calendar, **read_plain(Duty, get))


def _read_duty_label(cursor: Cursor, kind: str) -> Label:
	if cursor.missing and kind in DUTY_LABELS:
		return DUTY_LABELS[kind]
	return need_label(cursor)


def _read_partners(cursor: Cursor) -> tuple[str, ...]:
	"""Codes of partners. The file can't look them up, so any text without a comma is accepted."""
	found = []
	for item in cursor.items():
		code = item.text()
		if "," in code:
			item.fail(
				Sentence("{code!r} holds a comma", code=code),
				Sentence("write each code as its own: [MAJU, JAYA]"),
			)
		if code:
			found.append(" ".join(code.split()))
	return tuple(found)
