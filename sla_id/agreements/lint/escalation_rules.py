"""Rules about escalation: when tiers come in, in which order, and who they reach (000 §4).

What happens after that is in `tier_rules.py`, which uses the functions at the end of this file.
"""

from collections.abc import Iterator

from sla_id.agreements.file import Label, TargetRow, TierRow, TriggerRow
from sla_id.agreements.lint.lint_finding import NOTE, WARNING, Quote
from sla_id.agreements.lint.linted_file import CLOCK_NAMES, Subject, both, listed, target_words
from sla_id.agreements.lint.rule import Found, gap, rule
from sla_id.engine import ClockKind, Sentence
from sla_id.engine.terms import ENDS_TICKET, WATCHED_BY_DEFAULT

_FULL = 100.0
TIMED = ("percent", "before_due", "after", "without_workaround", "breach", "stagnation")
"""Triggers that time alone brings."""


# fmt: off
GAPS = (
	gap("no-escalation", NOTE, "escalation.tiers", "An agreement without tiers: nobody hears of a ticket in danger.",
		Sentence("There is no escalation, so nobody is told when a ticket is at risk."),
		Sentence("Add at least one tier before the due time.")),
)
# fmt: on


@rule(
	WARNING,
	says=Sentence("Tier {level} ({title}) has no trigger."),
	advice=Sentence("Add a trigger, such as 75 % of the target."),
)
def tier_without_trigger(subject: Subject) -> Iterator[Found]:
	"""A tier that nothing brings in, not even a missing acknowledgement of the tier below."""
	awaited = False
	for number, tier in enumerate(subject.file.tiers):
		unreachable = not tier.triggers and not awaited
		awaited = tier.acknowledge_within is not None
		if unreachable:
			yield Found(f"escalation.tiers[{number}].triggers", {"level": tier.level, "title": tier.title})


@rule(
	WARNING,
	says=Sentence("Tier {level} ({title}) names no {what}: nobody is told."),
	advice=Sentence("Write the function and the role."),
)
def tier_without_role(subject: Subject) -> Iterator[Found]:
	"""A tier without a person or role that the helpdesk can notify."""
	for number, tier in enumerate(subject.file.tiers):
		unnamed = tier.responsible.strip(" -?.") == "" or tier.responsible.strip().lower() in (
			"tbd",
			"tba",
			"n/a",
		)
		if unnamed or not tier.role:
			field = "responsible" if unnamed else "role"
			yield Found(
				f"escalation.tiers[{number}].{field}",
				{
					"level": tier.level,
					"title": tier.title,
					"what": both("penanggung jawab", "person")
					if unnamed
					else both("peran dalam helpdesk", "role of the helpdesk"),
				},
			)


@rule(
	WARNING,
	"X2",
	says=Sentence("Tier {level} comes only after the {target} has ended, at {percent} %."),
	advice=Sentence("Bring it in earlier."),
)
def escalation_after_target(subject: Subject) -> Iterator[Found]:
	"""An escalation that comes only after the target's end."""
	for path, tier, trigger in subject.triggers():
		for row in rows_of(subject, trigger):
			percent = _percent(subject, trigger, row)
			if percent is not None and percent > _FULL:
				values = {"level": tier.level, "target": _target(row), "percent": f"{percent:.0f}"}
				yield Found(path, values)
				break


@rule(
	NOTE,
	"X2",
	says=Sentence("Tier {level} comes in exactly when the {target} ends, so breach and escalation coincide."),
	advice=Sentence("Keep one of them; to prevent the breach, bring the tier in earlier."),
)
def escalation_at_target_end(subject: Subject) -> Iterator[Found]:
	"""A tier that comes in exactly at the end of the target, together with the breach (000 §4.2, L3)."""
	for path, tier, trigger in subject.triggers():
		rows = rows_of(subject, trigger)
		if rows and (trigger.on == "breach" or any(_percent(subject, trigger, row) == _FULL for row in rows)):
			yield Found(
				path,
				{"level": tier.level, "target": _target(rows[0])},
				_sentence_for(subject, rows[0]),
			)


