"""A claim as values: what one is made with, its states, and what its trail keeps of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sla_id.engine import Sentence
from sla_id.instants import from_utc, to_utc
from sla_id.outages.outage_values import DownService
from sla_id.record_types import ExclusionClaimRecord

DOCTYPE = "SLA Exclusion Claim"
SERVICE_ROW, SPAN_ROW = "SLA Exclusion Service", "SLA Exclusion Span"
OPEN, GRANTED, PARTLY, REFUSED, WITHDRAWN = "Open", "Granted", "Partly Granted", "Refused", "Withdrawn"
KEPT, CHANGED = "Kept", "Changed"
"""What became of an objection."""
STATUSES = {
	OPEN: Sentence("Open", context="SLA Exclusion Claim"),
	GRANTED: Sentence("Granted", context="SLA Exclusion Claim"),
	PARTLY: Sentence("Partly Granted", context="SLA Exclusion Claim"),
	REFUSED: Sentence("Refused", context="SLA Exclusion Claim"),
	WITHDRAWN: Sentence("Withdrawn", context="SLA Exclusion Claim"),
}
KINDS = (
	Sentence("Claimed", context="SLA Exclusion Claim"),
	Sentence("Evidence added", context="SLA Exclusion Claim"),
	*(STATUSES[status] for status in (GRANTED, PARTLY, REFUSED, WITHDRAWN)),
	Sentence("Objected", context="SLA Exclusion Claim"),
	Sentence("Decision kept", context="SLA Exclusion Claim"),
	Sentence("Decision changed", context="SLA Exclusion Claim"),
)
"""What happens to a claim, as its trail has it."""
PLAIN = (
	*("partner", "class_code", "class_label", "class_label_en", "status", "agreement", "claimed_by", "late"),
	*("evidence", "reason", "objection", "objection_answer", "start_utc", "end_utc", "time_zone"),
	*("downtime_end_utc", "claimed_utc", "claim_until_utc", "decide_by_utc", "decided_by", "decided_utc"),
	*("own_decision", "object_until_utc", "objected_by", "objected_utc", "objection_outcome"),
	*("objection_answered_by", "objection_answered_utc"),
)
ROWS = {
	"services": ("service", "component"),
	"granted": ("start_utc", "end_utc"),
	"outages": ("outage",),
	"evidence_files": ("file", "file_name", "content_hash"),
}
"""The tables of a claim, each with the fields that say something."""
ClaimSpan = tuple[datetime, datetime]
"""A half-open time [start, end); both aware."""


@dataclass(frozen=True, slots=True)
class NewClaim:
	"""What a claim is made with. Instants are aware; `outages` are those that the time is part of."""

	partner: str
	class_code: str
	services: tuple[DownService, ...]
	start: datetime
	end: datetime
	evidence: str
	outages: tuple[str, ...] = ()


def state_of(doc: ExclusionClaimRecord) -> dict[str, Any]:
	"""What the trail keeps of a claim."""
	state: dict[str, Any] = {field: doc.get(field) for field in PLAIN}
	for table, fields in ROWS.items():
		state[table] = [{field: row.get(field) for field in fields} for row in doc.get(table) or ()]
	return state


def services_of(doc: ExclusionClaimRecord) -> tuple[DownService, ...]:
	"""The services that a claim names."""
	return tuple(DownService(row.service, row.component or None) for row in doc.services)


def claimed_span(doc: ExclusionClaimRecord) -> ClaimSpan:
	"""The time that is claimed."""
	start, end = from_utc(doc.start_utc), from_utc(doc.end_utc)
	assert start is not None
	assert end is not None
	return start, end


def granted_spans(doc: ExclusionClaimRecord) -> tuple[ClaimSpan, ...]:
	"""What of it was granted."""
	found = [(from_utc(row.start_utc), from_utc(row.end_utc)) for row in doc.granted]
	return tuple((start, end) for start, end in found if start and end)


def span_rows(spans: Iterable[ClaimSpan]) -> list[dict[str, datetime | None]]:
	"""Spans as rows of a claim's table."""
	return [{"start_utc": to_utc(start), "end_utc": to_utc(end)} for start, end in spans]


def awaits_answer(doc: ExclusionClaimRecord) -> bool:
	"""Whether the partner has objected and nobody has answered yet."""
	return bool(doc.objected_utc and not doc.objection_outcome)
