"""What brings a tier of escalation in, and what it owes, in words.

Called by `agreements.document` and `agreements.compare`.
"""

from sla_id.agreements.file.model import AgreementFile, Duty, Label, TriggerRow
from sla_id.agreements.words import code_names
from sla_id.agreements.words.length_words import say_length
from sla_id.agreements.words.scope_words import join_words

_USED = Label("{}% dari {} telah terpakai", "{}% of the {} is used")
_BEFORE = Label("{} sebelum {} jatuh tempo", "{} before the {} is due")
_AFTER = Label("{} setelah dilaporkan", "{} after the report")
_WITHOUT = Label("Tanpa Solusi Sementara setelah {}", "No workaround after {}")
_BREACH = Label("{} terlampaui", "{} is missed")
_STAGNANT = Label("Tanpa kabar kemajuan selama {}", "No update for {}")
_SEVERAL = Label(
	"{} Mitra atau lebih terdampak insiden yang sama", "{} or more partners are hit by one incident"
)
_ASKED = Label("Atas permintaan {}", "On request of {}")
_DECIDED = Label(
	"permintaan Mitra yang tidak diputuskan dalam {} dianggap sah",
	"a partner's request that isn't decided on within {} counts as valid",
)
_ONLY = Label("hanya {}", "only {}")
_ONLY_SERVICES = Label("hanya layanan {}", "only services {}")
_ONLY_PARTNERS = Label("hanya Mitra {}", "only partners {}")
_WITHIN = Label("{}: dalam {}", "{}: within {}")


def say_trigger(file: AgreementFile, trigger: TriggerRow, language: str) -> str:
	"""What brings a tier in, as a sentence in the escalation table."""
	limits = [
		label.get(language).format(join_words(codes, language))
		for label, codes in (
			(_ONLY, trigger.priorities),
			(_ONLY_SERVICES, trigger.services),
			(_ONLY_PARTNERS, trigger.partners),
		)
		if codes
	]
	said = _say_cause(file, trigger, language)
	return f"{said} ({'; '.join(limits)})" if limits else said


def say_duty(file: AgreementFile, duty: Duty, language: str) -> str:
	"""What a tier owes, with its time: "Rencana aksi tertulis: dalam 4 jam (24x7)"."""
	name = duty.label.get(language)
	if duty.within is None:
		return name
	return _WITHIN.get(language).format(name, say_length(file, duty.within, duty.calendar, language))


def _say_cause(file: AgreementFile, trigger: TriggerRow, language: str) -> str:
	clock = code_names.say(code_names.CLOCKS, trigger.clock or "resolution", language)
	length = say_length(file, trigger.length, trigger.calendar, language) if trigger.length else "–"
	said = {
		"percent": (_USED, (trigger.percent, _inside(clock, language))),
		"before_due": (_BEFORE, (length, _inside(clock, language))),
		"after": (_AFTER, (length,)),
		"without_workaround": (_WITHOUT, (length,)),
		"breach": (_BREACH, (clock,)),
		"stagnation": (_STAGNANT, (length,)),
		"several_partners": (_SEVERAL, (trigger.partners_hit,)),
	}.get(trigger.on)
	if said:
		label, values = said
		return label.get(language).format(*values)
	return _say_request(file, trigger, language)


def _say_request(file: AgreementFile, trigger: TriggerRow, language: str) -> str:
	"""Who may ask for the tier, why, and by when a partner's request is decided. Otherwise the trigger's name."""
	named = code_names.say(code_names.TRIGGERS, trigger.on, language)
	if trigger.asked_by:
		who = [code_names.say(code_names.ASKED_BY, code, language) for code in trigger.asked_by]
		named = _ASKED.get(language).format(join_words(who, language, either=True))
	parts = [reason.label.get(language) for reason in trigger.reasons]
	if trigger.decide_within is not None:
		length = say_length(file, trigger.decide_within, trigger.calendar, language)
		parts.append(_DECIDED.get(language).format(length))
	return f"{named}: {'; '.join(parts)}" if parts else named


def _inside(clock: str, language: str) -> str:
	"""A clock's name within a sentence. English writes it in lower case there."""
	return clock if language.startswith("id") else clock[:1].lower() + clock[1:]