def _target(row: TargetRow) -> Label:
	"""A target with its priority, if any, and its length: "resolution target P1 (8 h)"."""
	clock, length, priority = CLOCK_NAMES[row.clock], target_words(row.target), row.priority or ""
	return both(
		f"{clock.id} {priority} ({length.id})".replace("  ", " "),
		f"{clock.en} target {priority} ({length.en})".replace("  ", " "),
	)


@rule(
	WARNING,
	"X2",
	says=Sentence(
		"Tiers {lower} and {higher} come in at one instant for {code} ({percent} % of the target)."
	),
	advice=Sentence("Space them out, so that the first tier has time to act."),
)
def tiers_same_instant(subject: Subject) -> Iterator[Found]:
	"""Two tiers that come in at the same instant. The second adds nothing."""
	for priority in subject.file.priorities:
		moments = comes_in(subject, priority.code)
		for at, (tier, place, percent) in enumerate(moments):
			for other, _, same in moments[:at]:
				if other.level != tier.level and same == percent:
					number = subject.file.tiers.index(tier)
					yield Found(
						f"escalation.tiers[{number}].triggers[{place}]",
						{
							"lower": other.level,
							"higher": tier.level,
							"code": priority.code,
							"percent": f"{percent:.0f}",
						},
					)


@rule(
	NOTE,
	"X2",
	says=Sentence(
		"Two triggers of tier {level} fall on one instant for {code} ({percent} % of the target): one escalation, not two."
	),
	advice=Sentence("Nothing to fix; check that both are intended."),
)
def triggers_same_instant(subject: Subject) -> Iterator[Found]:
	"""Two triggers of one tier at the same instant (000 §4.2, L2: near the limit and 4 h without a workaround)."""
	for priority in subject.file.priorities:
		moments = comes_in(subject, priority.code)
		for at, (tier, place, percent) in enumerate(moments):
			for other, _, same in moments[:at]:
				if other.level == tier.level and same == percent:
					number = subject.file.tiers.index(tier)
					trigger = tier.triggers[place]
					length = target_words(trigger.length) if trigger.length else both("", "")
					yield Found(
						f"escalation.tiers[{number}].triggers[{place}]",
						{"level": tier.level, "code": priority.code, "percent": f"{percent:.0f}"},
						subject.sentence_with(
							*([f"setelah {length.id}", f"after {length.en}"] if length.id else [])
						),
					)


@rule(
	WARNING,
	says=Sentence("For {code} tier {level} comes in before tier {lower}."),
	advice=Sentence("Put the triggers in order."),
)
def tiers_out_of_order(subject: Subject) -> Iterator[Found]:
	"""A higher tier that comes in before a lower one."""
	for priority in subject.file.priorities:
		first: dict[int, float] = {}
		for tier, _, percent in comes_in(subject, priority.code):
			first[tier.level] = min(percent, first.get(tier.level, percent))
		for level, percent in first.items():
			lower = [other for other in first if other < level and first[other] > percent]
			if lower:
				number = [tier.level for tier in subject.file.tiers].index(level)
				yield Found(
					f"escalation.tiers[{number}].triggers",
					{"code": priority.code, "level": level, "lower": min(lower)},
				)


@rule(
	WARNING,
	says=Sentence("No tier comes in by itself for {codes}."),
	advice=Sentence("Add an automatic trigger, such as a percentage of the target."),
)
def priority_without_escalation(subject: Subject) -> Iterator[Found]:
	"""A priority for which no tier comes in automatically after the report."""
	if not subject.file.tiers:
		return
	missing = []
	for number, priority in enumerate(subject.file.priorities):
		automatic = [
			trigger
			for tier in subject.file.tiers
			for trigger in tier.triggers
			if trigger.on in TIMED and concerns(trigger, priority.code)
		]
		if not automatic:
			missing.append((number, priority.code))
	if missing:
		codes = listed(code for _, code in missing)
		yield Found(f"priorities[{missing[0][0]}]", {"codes": codes})


