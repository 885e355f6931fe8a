"""The border between Frappe's naive times and the app's instants. Nothing else converts.

Frappe keeps naive times in the site's zone; the ledger keeps naive UTC in fields named `*_utc`; the engine knows
aware datetimes only. A change of the site's zone therefore moves no deadline.
"""

from datetime import datetime, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import frappe
from frappe.utils import get_datetime, get_system_timezone

from sla_id.engine.words import say_instant

UTC = timezone.utc


def utc_now() -> datetime:
	"""This instant, aware, UTC."""
	return datetime.now(UTC)


def site_zone() -> ZoneInfo:
	"""The zone in which Frappe writes its naive times on this site."""
	return ZoneInfo(get_system_timezone())


def zone_of(name: str | None) -> ZoneInfo | None:
	"""The zone of that name, None for one there isn't: what people have set must stop no page."""
	try:
		return ZoneInfo(name) if name else None
	except (ZoneInfoNotFoundError, ValueError):
		return None


def reader_zone() -> ZoneInfo | None:
	"""The zone that the user who reads has set; Frappe gives every new one the site's."""
	return zone_of(frappe.get_cached_value("User", frappe.session.user, "time_zone"))


def from_site(value: datetime | str | None) -> datetime | None:
	"""The instant of a naive time in the site's zone, as Frappe's own fields hold them."""
	at = get_datetime(value) if value else None
	return at.replace(tzinfo=site_zone()).astimezone(UTC) if at else None


def to_site(at: datetime | None) -> datetime | None:
	"""An instant as a naive time in the site's zone, to be written to a field of a host."""
	return at.astimezone(site_zone()).replace(tzinfo=None) if at else None


def from_utc(value: datetime | str | None) -> datetime | None:
	"""The instant of a `*_utc` field."""
	at = get_datetime(value) if value else None
	return at.replace(tzinfo=UTC) if at else None


def to_utc(at: datetime | None) -> datetime | None:
	"""An instant as a `*_utc` field holds it: naive, UTC."""
	return at.astimezone(UTC).replace(tzinfo=None) if at else None


def reader_language() -> str:
	"""The language of who reads: "id", "en", or another that the site has. Records are worded in Indonesian and English alone."""
	language = str(frappe.local.lang or "en")
	return "id" if language.startswith("id") else language


def say_to_reader(at: datetime) -> str:
	"""An instant to the second in the reader's language and zone: "Kamis, 19 Maret 2026 14.05 WIB"."""
	return say_instant(at.replace(microsecond=0), reader_language(), reader_zone() or site_zone())
