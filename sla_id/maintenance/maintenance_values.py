"""Maintenance as values: what one is planned with, its states, and what its trail keeps of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sla_id.engine import Sentence
from sla_id.instants import from_utc
from sla_id.outages.outage_values import DownService

DOCTYPE, ANNOUNCEMENT = "SLA Maintenance", "SLA Maintenance Announcement"
PLANNED, ANNOUNCED, STARTED = "Planned", "Announced", "Started"
OVERRUN, ENDED, CANCELLED = "Overrun", "Ended", "Cancelled"
AHEAD, UNDER_WAY, OVER = (PLANNED, ANNOUNCED), (STARTED, OVERRUN), (ENDED, CANCELLED)
CHANGED = "Changed"
STATES = {
	PLANNED: Sentence("Planned", context="SLA Maintenance"),
	ANNOUNCED: Sentence("Announced", context="SLA Maintenance"),
	STARTED: Sentence("Started", context="SLA Maintenance"),
	OVERRUN: Sentence("Overrun", context="SLA Maintenance"),
	ENDED: Sentence("Ended", context="SLA Maintenance"),
	CANCELLED: Sentence("Cancelled", context="SLA Maintenance"),
}
KINDS = {**STATES, CHANGED: Sentence("Changed", context="SLA Maintenance")}
"""What partners are told; each is a kind of the trail too."""
TRAIL_WORDS = (
	*(Sentence("Planned start"), Sentence("Planned end"), Sentence("Actual start"), Sentence("Actual end")),
	*(Sentence("Announced"), Sentence("Changed"), Sentence("Started")),
	*(Sentence("Overrun"), Sentence("Ended"), Sentence("Cancelled"), Sentence("Not delivered")),
)
TEXTS = ("title", "title_en", "impact", "impact_en", "description")
PLAIN = (
	*("state", *TEXTS, "planned_start_utc", "planned_end_utc", "time_zone"),
	*("actual_start_utc", "actual_end_utc", "sequence"),
)
ROWS = {
	"services": ("service", "component"),
	"partners": ("partner",),
	"announcements": ("partner", "kind", "told_utc", "in_time", "why_not_told"),
}
"""The tables of its record, each with the fields that the trail keeps."""


@dataclass(frozen=True, slots=True)
class MaintenancePlan:
	"""What is planned. Instants are aware; `zone` is the one it was planned in. `partners` empty: all whose agreements cover
	the services. Partners see title and impact; the description is the provider's own."""

	title: str
	services: tuple[DownService, ...]
	start: datetime
	end: datetime
	zone: str
	title_en: str = ""
	impact: str = ""
	impact_en: str = ""
	description: str = ""
	partners: tuple[str, ...] = ()


def state_of(doc: Any) -> dict[str, Any]:
	"""What the trail keeps of maintenance."""
	state: dict[str, Any] = {field: doc.get(field) for field in PLAIN}
	for table, fields in ROWS.items():
		state[table] = [{field: row.get(field) for field in fields} for row in doc.get(table) or ()]
	return state


def services_of(doc: Any) -> tuple[DownService, ...]:
	"""The services that it touches."""
	return tuple(DownService(row.service, row.component or None) for row in doc.services)


def service_rows(services: Iterable[DownService]) -> list[dict[str, str | None]]:
	"""Services as rows of its table, each once."""
	return [{"service": down.service, "component": down.component} for down in dict.fromkeys(services)]


def planned_span(doc: Any) -> tuple[datetime, datetime]:
	"""From when to when it is planned."""
	start, end = from_utc(doc.planned_start_utc), from_utc(doc.planned_end_utc)
	assert start is not None
	assert end is not None
	return start, end


def actual_span(doc: Any) -> tuple[datetime | None, datetime | None]:
	"""From when to when it was carried out, as far as that is known."""
	return from_utc(doc.actual_start_utc), from_utc(doc.actual_end_utc)


def text_in(doc: Any, field: str, language: str) -> str:
	"""A text of its in a language; the other language's where it has no own."""
	own = doc.get(field) or ""
	return own if language.startswith("id") else (doc.get(f"{field}_en") or own)