@rule(
	NOTE,
	says=Sentence(
		"Tier {level} comes in at {percent} % of the target, before the ticket counts as at risk ({at_risk} %)."
	),
	advice=Sentence("Bring at_risk_percent down to the first tier, so that the warning comes first."),
)
def warning_after_escalation(subject: Subject) -> Iterator[Found]:
	"""A tier that comes in before the ticket counts as at risk."""
	at_risk = subject.file.agreement.at_risk_percent
	for path, tier, trigger in subject.triggers():
		if trigger.on == "percent" and trigger.percent is not None and trigger.percent < at_risk:
			yield Found(
				f"{path}.value",
				{"level": tier.level, "percent": trigger.percent, "at_risk": at_risk},
				subject.sentence_with("mendekati batas", "berisiko melanggar", "at risk"),
			)


def concerns(trigger: TriggerRow, priority: str | None) -> bool:
	"""Whether a trigger applies to that priority."""
	return trigger.priorities is None or priority in trigger.priorities


def rows_of(subject: Subject, trigger: TriggerRow) -> list[TargetRow]:
	"""The rows that a trigger watches, one for each priority that it applies to."""
	return [
		row
		for _, row in subject.rows()
		if concerns(trigger, row.priority)
		and _has_length(subject, row)
		and row.clock == (trigger.clock or _watched_by_default(subject, row.priority))
	]


def _has_length(subject: Subject, row: TargetRow) -> bool:
	return bool(subject.length(row)) and row.stage != "first_line"


def _watched_by_default(subject: Subject, priority: str | None) -> str | None:
	"""The clock that the engine watches for a trigger that names none, on a ticket of that priority."""
	clocks = {row.clock for _, row in subject.rows() if row.priority in (priority, None)}
	return next((kind for kind in WATCHED_BY_DEFAULT if kind in clocks), None)


def _percent(subject: Subject, trigger: TriggerRow, row: TargetRow) -> float | None:
	"""When a trigger comes in, in percent of a row's length. None if the two can't be compared."""
	length = subject.length(row)
	if not length:
		return None
	if trigger.on == "percent":
		return float(trigger.percent or 0)
	if trigger.on == "breach":
		return _FULL
	after = subject.seconds(trigger.length) if trigger.length else None
	if after is None:
		return None
	if trigger.on == "before_due":
		return _FULL * (length - after) / length
	# Without_workaround and after count on their own calendar: only the same one can be compared.
	if trigger.on in ("after", "without_workaround") and trigger.calendar == row.calendar:
		return _FULL * after / length
	return None


def ending_row(subject: Subject, priority: str) -> TargetRow | None:
	"""The row of the clock that ends a ticket of a priority. None if it has no length."""
	rows = [row for _, row in subject.rows(*ENDS_TICKET) if _has_length(subject, row)]
	concerned = [row for row in rows if row.priority in (priority, None)]
	return min(
		concerned,
		key=lambda row: (ENDS_TICKET.index(ClockKind(row.clock)), row.priority is None),
		default=None,
	)


def comes_in(subject: Subject, priority: str) -> list[tuple[TierRow, int, float]]:
	"""Each automatic trigger for a priority with its time, in percent of the clock that ends the ticket."""
	row = ending_row(subject, priority)
	if row is None:
		return []
	found: list[tuple[TierRow, int, float]] = []
	for tier in subject.file.tiers:
		for place, trigger in enumerate(tier.triggers):
			watched = trigger.clock or _watched_by_default(subject, priority)
			if not concerns(trigger, priority) or watched != row.clock:
				continue
			percent = _percent(subject, trigger, row)
			if percent is not None:
				found.append((tier, place, percent))
	return found


def _sentence_for(subject: Subject, row: TargetRow) -> Quote | None:
	length = target_words(row.target)
	return subject.sentence_with(f"belum terselesaikan dalam {length.id}") or subject.sentence_of(row)
