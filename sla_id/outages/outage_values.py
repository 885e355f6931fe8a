"""An outage as values: what one is opened with, how it is read, and what its trail keeps of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sla_id.engine import Sentence
from sla_id.record_types import OutageRecord

DOCTYPE = "SLA Outage"
SERVICE_ROW, PARTNER_ROW, TICKET_ROW = "SLA Outage Service", "SLA Outage Partner", "SLA Outage Ticket"
OPEN, ENDED, MERGED, WITHDRAWN = "Open", "Ended", "Merged", "Withdrawn"
COUNTING = (OPEN, ENDED)
MONITOR, PARTNER, AGENT, STAFF = "Monitor", "Partner", "Agent", "Staff"
DETECTED_BY = (MONITOR, PARTNER, AGENT, STAFF)
KINDS = {
	"Opened": Sentence("Opened"),
	"Ended": Sentence("Ended"),
	"Confirmed": Sentence("Confirmed"),
	"Corrected": Sentence("Corrected"),
	"Merged": Sentence("Merged"),
	"Took in": Sentence("Took in"),
	"Withdrawn": Sentence("Withdrawn", context="SLA Outage"),
	"Ticket linked": Sentence("Ticket linked"),
	"Ticket renamed": Sentence("Ticket renamed"),
}
"""What happens to an outage, as its trail has it."""
PLAIN = (
	*("title", "status", "started_utc", "ended_utc", "impact_percent", "cause", "root_cause", "detected_by"),
	*("source", "major_incident", "merged_into", "measured_start_utc", "declared_start_utc"),
)
ROWS = {
	"services": ("service", "component"),
	"partners": ("partner",),
	"tickets": ("ticket_doctype", "ticket"),
}
"""The tables of an outage, each with the fields that say something."""


@dataclass(frozen=True, slots=True)
class DownService:
	"""A service that is down, or one of its parts (`component`, a code of the agreement's)."""

	service: str
	component: str | None = None


@dataclass(frozen=True, slots=True)
class NewOutage:
	"""What an outage is opened with. Instants are aware; `ended` None: it lasts.

	`measured` is a monitor's first failed check and `declared` when it said so: the agreement says which of them counts; without
	them `started` does. `partners` empty: all whose agreements cover the services. `tickets` are (DocType, name) of helpdesks.
	"""

	title: str
	services: tuple[DownService, ...]
	started: datetime
	ended: datetime | None = None
	impact_percent: Decimal = Decimal(100)
	cause: str = ""
	detected_by: str = STAFF
	source: str = ""
	partners: tuple[str, ...] = ()
	tickets: tuple[tuple[str, str], ...] = ()
	major_incident: str | None = None
	measured: datetime | None = None
	declared: datetime | None = None
	reason: str = ""


@dataclass(frozen=True, slots=True)
class OutageRow:
	"""An outage as it was read. `ended` None: it lasts. `impact` 0 to 1; `partners` empty: everybody."""

	name: str
	title: str
	status: str
	started: datetime
	ended: datetime | None
	measured: datetime | None
	declared: datetime | None
	impact: Fraction
	services: tuple[DownService, ...]
	partners: frozenset[str]
	cause: str = ""

	def concerns(self, partner: str) -> bool:
		"""Whether it may touch a partner at all."""
		return not self.partners or partner in self.partners


def state_of(doc: OutageRecord) -> dict[str, Any]:
	"""What the trail keeps of an outage."""
	state: dict[str, Any] = {field: doc.get(field) for field in PLAIN}
	for table, fields in ROWS.items():
		state[table] = [{field: row.get(field) for field in fields} for row in doc.get(table) or ()]
	return state


def service_rows(services: Iterable[DownService]) -> list[dict[str, str | None]]:
	"""Services as rows of an outage's table, each once."""
	return [{"service": down.service, "component": down.component} for down in dict.fromkeys(services)]


def ticket_rows(tickets: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
	"""Tickets as rows of an outage's table, each once."""
	return [{"ticket_doctype": doctype, "ticket": str(name)} for doctype, name in dict.fromkeys(tickets)]


def services_of(doc: Mapping[str, Any] | Any) -> tuple[DownService, ...]:
	"""The services that an outage's record names."""
	return tuple(DownService(row.service, row.component or None) for row in doc.get("services") or ())
