"""An agreement as it holds: one version, or its levels merged (002: a level overrides only what it names).

`EffectiveAgreement` is the one value that everything at run time reads. `merge` takes the levels from the broadest to
the most specific: the agreement that another is based on, its service levels, then the partner's own with its.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import Any, Protocol, TypeVar
from zoneinfo import ZoneInfo

from sla_id.agreements.file.model import (
	INHERITABLE,
	AgreedTerms,
	Agreement,
	AgreementFile,
	Availability,
	ChannelRow,
	Label,
	Review,
	Service,
	TargetRow,
	TierRow,
	Week,
)
from sla_id.agreements.rules.service_catalogue import Catalogue, Node
from sla_id.engine.sentences import Sentence

TIMED = ("after", "without_workaround", "stagnation")
"""Triggers that count a length of time on a calendar."""
_INHERITED_PROMISES = (
	*("calendar", "unknown_counts_as", "minimum", "downtime_from", "part_month", "services"),
	*("maintenance", "claims", "statement"),
)
"""What of an availability a level may leave to its base."""
OWN_TERMS = ("signatories",)
"""Terms that are each level's own: who signs it."""


@dataclass(frozen=True, slots=True)
class StaffedTier:
	"""A tier with the people it reaches and how, which is the provider's own matter and isn't in a file."""

	tier: TierRow
	user: str | None = None
	schedule: str | None = None
	tell_by: tuple[str, ...] = ()

	@property
	def level(self) -> int:
		"""Its number."""
		return self.tier.level

	@property
	def role(self) -> str | None:
		"""The role whose holders are responsible for it."""
		return self.tier.role

	@property
	def title(self) -> Label:
		"""What it is called."""
		return self.tier.title

	@property
	def responsible(self) -> str:
		"""Who is responsible for it, in the agreement's words."""
		return self.tier.responsible


@dataclass(frozen=True, slots=True)
class AgreedHours:
	"""What both parties have signed of a calendar. Shifts, breaks and single holidays are announced, not signed."""

	time_zone: str
	week: Week
	holidays: tuple[str, ...]
	region: str | None


NO_TIER = StaffedTier(TierRow(0, Label("", ""), ""))
"""A tier that the agreement no longer has."""


@dataclass(frozen=True, slots=True)
class EffectiveAgreement:
	"""An agreement and the records it refers to. In a level, "" stands for the default calendar.

	`calendars` are the SLA Calendars by the file's codes. `parents` are services above topmost ones of the agreement that
	it doesn't list. `zones` are those of the signed calendars by code, "" for the zone that a level inherits. `origins` say which level a merged value is from, by its path: "agreement.language",
	"targets.response/P1/*/*/*/*/*", "priorities.P1", "terms.goals", "matrix".
	"""

	name: str
	file: AgreementFile
	calendars: Mapping[str, str]
	matrix: str | None = None
	policy: str | None = None
	tiers: tuple[StaffedTier, ...] = ()
	parents: Mapping[str, str] = field(default_factory=dict)
	origins: Mapping[str, str] = field(default_factory=dict)
	nodes: Mapping[str, Node] = field(default_factory=dict)
	zones: Mapping[str, str] = field(default_factory=dict)

	def __post_init__(self) -> None:
		for name in ("calendars", "parents", "origins", "nodes", "zones"):
			object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))

	@property
	def head(self) -> Agreement:
		"""The head of its file."""
		return self.file.agreement

	@property
	def zone(self) -> ZoneInfo:
		"""The zone of its working hours."""
		return ZoneInfo(self.head.time_zone)

	@property
	def language(self) -> str:
		"""The language of its tickets' texts."""
		return self.head.language

	@property
	def hours_per_day(self) -> float | None:
		"""The hours of a working day, or None if a length in days ends with the Nth working day."""
		return float(self.head.hours_per_day) if self.head.working_day == "hours_per_day" else None

	def calendar_name(self, code: str | None = None) -> str:
		"""The SLA Calendar of a code, or the default one. Raises ValueError if the agreement doesn't have it."""
		code = code or self.file.default_calendar
		if code not in self.calendars:
			raise ValueError(
				Sentence("the agreement {name} has no calendar {code!r}", name=self.name, code=code)
			)
		return self.calendars[code]

	def agreed_hours(self, code: str | None = None) -> AgreedHours | None:
		"""What was signed of the calendar of a code, or of the default.

		None for a calendar that isn't signed: the hours in which the provider's own people are told.
		"""
		code = code or self.file.default_calendar
		agreed = next((entry for entry in self.file.calendars if entry.code == code), None)
		if agreed is None or code not in self.zones:
			return None
		zone = self.zones[code] or self.head.time_zone
		return AgreedHours(zone, agreed.week, agreed.holidays, agreed.region)

	def tier(self, level: int) -> StaffedTier | None:
		"""The tier of that level, or None."""
		return next((tier for tier in self.tiers if tier.level == level), None)


def target_path(row: TargetRow) -> str:
	"""Where a target is found in `origins`: "targets.response/P1/*/*/*/*/*" (clock, then the row's scope)."""
	return "targets." + "/".join(part or "*" for part in row.scope)


