"""Says any value of the agreement file in words. Called by `compare_versions`."""

from collections.abc import Callable
from dataclasses import MISSING, Field, dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sla_id.agreements.file import model as m
from sla_id.agreements.file.target_text import AgreedTarget
from sla_id.agreements.words import (
	code_names,
	say_amount,
	say_calendar,
	say_date,
	say_duty,
	say_exclusion,
	say_length,
	say_months,
	say_number,
	say_percent,
	say_plain_length,
	say_scope,
	say_target,
	say_trigger,
	say_week,
	say_windows,
)
from sla_id.agreements.words.field_names import CODES, ENTRIES, say_field

_TOLD = ("code", "children")
"""Fields of an entry that are told elsewhere: in its head, or as entries of their own."""
_MONTHS = {("Review", "months"), ("AgreedTerms", "missed_months")}
_YES = m.Label("ya", "yes")
_NO = m.Label("tidak", "no")
_PERCENTS = {
	("Agreement", "at_risk_percent"),
	("Availability", "target_percent"),
	("AgreedTerms", "compliance_percent"),
	("TriggerRow", "percent"),
	("GuaranteeRow", "target_percent"),
	*(("CreditStep", name) for name in ("below", "percent")),
	*(("AgreedScheme", name) for name in ("percent_of_fee", "cap_percent")),
}
_RUPIAH = {("CreditTerms", "fee"), ("AgreedScheme", "each"), ("AgreedScheme", "cap_amount")}
_PROMISES = (
	*("Availability", "GuaranteeRow", "MaintenanceTerms", "ClaimTerms", "StatementTerms", "PauseReason"),
)
"""Values whose calendar is said in words, and counts their lengths."""
_HEADS: dict[type, Callable[[Any, str], str]] = {
	m.TargetRow: lambda row, language: say_scope(row, language),
	m.TierRow: lambda tier, language: str(tier.level),
	m.ShiftRow: lambda shift, language: say_date(shift.first, language),
	m.BreakRow: lambda entry, language: say_date(entry.day, language),
	m.VersionNote: lambda note, language: note.version,
	m.Party: lambda party, language: party.name.get(language),
	m.Contact: lambda contact, language: contact.role.get(language),
	m.Signatory: lambda signatory, language: signatory.role.get(language),
	m.Section: lambda section, language: f"{section.number} {section.title.get(language)}",
	m.Item: lambda item, language: item.label.get(language),
	m.TriggerRow: lambda trigger, language: code_names.say(code_names.TRIGGERS, trigger.on, language),
	m.Duty: lambda duty, language: duty.label.get(language),
	m.GuaranteeRow: lambda row, language: ", ".join(row.services),
	m.ComponentRow: lambda part, language: part.label.get(language),
	m.CreditStep: lambda step, language: say_percent(step.below, language),
	m.PauseReason: lambda reason, language: reason.label.get(language),
}


@dataclass(frozen=True, slots=True)
class Side:
	"""One of the two files, in the reader's language."""

	file: m.AgreementFile
	language: str

	def value(self, kind: str, field: str, value: Any, owner: Any = None) -> str | None:
		"""The words of a field's value; None where there is none. `owner` says on which calendar its lengths count."""
		if value is None or value == ():
			return None
		if isinstance(value, tuple):
			if field == "windows":
				return say_windows(value, self.language)
			return "; ".join(self.value(kind, field, entry) or "–" for entry in value)
		if isinstance(value, AgreedTarget):
			return self._length(field, value, owner)
		if is_dataclass(value):
			return self._compound(value)
		if isinstance(value, bool):
			return (_YES if value else _NO).get(self.language)
		if isinstance(value, date):
			return say_date(value, self.language)
		if (kind, field) in _MONTHS:
			return say_months(value, self.language)
		if (kind, field) in _RUPIAH:
			return say_amount(value, self.language)
		if isinstance(value, int | Decimal):
			spoken = say_percent if (kind, field) in _PERCENTS else say_number
			return spoken(value, self.language)
		if kind in _PROMISES and field == "calendar" and value:
			return say_calendar(self.file, str(value), self.language)
		if (kind, field) == ("MaintenanceTerms", "exclusion"):
			return say_exclusion(self.file, str(value), self.language)
		return code_names.say(CODES.get((kind, field), {}), str(value), self.language)

	def _length(self, field: str, length: AgreedTarget, owner: Any) -> str:
		"""A length with the calendar that counts it; a shortest outage is one of the wall clock."""
		if field == "minimum":
			return say_plain_length(length, self.language)
		calendar = getattr(owner, "calendar", None) if type(owner).__name__ in _PROMISES else None
		return say_length(self.file, length, calendar, self.language)

	def _compound(self, value: Any) -> str:
		if isinstance(value, m.Label):
			return value.get(self.language)
		if isinstance(value, m.Week):
			return say_week(value, self.language)
		if isinstance(value, m.TriggerRow):
			return say_trigger(self.file, value, self.language)
		if isinstance(value, m.Duty):
			return say_duty(self.file, value, self.language)
		if isinstance(value, m.TargetRow):
			return say_target(self.file, value.target, value.calendar, self.language)
		return self.summary(value)

	def summary(self, entry: Any) -> str:
		"""Everything an entry says: its fields that differ from the format's defaults, without its children."""
		kind = type(entry).__name__
		parts = []
		for field in fields(entry):
			value = getattr(entry, field.name)
			said = self.value(kind, field.name, value, entry)
			if said is None or field.name in _TOLD or value == _preset(field):
				continue
			plain = field.name in ("name", "label", "title", "level", "version", "number")
			parts.append(said if plain else f"{say_field(kind, field.name, self.language)}: {said}")
		return "; ".join(parts)

	def head(self, entry: Any) -> str:
		"""The name of an entry: "Kanal portal", "Target Waktu Tanggap P2"."""
		said = self._name(entry)
		return ENTRIES[type(entry).__name__].get(self.language).format(said)

	def short(self, entry: Any) -> str:
		"""An entry as it reads within a list of entries."""
		if isinstance(entry, m.Label):
			return entry.get(self.language)
		if isinstance(entry, m.TriggerRow):
			return say_trigger(self.file, entry, self.language)
		return self._name(entry)

	def _name(self, entry: Any) -> str:
		named = _HEADS.get(type(entry))
		return named(entry, self.language) if named else str(entry.code)


def _preset(field: "Field[Any]") -> Any:
	return None if field.default is MISSING else field.default
