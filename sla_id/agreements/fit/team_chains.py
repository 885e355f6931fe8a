"""Which teams a promise waits for, by the rules that give a ticket its clocks (`agreements/rules`).

A team has one clock on a ticket, so it is in a chain once, with the OLA row that would hold for it. The order is that in
which the service names its supporting services, with the service's own team first. Called by `fit_promises`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from sla_id.agreements.file.model import STAGES, TICKET_KINDS, AgreementFile, TargetRow
from sla_id.agreements.file.target_text import DAYS, DURATION
from sla_id.agreements.fit.fit_result import Link
from sla_id.agreements.rules.service_catalogue import Catalogue
from sla_id.agreements.rules.winning_row import FIELDS, Scope, Stricter, applies, finalists, winner

PROMISES = ("response", "resolution", "fulfilment")
ANSWERS = frozenset({"confirmed", "team_assigned", "update_sent"})
"""An OLA row that these alone meet is about answering; it is set against the response, every other against the end."""
FIRST_LINE = "first_line"
"""001 §6.4: what the first line can't answer is handed over, and then its promise doesn't hold any more. It waits for no
team but those whose OLA is expressly of that stage."""


@dataclass(frozen=True, slots=True)
class Case:
	"""A promise for the tickets that wait for the same teams. The fields are those of `PromiseFit`."""

	row: TargetRow
	services: tuple[str, ...]
	limits: tuple[str, ...]
	links: tuple[Link, ...]
	gaps: tuple[str, ...]
	uncounted: tuple[Link, ...]


@dataclass(frozen=True, slots=True)
class _Ticket:
	"""What the rows of an agreement distinguish about a ticket. None: none of the values that they name."""

	service: str | None
	priority: str | None
	channel: str | None
	kind: str | None
	stage: str | None


def has_length(row: TargetRow) -> bool:
	"""Whether a row has a length, so that it can be late. 001 §6.4: a first line answers at once or hands over."""
	return row.target.kind in (DURATION, DAYS) and not (row.stage == FIRST_LINE and row.target.immediate)


def find_cases(
	file: AgreementFile, catalogue: Catalogue, row: TargetRow, stricter: Stricter
) -> Iterator[Case]:
	"""The chains of a promise, with tickets that have the same chain together. Tickets with another winning row are left out."""
	chooser = _Chooser(file, catalogue, row, stricter)
	groups: dict[tuple[tuple[Link, ...], tuple[str, ...], tuple[Link, ...]], list[_Ticket]] = {}
	tickets = [ticket for ticket in chooser.tickets() if chooser.holds(ticket)]
	for ticket in tickets:
		groups.setdefault(chooser.chain(ticket), []).append(ticket)
	for (links, gaps, uncounted), found in groups.items():
		services = tuple(dict.fromkeys(ticket.service for ticket in found if ticket.service))
		yield Case(row, services, tuple(_limits(found, tickets)), links, gaps, uncounted)


class _Chooser:
	"""One promise and the rows that can be on a ticket with it, so that they needn't be passed to each step below."""

	def __init__(self, file: AgreementFile, catalogue: Catalogue, row: TargetRow, stricter: Stricter) -> None:
		self.file, self.catalogue, self.row, self.stricter = file, catalogue, row, stricter
		self.rivals = [one for one in file.targets if one.clock == row.clock and _compatible(one, row)]
		answers = row.clock == "response"
		self.teams = [
			one
			for one in file.targets
			if one.clock == "ola"
			and _compatible(one, row)
			and (ANSWERS.issuperset(one.met_by) == answers)
			and (row.stage != FIRST_LINE or one.stage == FIRST_LINE)
		]
		self._known: dict[str | None, tuple[tuple[str, ...], tuple[str, ...]]] = {}

	def tickets(self) -> Iterator[_Ticket]:
		"""Every kind of ticket that the rows distinguish."""
		domains = [self._domain(field) for field in FIELDS]
		for service in self._services():
			node = self.catalogue.nodes.get(service or "")
			for values in product(*domains):
				ticket = _Ticket(service, *values)
				if node is None or node.kind == "both" or ticket.kind in (None, node.kind):
					yield ticket

	def holds(self, ticket: _Ticket) -> bool:
		"""Whether this row holds, or is one of two of which the stricter holds (X11)."""
		return self.row in finalists(self.rivals, self._scope(ticket), self.file.agreement)

	def chain(self, ticket: _Ticket) -> tuple[tuple[Link, ...], tuple[str, ...], tuple[Link, ...]]:
		"""(the teams in order, supporting services without an OLA, teams whose OLA has no length)."""
		scope = self._scope(ticket)
		names, supporting = (*scope.services, *scope.supporting), scope.supporting
		applying = [row for row in self.teams if applies(row, scope)]
		teams: dict[str, list[TargetRow]] = {}
		for row in applying:
			teams.setdefault(row.team or "", []).append(row)
		held = (winner(rows, scope, self.file.agreement, self.stricter) for rows in teams.values())
		chosen = [row for row in held if row is not None]
		chosen.sort(key=lambda row: names.index(row.service) if row.service in names else -1)
		links = [Link(row.team or "", row, row.service) for row in chosen]
		promised = {row.service for row in applying}
		gaps = tuple(code for code in supporting if code not in promised)
		return (
			tuple(link for link in links if has_length(link.row)),
			gaps,
			tuple(link for link in links if not has_length(link.row)),
		)

	def _services(self) -> Sequence[str | None]:
		if self.row.service is None:
			return (None, *self.catalogue.ordered())
		below = [code for code in self.catalogue.ordered() if self.row.service in self._around(code)[0]]
		return below or [self.row.service]

	def _domain(self, field: str) -> Sequence[str | None]:
		"""The values of a field that the rows name, and None if there are others."""
		own = getattr(self.row, field)
		if own is not None:
			return (own,)
		named = dict.fromkeys(getattr(row, field) for row in (*self.rivals, *self.teams))
		values = [value for value in named if value is not None]
		return values if set(values) >= self._all_values(field) else [*values, None]

	def _all_values(self, field: str) -> set[str]:
		if field == "kind":
			return set(TICKET_KINDS)
		if field == "stage":
			return set(STAGES)
		entries: Iterable[str] = (
			(entry.code for entry in self.file.priorities)
			if field == "priority"
			else (entry.code for entry in self.file.channels)
		)
		return set(entries) or {""}

	def _around(self, service: str | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
		if service not in self._known:
			self._known[service] = self.catalogue.path(service), self.catalogue.supporting(service)
		return self._known[service]

	def _scope(self, ticket: _Ticket) -> Scope:
		services, supporting = self._around(ticket.service)
		return Scope(ticket.priority, ticket.channel, ticket.kind, ticket.stage, services, supporting)


def _compatible(one: TargetRow, row: TargetRow) -> bool:
	"""Whether a ticket can have both rows, services aside."""
	return all(
		None in (getattr(one, field), getattr(row, field)) or getattr(one, field) == getattr(row, field)
		for field in FIELDS
	)


def _limits(found: Sequence[_Ticket], tickets: Sequence[_Ticket]) -> Iterator[str]:
	"""The values by which these tickets differ from others with the same promise."""
	services = {ticket.service for ticket in found}
	for field in FIELDS:
		own = dict.fromkeys(getattr(ticket, field) for ticket in found)
		every = {getattr(ticket, field) for ticket in tickets if ticket.service in services}
		if len(own) < len(every):
			yield from (value for value in own if value is not None)
