"""Up to when the hosts' rows have been looked at (site time, naive), as stored in SLA Settings.

An impossible value is repaired and logged. Nobody types this computed field, but junk or a future time would
stop every clock of the site or hide changes.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe.utils import get_datetime, now_datetime

from sla_id.instants import from_utc, to_site

OVERLAP = timedelta(seconds=90)
"""Changed rows are looked at again for so long: a transaction may commit after others that wrote later. So far ahead may be
another server's clock, too."""
LOOK_BACK = timedelta(days=1)
"""Where nothing tells when the last tick ran. What is older is found by the self-check."""
SETTINGS, FIELD = "SLA Settings", "reconciled_until"


def read_watermark(kept: Any) -> datetime | None:
	"""The stored value, at most now. None if it is empty, not a time, or in the future."""
	at, now = parse_time(kept), now_datetime()
	return None if at is None or at > now + OVERLAP else min(at, now)


def parse_time(kept: Any) -> datetime | None:
	"""Parse a field of a Single as a time. None if it isn't one: the column takes any text."""
	try:
		at = get_datetime(kept) if kept else None
	except Exception:  # whatever the parser in use throws at junk
		return None
	return at.replace(tzinfo=None) if isinstance(at, datetime) else None


def mend_watermark(settings: Mapping[str, Any]) -> datetime:
	"""Reset the watermark to the last known tick, log why, and return it. For the tick only: it commits."""
	last, now = parse_time(settings.get("last_tick_utc")), now_datetime()
	ticked = to_site(from_utc(last)) if last else None
	until = ticked if ticked and ticked <= now else now - LOOK_BACK
	write_watermark(until)
	frappe.log_error(
		title=f"{SETTINGS}: {FIELD} was mended",
		message=f"It said {settings.get(FIELD)!r}, which is no time that has been. Changes since {until} are looked at again.",
	)
	frappe.db.commit()  # nosemgrep: a scheduled job; whatever follows, the next tick finds it mended
	return until


def write_watermark(until: datetime) -> None:
	"""Store that everything changed by then has been looked at."""
	frappe.db.set_single_value(SETTINGS, FIELD, str(until), update_modified=False)
