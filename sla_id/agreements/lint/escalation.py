"""Rules about escalation: when tiers come in, in which order, and whom they reach (000 §4).

What follows once one has come in is in `tiers`, which uses what is below the rules here.
"""

from collections.abc import Iterator

from sla_id.agreements.file import TargetRow, Tier, Trigger
from sla_id.agreements.lint.finding import Found, Sentence
from sla_id.agreements.lint.subject import CLOCK_NAMES, Subject, both, listed, target_words

_WATCHED = ("resolution", "fulfilment", "permanent_fix", "workaround")
_FULL = 100.0
TIMED = ("percent", "before_due", "after", "without_workaround", "breach", "stagnation")
"""Triggers that time alone brings."""


def no_escalation(subject: Subject) -> Iterator[Found]:
	"""An agreement without tiers: nobody hears of a ticket in danger."""
	if not subject.file.tiers:
		yield Found(
			"escalation.tiers",
			both(
				"Tidak ada jalur eskalasi: tidak ada yang diberi tahu saat tiket terancam terlambat.",
				"There is no escalation: nobody is told when a ticket is in danger.",
			),
			both(
				"Tambahkan sedikitnya satu tingkat sebelum jatuh tempo.",
				"Add at least one tier before the due time.",
			),
		)


def tier_without_trigger(subject: Subject) -> Iterator[Found]:
	"""A tier that nothing brings in, not even the silence of the one below."""
	awaited = False
	for number, tier in enumerate(subject.file.tiers):
		unreachable = not tier.triggers and not awaited
		awaited = tier.acknowledge_within is not None
		if unreachable:
			yield Found(
				f"escalation.tiers[{number}].triggers",
				both(
					f"Tingkat {tier.level} ({tier.title.id}) tidak mempunyai pemicu.",
					f"Tier {tier.level} ({tier.title.en}) has no trigger.",
				),
				both(
					"Tambahkan pemicu, misalnya 75 % dari target.",
					"Add a trigger, such as 75 % of the target.",
				),
			)


def tier_without_role(subject: Subject) -> Iterator[Found]:
	"""A tier without a person or role that the helpdesk could tell."""
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
				both(
					f"Tingkat {tier.level} ({tier.title.id}) tidak menunjuk"
					f" {'penanggung jawab' if unnamed else 'peran dalam helpdesk'}: tidak ada yang diberi tahu.",
					f"Tier {tier.level} ({tier.title.en}) names no"
					f" {'person' if unnamed else 'role of the helpdesk'}: nobody is told.",
				),
				both("Tulis jabatan dan perannya.", "Write the function and the role."),
			)


def escalation_after_target(subject: Subject) -> Iterator[Found]:
	"""An escalation that comes only after the target's end."""
	for number, tier in enumerate(subject.file.tiers):
		for place, trigger in enumerate(tier.triggers):
			for row in rows_of(subject, trigger):
				percent = _percent(subject, trigger, row)
				if percent is not None and percent > _FULL:
					length = target_words(row.target)
					yield Found(
						f"escalation.tiers[{number}].triggers[{place}]",
						both(
							f"Tingkat {tier.level} baru datang setelah target {CLOCK_NAMES[row.clock].id}"
							f" {row.priority or ''} ({length.id}) berakhir, pada {percent:.0f} %.".replace(
								"  ", " "
							),
							f"Tier {tier.level} comes only after the {CLOCK_NAMES[row.clock].en} target"
							f" {row.priority or ''} ({length.en}) has ended, at {percent:.0f} %.".replace(
								"  ", " "
							),
						),
						both("Majukan pemicunya.", "Bring it in earlier."),
					)
					break


def escalation_at_target_end(subject: Subject) -> Iterator[Found]:
	"""A tier that comes in at the very end of the target: breach and escalation are one event (000 §4.2, L3)."""
	for number, tier in enumerate(subject.file.tiers):
		for place, trigger in enumerate(tier.triggers):
			rows = rows_of(subject, trigger)
			ends = trigger.on == "breach" and rows
			if ends or any(
				_percent(subject, trigger, row) == _FULL for row in rows if trigger.on != "breach"
			):
				row = rows[0]
				length = target_words(row.target)
				yield Found(
					f"escalation.tiers[{number}].triggers[{place}]",
					both(
						f"Tingkat {tier.level} datang tepat saat target {CLOCK_NAMES[row.clock].id}"
						f" {row.priority or ''} ({length.id}) berakhir: pelanggaran dan eskalasi adalah satu"
						" peristiwa.".replace("  ", " "),
						f"Tier {tier.level} comes in just as the {CLOCK_NAMES[row.clock].en} target"
						f" {row.priority or ''} ({length.en}) ends: breach and escalation are one event.".replace(
							"  ", " "
						),
					),
					both(
						"Beri tahu sekali saja; bila ingin mencegah pelanggaran, majukan pemicunya.",
						"Tell it once; to prevent the breach, bring the tier in earlier.",
					),
					_sentence_for(subject, row),
				)


