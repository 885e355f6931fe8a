"""The part of SLA Settings about messages.

A field that was never saved, e.g. after an update, reads as its default.
"""

from dataclasses import dataclass

import frappe
from frappe.utils import cint

MOST_ATTEMPTS = 12


@dataclass(frozen=True, slots=True)
class OutboxSettings:
	"""`intranet` are hosts that may have private addresses; `allow_http` holds for those alone."""

	max_attempts: int = MOST_ATTEMPTS
	intranet: frozenset[str] = frozenset()
	allow_http: bool = False


def read_settings() -> OutboxSettings:
	"""The settings as they are now."""
	kept = frappe.db.get_singles_dict("SLA Settings")
	return OutboxSettings(
		max_attempts=cint(kept.get("max_attempts")) or MOST_ATTEMPTS,
		intranet=frozenset((kept.get("intranet_hosts") or "").lower().split()),
		allow_http=bool(cint(kept.get("allow_http"))),
	)
