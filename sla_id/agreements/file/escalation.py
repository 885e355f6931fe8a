"""The `escalation` section: tiers, who answers for them, and what triggers them.

Used by `reading`. `manual` triggers are data for people; the others are for the sweep.
"""

from collections.abc import Collection

from sla_id.agreements.file.cursor import Cursor
from sla_id.agreements.file.model import CLOCKS, TRIGGERS, Calendar, Item, Tier, Trigger
from sla_id.agreements.file.parts import need_label, read_items, read_label, read_length_at
from sla_id.agreements.file.targets import Target

_USED = {
	"reported": (),
	"percent": ("clock", "value"),
	"before_due": ("clock", "value"),
	"after": ("after", "calendar"),
	"without_workaround": ("after", "calendar"),
	"breach": ("clock",),
	"manual": ("reasons",),
}
_FIELDS = ("on", "clock", "value", "after", "calendar", "priorities", "reasons")


def read_tiers(
	cursor: Cursor, calendars: Collection[Calendar], priorities: Collection[str], default_calendar: str
) -> tuple[Tier, ...]:
	"""The tiers in order of level."""
	get = cursor.fields(("tiers",))
	tiers: list[Tier] = []
	levels: dict[int, int] = {}
	for entry in get("tiers").items():
		of = entry.fields(("level", "title", "responsible", "role", "protocol", "triggers"))
		level = of("level").integer(None, 1, 20)
		if level in levels:
			of("level").fail(
				f"level {level} is already used on line {levels[level]}", "number the levels 1, 2, 3 …"
			)
		levels.setdefault(level, of("level").line)
		triggers = tuple(
			_read_trigger(item, calendars, priorities, default_calendar) for item in of("triggers").items()
		)
		if not triggers:
			of("triggers").warn(
				f"nothing brings in level {level}", "add a trigger, e.g. {on: percent, value: 75}"
			)
		tiers.append(
			Tier(
				level,
				need_label(of("title")),
				of("responsible").text(),
				of("role").raw(),
				read_label(of("protocol")),
				triggers,
			)
		)
	return tuple(sorted(tiers, key=lambda tier: tier.level))


def _read_trigger(
	cursor: Cursor, calendars: Collection[Calendar], priorities: Collection[str], default_calendar: str
) -> Trigger:
	get = cursor.fields(_FIELDS)
	on = get("on").choice(TRIGGERS)
	used = _USED.get(on, _FIELDS)
	for name in ("clock", "value", "after", "calendar", "reasons"):
		if name not in used and not get(name).missing:
			advice = f"remove it, or use one of {', '.join(t for t in TRIGGERS if name in _USED[t])}"
			get(name).fail(f"means nothing for `on: {on}`", advice)
	clock = get("clock").choice(CLOCKS, "resolution") if "clock" in used else None
	percent: int | None = None
	length: Target | None = None
	if on == "percent":
		percent = get("value").integer(None, 1, 1000)
	elif on == "before_due":
		length = read_length_at(get("value"))
	elif on in ("after", "without_workaround"):
		length = read_length_at(get("after"))
	calendar: str | None = None
	if "calendar" in used:
		calendar = get("calendar").reference([c.code for c in calendars], "calendar") or default_calendar
	reasons: tuple[Item, ...] = ()
	if on == "manual":
		reasons = read_items(get("reasons"), "reason")
		if not reasons and get("reasons").missing:
			get("reasons").fail(
				"is missing", "list why a person may ask for this tier: [{code: …, label: …}]"
			)
	return Trigger(
		on, clock, percent, length, calendar, _read_priorities(get("priorities"), priorities), reasons
	)


def _read_priorities(cursor: Cursor, priorities: Collection[str]) -> tuple[str, ...] | None:
	if cursor.missing:
		return None
	codes = [item.reference(priorities, "priority") for item in cursor.items()]
	return tuple(code for code in codes if code) or None
