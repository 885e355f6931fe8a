"""`compare`: goes through all fields of both files. Public through the package.

It follows the fields of the model's classes, so a field that is added there is compared without a change here.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from sla_id.agreements.compare.entry_matching import pair, reordered, same_codes
from sla_id.agreements.compare.partner_gain import (
	judge_duty,
	judge_entry,
	judge_field,
	judge_row,
	judge_target,
)
from sla_id.agreements.compare.promise_gain import judge_guarantee, judge_promise, owes_credit
from sla_id.agreements.compare.value_words import Side
from sla_id.agreements.compare.version_change import ADDED, CHANGED, REMOVED, Change
from sla_id.agreements.file import model as m
from sla_id.agreements.file.target_text import AgreedTarget
from sla_id.agreements.words import code_names
from sla_id.agreements.words.field_names import say_field

_SECTIONS = {
	"default_calendar": "calendars",
	"default_priority": "priorities",
	"matrix": "priorities",
}
_OWN_SECTION = {"outline", "in_scope"}
_CODE_LISTS = {
	*("holidays", "met_by", "priorities", "channels", "depends_on", "inherits"),
	*("services", "partners", "asked_by", "wakes_for"),
}
"""Lists of codes whose order means nothing."""
_Owners = tuple[Any, Any]
_WHOLE = (m.Week, m.Label, AgreedTarget)
_ORDER = m.Label("Urutan: {}", "Order: {}")
_NONE = m.Label("(tidak ada)", "(none)")


def compare(old: m.AgreementFile, new: m.AgreementFile, language: str) -> tuple[Change, ...]:
	"""Every difference between two versions, in the order of the file."""
	walk = _Walk(Side(old, language), Side(new, language), language)
	changes: list[Change] = []
	for field in fields(m.AgreementFile):
		if field.compare:
			at = _At(say_field("AgreementFile", _SECTIONS.get(field.name, field.name), language))
			changes += walk.field(
				at, "AgreementFile", field.name, getattr(old, field.name), getattr(new, field.name)
			)
	return tuple(changes)


@dataclass(frozen=True, slots=True)
class _At:
	"""The current place in the comparison: the section's title and what leads to the entry."""

	section: str
	lead: str = ""

	def what(self, name: str) -> str:
		return f"{self.lead}: {name}" if self.lead else name[:1].upper() + name[1:]

	def below(self, name: str) -> "_At":
		return _At(self.section, f"{self.lead}, {name}" if self.lead else name)


