"""The targets that a partner's tickets missed in some days: what a credit per missed target counts (002 §5).

A clock counts on the day on which it fell due, in the agreement's zone; what counts as missed says `ticket_claims/missed_targets.py`.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sla_id.availability.guarantee import midnight
from sla_id.ticket_claims.missed_targets import missed_between


@dataclass(frozen=True, slots=True)
class MissedClock:
	"""A clock that was missed. `ticket` is the helpdesk's, `due` aware."""

	ticket: str
	clock: str
	due: datetime


def missed_in_month(partner: str, first: date, last: date, zone: ZoneInfo) -> list[MissedClock]:
	"""The clocks of a partner's tickets that fell due from `first` to `last`, both included, and were missed; by their due times."""
	begin, end = midnight(first, zone), midnight(last + timedelta(days=1), zone)
	return [
		MissedClock(missed.reference_name, missed.clock, missed.due)
		for missed in missed_between(partner, begin, end)
	]