def merge(levels: Sequence[EffectiveAgreement]) -> EffectiveAgreement:
	"""Merge levels into one agreement, broadest first. A single one only gets its defaults filled in."""
	merged = levels[0]
	for level in levels[1:]:
		merged = _override(merged, level)
	if len(levels) > 1:
		merged = replace(merged, file=replace(merged.file, agreement=replace(merged.head, inherits=())))
	file = with_default_calendar(merged.file)
	signed = {tier.level: tier for tier in file.tiers}
	return replace(
		merged,
		file=file,
		tiers=tuple(replace(staffed, tier=signed[staffed.level]) for staffed in merged.tiers),
		nodes=Catalogue.of(file, merged.parents).nodes,
		origins={path: name for path, name in merged.origins.items() if len(levels) > 1},
	)


def with_default_calendar(file: AgreementFile, default: str = "") -> AgreementFile:
	"""A file with its default calendar (or another) filled in wherever a calendar is needed and missing."""
	named = default or file.default_calendar
	return _with_calendars(file, lambda code: named if code == "" else code)


def without_default_calendar(file: AgreementFile, inherited: str = "") -> AgreementFile:
	"""A parsed file with "" for its default calendar, and with no default of its own if it is the inherited one."""
	default = file.default_calendar
	opened = _with_calendars(file, lambda code: "" if code == default else code)
	return replace(opened, default_calendar="" if default == inherited else default)


def _with_calendars(file: AgreementFile, change: Callable[[Any], Any]) -> AgreementFile:
	"""A file whose rows count on other calendars: `change` takes a code, "" for the default calendar, or None for none.

	Hours in which something holds (a guarantee's, a tier's) aren't counted on: without a calendar they are any hour.
	"""

	def changed(entry: Any) -> Any:
		return entry and replace(entry, calendar=change(entry.calendar))

	promise = file.availability
	return replace(
		file,
		targets=tuple(map(changed, file.targets)),
		tiers=tuple(
			replace(
				tier, triggers=tuple(map(changed, tier.triggers)), duties=tuple(map(changed, tier.duties))
			)
			for tier in file.tiers
		),
		availability=promise
		and replace(
			promise,
			maintenance=changed(promise.maintenance),
			claims=changed(promise.claims),
			statement=changed(promise.statement),
		),
		pause_reasons=tuple(map(changed, file.pause_reasons)),
	)


def origins_of(level: EffectiveAgreement) -> dict[str, str]:
	"""What a level says itself, by path."""
	file, paths = level.file, []  # type: AgreementFile, list[str]
	for section in (
		*("priorities", "channels", "calendars", "required_facts", "out_of_scope", "pause_reasons"),
	):
		paths += [f"{section}.{entry.code}" for entry in getattr(file, section)]
	paths += [f"services.{service.code}" for service, _above in file.all_services()]
	paths += [target_path(row) for row in file.targets]
	paths += [f"agreement.{name}" for name in INHERITABLE if name not in file.agreement.inherits]
	paths += [f"terms.{entry.name}" for entry in fields(AgreedTerms) if getattr(file.terms, entry.name)]
	named: dict[str, object] = {
		"matrix": file.matrix,
		"availability": file.availability,
		"breach_causes": file.breach_causes,
		"credit": file.credit,
		"tiers": file.tiers,
		"agreement.review": file.agreement.review,
	}
	return dict.fromkeys([*paths, *(path for path, value in named.items() if value)], level.name)


def _override(base: EffectiveAgreement, level: EffectiveAgreement) -> EffectiveAgreement:
	base = _make_room(base, level)
	below, above = base.file, level.file
	services, parents = _merge_services(base, level)
	return EffectiveAgreement(
		name=level.name,
		file=AgreementFile(
			agreement=_merge_heads(below.agreement, above),
			calendars=_by_code(below.calendars, above.calendars),
			default_calendar=above.default_calendar or below.default_calendar,
			priorities=_by_code(below.priorities, above.priorities),
			default_priority=above.default_priority or below.default_priority,
			matrix=above.matrix or below.matrix,
			channels=_merge_channels(below.channels, above.channels),
			services=services,
			required_facts=_by_code(below.required_facts, above.required_facts),
			out_of_scope=_by_code(below.out_of_scope, above.out_of_scope),
			targets=tuple({row.scope: row for row in (*below.targets, *above.targets)}.values()),
			tiers=above.tiers or below.tiers,
			availability=_merge_availability(below, above),
			terms=_merge_terms(below.terms, above.terms),
			pause_reasons=_by_code(below.pause_reasons, above.pause_reasons),
			breach_causes=above.breach_causes or below.breach_causes,
			credit=above.credit or below.credit,
			unsigned_calendars=tuple(dict.fromkeys((*below.unsigned_calendars, *above.unsigned_calendars))),
		),
		calendars={**base.calendars, **level.calendars},
		zones={
			**base.zones,
			**{code: zone or below.agreement.time_zone for code, zone in level.zones.items()},
		},
		matrix=level.matrix or base.matrix,
		policy=level.policy or base.policy,
		tiers=level.tiers if level.policy else base.tiers,
		parents=parents,
		origins={**base.origins, **level.origins},
	)