def tiers_same_instant(subject: Subject) -> Iterator[Found]:
	"""Two tiers due at one instant: the second adds nothing."""
	for priority in subject.file.priorities:
		moments = comes_in(subject, priority.code)
		for at, (tier, place, percent) in enumerate(moments):
			for other, _, same in moments[:at]:
				if other.level != tier.level and same == percent:
					number = subject.file.tiers.index(tier)
					yield Found(
						f"escalation.tiers[{number}].triggers[{place}]",
						both(
							f"Tingkat {other.level} dan {tier.level} datang pada saat yang sama untuk"
							f" {priority.code} ({percent:.0f} % dari target).",
							f"Tiers {other.level} and {tier.level} come in at one instant for {priority.code}"
							f" ({percent:.0f} % of the target).",
						),
						both(
							"Beri jarak, agar tingkat pertama sempat bertindak.",
							"Set them apart, so that the first can act.",
						),
					)


def triggers_same_instant(subject: Subject) -> Iterator[Found]:
	"""Two triggers of one tier at one instant (000 §4.2, L2: near the limit and 4 h without a workaround)."""
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
						both(
							f"Dua pemicu tingkat {tier.level} jatuh pada saat yang sama untuk {priority.code}"
							f" ({percent:.0f} % dari target): satu eskalasi, bukan dua.",
							f"Two triggers of tier {tier.level} fall on one instant for {priority.code}"
							f" ({percent:.0f} % of the target): one escalation, not two.",
						),
						both(
							"Tidak perlu tindakan; pastikan keduanya memang dimaksudkan.",
							"Nothing to do; make sure that both are meant.",
						),
						subject.sentence_with(
							*([f"setelah {length.id}", f"after {length.en}"] if length.id else [])
						),
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
					both(
						f"Untuk {priority.code} tingkat {level} datang sebelum tingkat {min(lower)}.",
						f"For {priority.code} tier {level} comes in before tier {min(lower)}.",
					),
					both("Urutkan pemicunya.", "Put the triggers in order."),
				)


def priority_without_escalation(subject: Subject) -> Iterator[Found]:
	"""A priority for which no tier comes in by itself after the report."""
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
		yield Found(
			f"priorities[{missing[0][0]}]",
			both(
				f"Tidak ada tingkat eskalasi yang datang dengan sendirinya untuk {codes}.",
				f"No tier comes in by itself for {codes}.",
			),
			both(
				"Tambahkan pemicu otomatis, misalnya persentase target.",
				"Add an automatic trigger, such as a percentage of the target.",
			),
		)


def warning_after_escalation(subject: Subject) -> Iterator[Found]:
	"""A tier that comes in before the ticket counts as at risk."""
	at_risk = subject.file.agreement.at_risk_percent
	for number, tier in enumerate(subject.file.tiers):
		for place, trigger in enumerate(tier.triggers):
			if trigger.on == "percent" and trigger.percent is not None and trigger.percent < at_risk:
				yield Found(
					f"escalation.tiers[{number}].triggers[{place}].value",
					both(
						f"Tingkat {tier.level} datang pada {trigger.percent} % dari target, sebelum tiket dianggap"
						f" terancam ({at_risk} %).",
						f"Tier {tier.level} comes in at {trigger.percent} % of the target, before the ticket counts"
						f" as at risk ({at_risk} %).",
					),
					both(
						"Samakan at_risk_percent dengan tingkat pertama, agar peringatan mendahului eskalasi.",
						"Bring at_risk_percent down to the first tier, so that the warning comes first.",
					),
					subject.sentence_with("mendekati batas", "berisiko melanggar", "at risk"),
				)


def concerns(trigger: Trigger, priority: str | None) -> bool:
	"""Whether a trigger is for that priority."""
	return trigger.priorities is None or priority in trigger.priorities


def rows_of(subject: Subject, trigger: Trigger) -> list[TargetRow]:
	"""The rows a trigger looks at, one for each priority it concerns."""
	clocks = (trigger.clock,) if trigger.clock else _WATCHED
	return [
		row
		for _, row in subject.rows(*clocks)
		if concerns(trigger, row.priority) and subject.length(row) and row.stage != "first_line"
	]


def _percent(subject: Subject, trigger: Trigger, row: TargetRow) -> float | None:
	"""When a trigger comes in, in percent of a row's length; None where the two can't be compared."""
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
	"""The row of the clock that ends a ticket of a priority; None where it has no length."""
	rows = [row for _, row in subject.rows("resolution", "fulfilment") if row.stage != "first_line"]
	concerned = [row for row in rows if row.priority in (priority, None) and subject.length(row)]
	return max(concerned, key=lambda row: row.priority is not None, default=None)


def comes_in(subject: Subject, priority: str) -> list[tuple[Tier, int, float]]:
	"""Each automatic trigger of a priority with its moment, in percent of the clock that ends the ticket."""
	row = ending_row(subject, priority)
	if row is None:
		return []
	found: list[tuple[Tier, int, float]] = []
	for tier in subject.file.tiers:
		for place, trigger in enumerate(tier.triggers):
			if not concerns(trigger, priority) or trigger.clock not in (None, row.clock):
				continue
			percent = _percent(subject, trigger, row)
			if percent is not None:
				found.append((tier, place, percent))
	return found


def _sentence_for(subject: Subject, row: TargetRow) -> Sentence | None:
	length = target_words(row.target)
	return subject.sentence_with(f"belum terselesaikan dalam {length.id}") or subject.sentence_of(row)
