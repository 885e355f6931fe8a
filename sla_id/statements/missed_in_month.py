"""The targets that a partner's tickets missed in some days: what a credit per missed target counts (002 §5).

A clock counts on the day on which it fell due, in the agreement's zone; tickets that the agreement leaves out, and the teams'
own targets (OLA), don't.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import frappe

from sla_id.availability.guarantee import midnight
from sla_id.instants import from_utc, to_utc

OLA = "ola"


@dataclass(frozen=True, slots=True)
class MissedClock:
	"""A clock that was missed. `ticket` is the helpdesk's, `due` aware."""

	ticket: str
	clock: str
	due: datetime


def missed_in_month(partner: str, first: date, last: date, zone: ZoneInfo) -> list[MissedClock]:
	"""The clocks of a partner's tickets that fell due from `first` to `last`, both included, and were missed; by their due times."""
	begin, end = to_utc(midnight(first, zone)), to_utc(midnight(last + timedelta(days=1), zone))
	ticket, clock = frappe.qb.DocType("SLA Ticket"), frappe.qb.DocType("SLA Ticket Clock")
	rows = (
		frappe.qb.from_(clock)
		.join(ticket)
		.on((clock.parent == ticket.name) & (clock.parenttype == "SLA Ticket"))
		.select(ticket.reference_name, clock.clock, clock.due_utc)
		.where((ticket.partner == partner) & (ticket.excluded == 0))
		.where((clock.due_utc >= begin) & (clock.due_utc < end) & (clock.clock != OLA))
		.where((clock.breached == 1) | (clock.missed_cycles > 0))
		.orderby(clock.due_utc)
		.orderby(ticket.name)
		.orderby(clock.idx)
	).run()
	return [MissedClock(str(name), code, at) for name, code, due in rows if (at := from_utc(due)) is not None]
