"""What other rooms say of a month: claimed exclusions and the times in which monitors were blind.

hooks.py names their functions under `sla_id_availability_exclusions` and `sla_id_blind_times`; this room imports none of them. Each
is asked once for all services of a partner, and answers in a bounded number of statements.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import frappe

from sla_id.availability import Exclusion
from sla_id.availability.spans import Span

EXCLUSIONS, BLIND_TIMES = "sla_id_availability_exclusions", "sla_id_blind_times"


@dataclass(frozen=True, slots=True)
class ServiceExclusion:
	"""A claim that a time doesn't count; `service` None: for all services of the partner.

	The exclusion is of the service, or of one of its parts, as `Reach.excluded_of` says it.
	"""

	service: str | None
	exclusion: Exclusion


@dataclass(frozen=True, slots=True)
class BlindTime:
	"""A time in which nobody watched a service; microseconds since 1970 UTC. `service` None: none was watched."""

	service: str | None
	span: Span


def read_exclusions(
	partner: str, services: Sequence[str], start: datetime, end: datetime
) -> list[ServiceExclusion]:
	"""Each claim that overlaps [start, end): functions are called with (partner, services, start, end)."""
	found: list[ServiceExclusion] = []
	for path in frappe.get_hooks(EXCLUSIONS):
		claims: Iterable[ServiceExclusion] = frappe.get_attr(path)(partner, services, start, end)
		found += claims
	return found


def read_blind_times(services: Sequence[str], start: datetime, end: datetime) -> list[BlindTime]:
	"""Each time that overlaps [start, end): functions are called with (services, start, end)."""
	found: list[BlindTime] = []
	for path in frappe.get_hooks(BLIND_TIMES):
		times: Iterable[BlindTime] = frappe.get_attr(path)(services, start, end)
		found += times
	return found
