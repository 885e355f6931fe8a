"""Claims in words: their time, class, services and state, in a language and the agreement's zone."""

from typing import Any
from zoneinfo import ZoneInfo

from sla_id.engine.sentences import say
from sla_id.engine.words import say_instant
from sla_id.exclusions.claim_values import STATUSES, ClaimSpan, claimed_span
from sla_id.instants import site_zone, zone_of
from sla_id.maintenance.maintenance_words import say_from_to, say_services


def claim_zone(doc: Any) -> ZoneInfo:
	"""The zone of the agreement under which a claim was made."""
	return zone_of(doc.time_zone) or site_zone()


def say_claimed_time(doc: Any, language: str) -> str:
	"""The claimed time; on one day its date is said once."""
	return say_span(claimed_span(doc), language, claim_zone(doc))


def say_span(span: ClaimSpan, language: str, zone: ZoneInfo) -> str:
	"""From when to when, in one zone; on one day its date is said once."""
	start, end = (at.replace(microsecond=0) for at in span)
	first, last = (say_instant(at, language, zone) for at in (start, end))
	if start.astimezone(zone).date() != end.astimezone(zone).date():
		return say_from_to(start, end, language, zone)
	day = " ".join(last.split(" ")[:4])
	return f"{first.rpartition(' ')[0]} – {last.removeprefix(day).strip()}"


def say_class(doc: Any, language: str) -> str:
	"""The class of exclusion, as it was agreed."""
	own = doc.class_label or doc.class_code
	return str(own if language.startswith("id") else doc.class_label_en or own)


def say_claimed_services(doc: Any, language: str) -> str:
	"""The services by their names, parts by their codes."""
	rows = [
		f"{say_services([row.service], language)} ({row.component})"
		if row.component
		else say_services([row.service], language)
		for row in doc.services
	]
	return ", ".join(rows)


def say_status(status: str, language: str) -> str:
	"""What became of a claim."""
	return say(STATUSES[status], language)
