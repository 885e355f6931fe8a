"""An agreement file as past tickets meet it: its calendars with each year's holidays, its choice of priority, its terms."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sla_id.agreements.file import AgreementFile
from sla_id.agreements.rules.effective_agreement import EffectiveAgreement, StaffedTier, merge
from sla_id.agreements.rules.service_catalogue import Catalogue
from sla_id.agreements.rules.ticket_terms import TermsBuilder
from sla_id.agreements.rules.winning_row import Scope
from sla_id.engine import ClockKind, ClockTerms, EventType, Terms, Tier, TriggerKind, WorkingCalendar
from sla_id.fixtures.holiday_files import HolidayYear, best_year
from sla_id.reporting.backtest.past_ticket import Classified, PastTicket
from sla_id.reporting.reporting_error import ReportingError

BY_PEOPLE = frozenset(
	{TriggerKind.MANUAL, TriggerKind.MASSIVE_IMPACT, TriggerKind.SEVERAL_PARTNERS, TriggerKind.UNACKNOWLEDGED}
)
"""Triggers that somebody or something outside of the ticket brings: no file of tickets has them."""
_NEEDS = {
	TriggerKind.STAGNATION: EventType.UPDATE_SENT,
	TriggerKind.WITHOUT_WORKAROUND: EventType.WORKAROUND_APPLIED,
}


class ReplayedAgreement:
	"""One agreement over tickets of `years`, of whose past the kinds in `recorded` are known.

	Tiers keep the triggers that such a past can tell; nobody is told again, and no tier comes in because nobody took over the
	one below. `untold` says what is left out: (level, trigger); `estimated` are years whose holidays no decree sets yet. Agreements that share `compiled` have one calendar for equal
	hours, so that equal terms of theirs are equal.
	"""

	def __init__(
		self,
		file: AgreementFile,
		years: Sequence[int],
		recorded: frozenset[EventType],
		compiled: dict[str, WorkingCalendar] | None = None,
	) -> None:
		if file.agreement.extends:
			raise ReportingError(
				file.agreement.code,
				f"is a level of {file.agreement.extends} and says only what differs; give the whole agreement",
			)
		holidays = [best_year(year) for year in years] if any(c.holidays for c in file.calendars) else []
		codes = {entry.code: entry.code for entry in file.calendars}
		staffed = tuple(map(StaffedTier, file.tiers))
		self.agreement = merge([EffectiveAgreement(file.agreement.code, file, codes, tiers=staffed)])
		self.recorded = recorded
		self.estimated = tuple(year.year for year in holidays if not year.decrees)
		shared = {} if compiled is None else compiled
		self.calendars = {
			entry.code: _compiled(file, entry.code, holidays, shared) for entry in file.calendars
		}
		self.catalogue = Catalogue(self.agreement.nodes)
		self.priorities = frozenset(entry.code for entry in file.priorities)
		self.untold = tuple(
			(tier.level, trigger)
			for tier in file.tiers
			for trigger in ([row.on for row in tier.triggers] or [TriggerKind.UNACKNOWLEDGED])
			if not self._can_tell(TriggerKind(trigger))
		)
		self._built: dict[tuple[str | None, ...], tuple[tuple[ClockTerms, ...], tuple[Tier, ...]]] = {}

	def priority(self, classified: Classified) -> str | None:
		"""What a ticket's priority was: named, by the matrix, by the helpdesk's own, else the default."""
		file = self.agreement.file
		if classified.priority in self.priorities:
			return classified.priority
		if file.matrix and classified.urgency and classified.impact:
			code = file.matrix.find(classified.urgency, classified.impact)
			if code:
				return code
		for entry in file.priorities:
			if classified.priority and entry.host_priority == classified.priority:
				return entry.code
		return file.default_priority or None

	def is_foreign(self, classified: Classified) -> bool:
		"""Whether a priority was named that the agreement doesn't have, so that another rule gave one."""
		hosts = {entry.host_priority for entry in self.agreement.file.priorities}
		return classified.priority is not None and classified.priority not in self.priorities | hosts

	def timeline(self, ticket: PastTicket) -> list[Terms]:
		"""The terms of each classification, in order of time."""
		timeline = []
		for number, classified in enumerate(ticket.classes):
			clocks, tiers = self._terms(ticket, self.priority(classified))
			timeline.append(Terms(clocks, tiers, classified.since if number else None))
		return timeline

	def _terms(
		self, ticket: PastTicket, priority: str | None
	) -> tuple[tuple[ClockTerms, ...], tuple[Tier, ...]]:
		stage = ticket.stage if ticket.stage or not self.agreement.head.first_line else "first_line"
		key = (priority, ticket.channel, ticket.kind, stage, ticket.service, ticket.partner)
		if key in self._built:
			return self._built[key]
		services = self.catalogue.path(ticket.service)
		scope = Scope(
			priority, ticket.channel, ticket.kind, stage, services, self.catalogue.supporting(ticket.service)
		)
		builder = TermsBuilder(self.agreement, scope, ticket.received, self._calendar, partner=ticket.partner)
		built = tuple(builder.clocks()), tuple(map(self._told, builder.tiers()))
		if not builder.compares:  # else another report may have other clocks
			self._built[key] = built
		return built

	def _calendar(self, code: str | None) -> WorkingCalendar:
		return self.calendars[code or self.agreement.file.default_calendar]

	def _told(self, tier: Tier) -> Tier:
		known = tuple(trigger for trigger in tier.triggers if self._can_tell(trigger.on))
		return replace(tier, triggers=known, acknowledge_seconds=0, repeat_seconds=0, hours=None)

	def _can_tell(self, trigger: TriggerKind) -> bool:
		return trigger not in BY_PEOPLE and _NEEDS.get(trigger, EventType.RECEIVED) in self.recorded

	def lacks(self, clock: ClockTerms) -> bool:
		"""Whether the past doesn't have what starts or meets a clock."""
		needed = {clock.starts_on, *clock.meeting}
		if clock.kind is ClockKind.OLA:
			needed.add(EventType.TEAM_ASSIGNED)
		return not needed <= self.recorded


def years_of(first: datetime, last: datetime) -> list[int]:
	"""The years whose holidays may count: those of the tickets, and two more for what falls due later."""
	return list(range(first.year - 1, last.year + 3))


def _compiled(
	file: AgreementFile, code: str, years: Sequence[HolidayYear], compiled: dict[str, WorkingCalendar]
) -> WorkingCalendar:
	entry = next(entry for entry in file.calendars if entry.code == code)
	days = [row for year in years for row in year.closing_days(entry.holidays, entry.region)]
	definition = entry.definition(file.agreement.time_zone, days)
	return compiled.setdefault(repr(definition), WorkingCalendar.from_dict(definition))
