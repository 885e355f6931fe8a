"""Rules about what follows an escalation: who is told and acknowledges, who may ask for it, and what it owes (000 §4)."""

from collections.abc import Iterator

from sla_id.agreements.file import Duty, TierRow
from sla_id.agreements.lint.escalation_rules import TIMED, comes_in, concerns, ending_row, rows_of
from sla_id.agreements.lint.lint_finding import NOTE, WARNING
from sla_id.agreements.lint.linted_file import CLOCK_NAMES, Subject, both, listed, target_words
from sla_id.agreements.lint.rule import Found, gap, rule
from sla_id.agreements.lint.worked_examples import compiled, evening
from sla_id.engine import EngineError, Sentence

_REQUEST = ("permintaan eskalasi", "berhak meminta", "escalation request", "may ask", "may request")


def _partner_left_out(subject: Subject) -> bool:
	manual = [trigger for _, _, trigger in subject.triggers() if trigger.on == "manual"]
	return bool(manual) and not any(
		trigger.may_ask(who) for trigger in manual for who in ("partner", "management")
	)


# fmt: off
GAPS = (
	gap("partner-cannot-ask", NOTE, "escalation.tiers", "Requests for escalation that the partner may not make, nor its management (000 §4.1).",
		Sentence("Escalation may be asked for, but neither by the partner nor by its management."),
		Sentence("Add partner to a trigger's asked_by if the partner may ask."), quotes=_REQUEST,
		when=_partner_left_out),
)
# fmt: on


@rule(
	WARNING,
	says=Sentence("Tier {level} is told again every {every}, but nothing follows when nobody acknowledges."),
	advice=Sentence("Add acknowledge_within, so that the next tier comes in."),
)
def repeats_without_acknowledgement(subject: Subject) -> Iterator[Found]:
	"""A tier that is told again and again, with no further step if nobody acknowledges."""
	for number, tier in enumerate(subject.file.tiers[:-1]):
		if tier.repeat_every is not None and tier.acknowledge_within is None:
			every = target_words(tier.repeat_every)
			yield Found(f"escalation.tiers[{number}].repeat_every", {"level": tier.level, "every": every})


@rule(
	WARNING,
	says=Sentence("Tier {level} has to acknowledge within {within}, but there is no tier above it."),
	advice=Sentence("Use repeat_every for the last tier, or add another one."),
)
def acknowledgement_leads_nowhere(subject: Subject) -> Iterator[Found]:
	"""A time to acknowledge on the last tier, after which there is nobody else to tell."""
	for number, tier in enumerate(subject.file.tiers[-1:], len(subject.file.tiers) - 1):
		if tier.acknowledge_within is not None:
			within = target_words(tier.acknowledge_within)
			yield Found(
				f"escalation.tiers[{number}].acknowledge_within", {"level": tier.level, "within": within}
			)


@rule(
	WARNING,
	says=Sentence("The calendar {hours} never opens: tier {level} isn't told."),
	advice=Sentence("Choose another calendar, or remove hours."),
)
def tier_hours_never_open(subject: Subject) -> Iterator[Found]:
	"""A tier whose people may be told only in hours that never come."""
	for number, tier in enumerate(subject.file.tiers):
		if tier.hours is not None and not _ever_opens(subject, tier.hours):
			yield Found(f"escalation.tiers[{number}].hours", {"hours": tier.hours, "level": tier.level})


def _ever_opens(subject: Subject, code: str) -> bool:
	hours = compiled(subject, code)
	if hours is None:
		return False
	try:
		hours.next_opening(evening(subject))
	except EngineError:
		return False
	return True


@rule(
	WARNING,
	says=Sentence("Tier {level} is told within {hours} only, while the clock of {codes} runs 24x7."),
	advice=Sentence("Add {codes} to wakes_for, or remove hours."),
)
def tier_asleep_while_clock_runs(subject: Subject) -> Iterator[Found]:
	"""A tier that is told only in the morning about a ticket whose clock ran all night (000 §3.1: P1 is handled 24x7)."""
	for number, tier in enumerate(subject.file.tiers):
		if tier.hours is None or subject.always(tier.hours):
			continue
		asleep = [code for code in _around_the_clock(subject, tier) if code not in tier.wakes_for]
		if asleep:
			codes = listed(asleep)
			yield Found(
				f"escalation.tiers[{number}].wakes_for",
				{"level": tier.level, "hours": tier.hours, "codes": codes},
			)