def _make_room(base: EffectiveAgreement, level: EffectiveAgreement) -> EffectiveAgreement:
	"""The base with other codes for calendars whose codes the level uses for its own; its rows keep their hours."""
	taken = {code for code, name in level.calendars.items() if base.calendars.get(code, name) != name}
	if not taken:
		return base
	codes = {code: _free(code, {*base.calendars, *level.calendars}) for code in taken}

	def renamed(code: Any) -> Any:
		return codes.get(code, code)

	file = _with_hours(_with_calendars(base.file, renamed), renamed)
	file = replace(
		file,
		default_calendar=renamed(file.default_calendar),
		calendars=tuple(replace(entry, code=renamed(entry.code)) for entry in file.calendars),
		unsigned_calendars=tuple(map(renamed, file.unsigned_calendars)),
	)
	moved = {tier.level: tier for tier in file.tiers}
	return replace(
		base,
		file=file,
		calendars={renamed(code): name for code, name in base.calendars.items()},
		zones={renamed(code): zone for code, zone in base.zones.items()},
		tiers=tuple(replace(staffed, tier=moved[staffed.level]) for staffed in base.tiers),
	)


def _with_hours(file: AgreementFile, change: Callable[[Any], Any]) -> AgreementFile:
	"""A file whose tiers and guarantees hold in other hours: the calendars that `_with_calendars` leaves alone."""
	promise = file.availability
	return replace(
		file,
		tiers=tuple(replace(tier, hours=change(tier.hours)) for tier in file.tiers),
		availability=promise
		and replace(
			promise,
			calendar=change(promise.calendar),
			guarantees=tuple(replace(row, calendar=change(row.calendar)) for row in promise.guarantees),
		),
	)


def _free(code: str, taken: Iterable[str]) -> str:
	number = 2
	while f"{code}_{number}" in taken:
		number += 1
	return f"{code}_{number}"


def _merge_heads(below: Agreement, above: AgreementFile) -> Agreement:
	head = above.agreement
	left = {name: getattr(below, name) for name in head.inherits}
	review = head.review or (Review(below.review.months) if below.review else None)
	return replace(head, **left, review=review)


class _Coded(Protocol):
	@property
	def code(self) -> str: ...


_Entry = TypeVar("_Entry", bound=_Coded)


def _by_code(below: Iterable[_Entry], above: Iterable[_Entry]) -> tuple[_Entry, ...]:
	return tuple({entry.code: entry for entry in (*below, *above)}.values())


def _merge_channels(below: tuple[ChannelRow, ...], above: tuple[ChannelRow, ...]) -> tuple[ChannelRow, ...]:
	"""Merge channels. A channel's categories are overridden one by one too."""
	held = {channel.code: channel.categories for channel in below}
	own = tuple(
		replace(channel, categories=_by_code(held.get(channel.code, ()), channel.categories))
		for channel in above
	)
	return _by_code(below, own)


def _merge_services(
	base: EffectiveAgreement, level: EffectiveAgreement
) -> tuple[tuple[Service, ...], Mapping[str, str]]:
	"""The merged tree, and the services above it that aren't in it. The last level that names a service places it."""
	found: dict[str, tuple[Service, str | None]] = {}
	for side in (base, level):
		for service, above in side.file.all_services():
			parent = above[-1] if above else side.parents.get(service.code)
			found[service.code] = (replace(service, children=()), parent)
	children: dict[str | None, list[Service]] = {}
	parents: dict[str, str] = {}
	for service, parent in found.values():
		if parent is not None and parent not in found:
			parents[service.code] = parent
		children.setdefault(parent if parent in found else None, []).append(service)

	def branch(above: str | None) -> tuple[Service, ...]:
		return tuple(replace(service, children=branch(service.code)) for service in children.get(above, ()))

	return branch(None), parents


def _merge_availability(below: AgreementFile, above: AgreementFile) -> Availability | None:
	"""A level that promises a percentage promises its own, by its own formula, with what it excludes and says besides.

	What it is silent about is its base's. For a service that a row of its own names, the base's row holds no longer.
	"""
	if above.availability is None or below.availability is None:
		return above.availability or below.availability
	named = {code for row in above.availability.guarantees for code in row.services}
	left = [
		replace(row, services=tuple(code for code in row.services if code not in named))
		for row in below.availability.guarantees
	]
	silent = {
		name: getattr(below.availability, name)
		for name in _INHERITED_PROMISES
		if getattr(above.availability, name) in (None, ())
	}
	return replace(
		above.availability,
		**silent,
		exclusions=_by_code(below.availability.exclusions, above.availability.exclusions),
		guarantees=(*above.availability.guarantees, *(row for row in left if row.services)),
	)


def _merge_terms(below: AgreedTerms, above: AgreedTerms) -> AgreedTerms:
	"""Merge terms. If a level says anything under a heading, it replaces the whole heading."""
	inherited = {
		entry.name: getattr(below, entry.name)
		for entry in fields(AgreedTerms)
		if not getattr(above, entry.name) and entry.name not in OWN_TERMS
	}
	return replace(above, **inherited)