@dataclass(frozen=True, slots=True)
class _Walk:
	old: Side
	new: Side
	language: str

	def field(
		self, at: _At, kind: str, name: str, before: Any, after: Any, owners: _Owners = (None, None)
	) -> Iterator[Change]:
		"""The differences within one field of a value of class `kind`; `owners` are the values it belongs to."""
		if before == after:
			return
		title = say_field(kind, name, self.language)
		if kind == "AgreementFile" and name == "services":
			yield from self._services(at, title, before, after)
		elif isinstance(before, m.Matrix) and isinstance(after, m.Matrix):
			yield from self._matrix(at.below(title), before, after)
		elif isinstance(before, tuple) and isinstance(after, tuple):
			yield from self._list(at, kind, name, before, after)
		elif isinstance(before, m.Label) and isinstance(after, m.Label):
			yield self._wording(at, title, before, after)
		elif is_dataclass(before) and is_dataclass(after) and not isinstance(before, _WHOLE):
			inner = at if kind == "AgreementFile" else at.below(title)
			yield from self._record(inner, before, after)
		else:
			yield self._scalar(at, kind, name, before, after, owners)

	def _record(self, at: _At, before: Any, after: Any, skip: Sequence[str] = ()) -> Iterator[Change]:
		kind = type(before).__name__
		for field in fields(before):
			if field.compare and field.name not in skip:
				there = (
					_At(say_field("AgreedTerms", field.name, self.language))
					if _stands_alone(kind, field.name)
					else at
				)
				said, says = getattr(before, field.name), getattr(after, field.name)
				yield from self.field(there, kind, field.name, said, says, (before, after))

	def _scalar(
		self, at: _At, kind: str, name: str, before: Any, after: Any, owners: _Owners = (None, None)
	) -> Change:
		said = self.old.value(kind, name, before, owners[0])
		says = self.new.value(kind, name, after, owners[1])
		if said == says:
			said, says = f"{said} [{before}]", f"{says} [{after}]"
		sort = (
			ADDED if before is None or before == () else REMOVED if after is None or after == () else CHANGED
		)
		stricter = judge_field(kind, name, before, after) if sort == CHANGED or name == "holidays" else None
		if stricter is None:
			files = (self.old.file, self.new.file)
			stricter = judge_promise((kind, name), before, after, files, owners)
		return Change(at.section, at.what(say_field(kind, name, self.language)), said, says, sort, stricter)

	def _wording(self, at: _At, title: str, before: m.Label, after: m.Label) -> Change:
		"""A reworded text, with a note if the other language changed too."""
		other = "en" if self.language.startswith("id") else "id"
		tag = code_names.say(code_names.LANGUAGES, other, self.language)
		said, says = before.get(self.language), after.get(self.language)
		if before.get(other) != after.get(other):
			both = said != says
			said = f"{said}\n{tag}: {before.get(other)}" if both else f"{tag}: {before.get(other)}"
			says = f"{says}\n{tag}: {after.get(other)}" if both else f"{tag}: {after.get(other)}"
		return Change(at.section, at.what(title), said, says, CHANGED)

	def _list(self, at: _At, kind: str, name: str, before: Any, after: Any) -> Iterator[Change]:
		title = say_field(kind, name, self.language)
		if not is_dataclass((*before, *after)[0]):
			if name not in _CODE_LISTS or not same_codes(before, after):
				yield self._scalar(at, kind, name, before, after)
			return
		pairs = pair(before, after)
		for one, other in pairs:
			yield from self._entry(at, name, title, one, other)
		if reordered(before, after, pairs):
			yield self._order(at, title, before, after)

	def _order(self, at: _At, title: str, before: Sequence[Any], after: Sequence[Any]) -> Change:
		said = "; ".join(self.old.short(entry) for entry in before)
		says = "; ".join(self.new.short(entry) for entry in after)
		name = _ORDER.get(self.language).format(title)
		if said == says:
			said, says = f"{said} [{list(before)}]", f"{says} [{list(after)}]"
		return Change(at.section, at.what(name), said, says, CHANGED)

	def _entry(self, at: _At, name: str, title: str, before: Any, after: Any) -> Iterator[Change]:
		"""The differences of one entry of a list."""
		if before == after:
			return
		if before is None or after is None:
			yield self._one_sided(at, name, title, before, after)
		elif isinstance(after, m.Label):
			yield self._wording(at, title, before, after)
		elif isinstance(after, m.TriggerRow):
			said, says = self.old.short(before), self.new.short(after)
			if said == says:
				said, says = self.old.summary(before), self.new.summary(after)
			yield self._differing(at, title, said, says, before, after)
		elif isinstance(after, m.TargetRow):
			yield from self._target(at, before, after)
		elif isinstance(after, m.Duty):
			yield from self._duty(at, before, after)
		else:
			yield from self._record(at.below(self.new.head(after)), before, after, skip=("children",))

	def _differing(self, at: _At, title: str, said: str, says: str, before: Any, after: Any) -> Change:
		if said == says:
			said, says = f"{said} [{before}]", f"{says} [{after}]"
		return Change(at.section, at.what(title), said, says, CHANGED)

	def _one_sided(self, at: _At, name: str, title: str, before: Any, after: Any) -> Change:
		"""An entry that only one version has."""
		entry, gained = (after, True) if before is None else (before, False)
		side = self.new if gained else self.old
		if isinstance(entry, m.Label | m.TriggerRow):
			what, words = at.what(title), side.short(entry)
		else:
			what = at.below(side.head(entry)).lead
			words = side.value("", "", entry) or _NONE.get(self.language)
		if isinstance(entry, m.TargetRow):
			other = self.old if gained else self.new
			stricter = judge_row(side.file, entry, other.file, gained)
		elif isinstance(entry, m.GuaranteeRow):
			stricter = judge_guarantee(entry, side.file, gained)
		elif isinstance(entry, m.CreditStep) and not owes_credit(self.old.file, self.new.file):
			stricter = None
		else:
			stricter = judge_entry(name, gained)
		what = (
			f"{at.what(title)}: {what}"
			if name in ("exclusions", "out_of_scope", "required_facts", "causes")
			else what
		)
		if gained:
			return Change(at.section, what, None, words, ADDED, stricter)
		return Change(at.section, what, words, None, REMOVED, stricter)

	def _target(self, at: _At, before: m.TargetRow, after: m.TargetRow) -> Iterator[Change]:
		"""A promise: its time and calendar together, then the rest."""
		here = at.below(self.new.head(after))
		if (before.target, before.calendar) != (after.target, after.calendar):
			said, says = self.old.value("", "", before), self.new.value("", "", after)
			if said == says:
				said, says = f"{said} [{before.calendar}]", f"{says} [{after.calendar}]"
			stricter = judge_target(self.old.file, before, self.new.file, after)
			yield Change(here.section, here.lead, said, says, CHANGED, stricter)
		yield from self._record(here, before, after, skip=("target", "calendar"))

	def _duty(self, at: _At, before: m.Duty, after: m.Duty) -> Iterator[Change]:
		"""What a tier owes: its time and calendar together, then the rest."""
		here = at.below(self.new.head(after))
		if (before.within, before.calendar) != (after.within, after.calendar):
			said, says = self.old.value("", "", before), self.new.value("", "", after)
			if said == says:
				said, says = f"{said} [{before.calendar}]", f"{says} [{after.calendar}]"
			stricter = judge_duty(self.old.file, before, self.new.file, after)
			yield Change(here.section, here.lead, said, says, CHANGED, stricter)
		yield from self._record(here, before, after, skip=("within", "calendar"))

	def _matrix(self, at: _At, before: m.Matrix, after: m.Matrix) -> Iterator[Change]:
		"""The levels, then the cells, matched by the codes of their row and column."""
		yield from self._record(at, before, after, skip=("cells",))
		old, new = _cells(before), _cells(after)
		for place in dict.fromkeys((*new, *old)):
			said, says = old.get(place), new.get(place)
			if said != says:
				sort = ADDED if said is None else REMOVED if says is None else CHANGED
				yield Change(at.section, at.what(" × ".join(place)), said, says, sort)

	def _services(self, at: _At, title: str, before: Any, after: Any) -> Iterator[Change]:
		"""The catalogue, matched by code at any depth. A service that moved says where it is now."""
		old, new = dict(_placed(before)), dict(_placed(after))
		for code in dict.fromkeys((*new, *old)):
			one, other = old.get(code), new.get(code)
			if one is None or other is None:
				yield self._one_sided(at, "services", title, one and one[0], other and other[0])
				continue
			yield from self._entry(at, "services", title, one[0], other[0])
			if one[1] != other[1]:
				here = at.below(self.new.head(other[0]))
				nowhere = _NONE.get(self.language)
				name = say_field("Service", "children", self.language)
				yield Change(here.section, here.what(name), one[1] or nowhere, other[1] or nowhere, CHANGED)
		common = [[code for code in codes if code in old and code in new] for codes in (old, new)]
		if common[0] != common[1]:
			name = _ORDER.get(self.language).format(title)
			yield Change(at.section, at.what(name), "; ".join(common[0]), "; ".join(common[1]), CHANGED)


def _stands_alone(kind: str, field: str) -> bool:
	"""Whether a field of the terms has its own section of the comparison."""
	return kind == "AgreedTerms" and field in _OWN_SECTION


def _cells(matrix: m.Matrix) -> dict[tuple[str, str], str]:
	return {
		(row.code, column.code): code
		for row, codes in zip(matrix.urgency, matrix.cells, strict=False)
		for column, code in zip(matrix.impact, codes, strict=False)
	}


def _placed(services: Sequence[m.Service]) -> Iterator[tuple[str, tuple[m.Service, str]]]:
	"""Each service by its code, with the code right above it."""
	for service, above in m.walk_services(services):
		yield service.code, (service, above[-1] if above else "")