def _around_the_clock(subject: Subject, tier: TierRow) -> Iterator[str]:
	"""The priorities for which a tier can come in at any hour, by time alone."""
	for priority in subject.file.priorities:
		triggers = [
			trigger for trigger in tier.triggers if trigger.on in TIMED and concerns(trigger, priority.code)
		]
		rows = [row for trigger in triggers for row in rows_of(subject, trigger)]
		if any(row.priority in (priority.code, None) and subject.always(row.calendar) for row in rows):
			yield priority.code


@rule(
	WARNING,
	says=Sentence("A trigger of tier {level} is for {named} only, while this agreement is with {partner}."),
	advice=Sentence("Correct the code, or remove partners."),
)
def trigger_for_other_partners(subject: Subject) -> Iterator[Found]:
	"""A trigger for partners that the agreement isn't with. It never fires, and nobody may ask for it."""
	partner = subject.file.agreement.partner
	for path, tier, trigger in subject.triggers():
		if partner and trigger.partners and partner not in trigger.partners:
			named = listed(trigger.partners)
			yield Found(
				f"{path}.partners",
				{"level": tier.level, "named": named, "partner": partner},
			)


@rule(
	NOTE,
	says=Sentence("The partner may ask for tier {level}, but nothing says by when that is decided on."),
	advice=Sentence("Add decide_within: a request that isn't decided on by then counts as valid."),
)
def request_never_decided(subject: Subject) -> Iterator[Found]:
	"""A partner's request without a time to decide (000 §4.2: "permintaan eskalasi valid")."""
	for path, tier, trigger in subject.triggers():
		if trigger.may_ask("partner") and trigger.decide_within is None:
			yield Found(
				path,
				{"level": tier.level},
				subject.sentence_with(*_REQUEST),
			)


@rule(
	WARNING,
	says=Sentence(
		"Tier {level}: {label} ({within}) is due only after the {clock} target of {late} ({target}) has ended."
	),
	advice=Sentence("Shorten it, or bring the tier in earlier."),
)
def duty_after_target(subject: Subject) -> Iterator[Found]:
	"""A duty of a tier that comes in before the target's end but is due only after it."""
	for path, tier, duty in subject.duties():
		late = next((code for code in _priorities(subject) if _ends_late(subject, tier, duty, code)), None)
		row = ending_row(subject, late) if late else None
		if row is None or duty.within is None:
			continue
		within, target = target_words(duty.within), target_words(row.target)
		yield Found(
			f"{path}.within",
			{
				"level": tier.level,
				"label": duty.label,
				"within": within,
				"clock": CLOCK_NAMES[row.clock],
				"late": late,
				"target": target,
			},
		)


def _priorities(subject: Subject) -> list[str]:
	return [priority.code for priority in subject.by_rank()]


def _ends_late(subject: Subject, tier: TierRow, duty: Duty, priority: str) -> bool:
	"""Whether a duty of a tier that comes in before the target's end is due after that end, for a priority."""
	row = ending_row(subject, priority)
	if row is None or duty.within is None or duty.calendar != row.calendar:
		return False
	starts = [percent for found, _, percent in comes_in(subject, priority) if found is tier]
	starts += [0.0 for trigger in tier.triggers if trigger.on == "reported" and concerns(trigger, priority)]
	first = min(starts, default=None)
	length, within = subject.length(row), subject.seconds(duty.within)
	if first is None or first >= 100 or not length or within is None:
		return False
	return first / 100 * length + within > length


@rule(
	NOTE,
	says=Sentence("Tier {level}, assumed; the document doesn't say it: {said}."),
	advice=Sentence("Agree on the time with the other party, then remove assumed."),
)
def duty_assumed(subject: Subject) -> Iterator[Found]:
	"""Times of duties that the document doesn't state (000 §4.2: an action plan, by when?)."""
	for number, tier in enumerate(subject.file.tiers):
		assumed = [(place, duty) for place, duty in enumerate(tier.duties) if duty.assumed]
		if assumed:
			said = both(
				*(listed(_duty_words(duty, code) for _, duty in assumed) for code in ("id", "en")),
			)
			yield Found(
				f"escalation.tiers[{number}].duties[{assumed[0][0]}]", {"level": tier.level, "said": said}
			)


def _duty_words(duty: Duty, language: str) -> str:
	name = duty.label.get(language)
	return f"{name} ({target_words(duty.within).get(language)})" if duty.within else name
