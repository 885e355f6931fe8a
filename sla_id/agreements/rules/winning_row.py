"""Which target row of an agreement holds for a ticket: the most specific one.

Where a service and a priority both promise something, the agreement says which holds (X11: the stricter for incidents,
the service's for requests). The engine's terms, the fit of OLAs and lint all ask here.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sla_id.agreements.file.model import Agreement, TargetRow

FIELDS = ("priority", "channel", "kind", "stage")
"""What a row may narrow itself by, besides a service."""
OLA = "ola"

Stricter = Callable[[TargetRow, TargetRow], bool]
"""Whether the first of two rows allows less time."""


@dataclass(frozen=True, slots=True)
class Scope:
	"""What the rows of an agreement distinguish about a ticket, in the file's words. None: none of the values they name.

	`services` are the ticket's service and its parents, nearest first; `supporting` are those that they depend on.
	"""

	priority: str | None = None
	channel: str | None = None
	kind: str | None = None
	stage: str | None = None
	services: tuple[str, ...] = ()
	supporting: tuple[str, ...] = ()


def applies(row: TargetRow, ticket: Scope) -> bool:
	"""Whether a row applies to the ticket at all. A supporting service's own row applies only to its team."""
	if any(getattr(row, field) not in (None, getattr(ticket, field)) for field in FIELDS):
		return False
	return (
		row.service is None
		or row.service in ticket.services
		or (row.clock == OLA and row.service in ticket.supporting)
	)


def finalists(rows: Iterable[TargetRow], ticket: Scope, head: Agreement) -> tuple[TargetRow, ...]:
	"""The row of one clock and team that holds for the ticket. Two if the stricter holds, the service's first.

	Empty if none applies. `head` is the agreement's.
	"""
	service, other = _nearest(rows, ticket)
	if service is None or other is None:
		return tuple(row for row in (service, other) if row is not None)
	policy = head.requests_use if ticket.kind == "request" else head.service_or_priority
	if not other.priority or policy == "service":
		return (service,)
	return (other,) if policy == "priority" else (service, other)


def winner(rows: Iterable[TargetRow], ticket: Scope, head: Agreement, stricter: Stricter) -> TargetRow | None:
	"""The row of one clock and team that holds for the ticket, or None. If two are equally strict, the priority's row."""
	found = finalists(rows, ticket, head)
	if len(found) < 2:
		return found[0] if found else None
	service, other = found
	return service if stricter(service, other) else other


def narrowness(row: TargetRow) -> int:
	"""How many things besides its service a row is limited by."""
	return sum(getattr(row, field) is not None for field in FIELDS)


def _nearest(rows: Iterable[TargetRow], ticket: Scope) -> tuple[TargetRow | None, TargetRow | None]:
	"""(the nearest row that names a service, the narrowest that names none). What a supporting service promises comes
	after the service's own."""
	applying = [row for row in rows if applies(row, ticket)]
	near = (*ticket.services, *ticket.supporting)
	service = max(
		(row for row in applying if row.service),
		key=lambda row: (-near.index(row.service or ""), narrowness(row)),
		default=None,
	)
	return service, max((row for row in applying if not row.service), key=narrowness, default=None)
