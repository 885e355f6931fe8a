"""The escalation part of SLA Settings.

A field that was never saved, e.g. after an update, reads as its default.
"""

from dataclasses import dataclass
from datetime import timedelta

import frappe
from frappe.utils import cint


@dataclass(frozen=True, slots=True)
class Settings:
	"""`requests_a_day` is the limit for a partner's user.

	If `major_partners` is 0, only people find major incidents.
	"""

	requests_a_day: int = 5
	major_partners: int = 3
	major_within: timedelta = timedelta(minutes=60)


def read_settings() -> Settings:
	"""The settings as they are now. Requests a day and minutes of 0 read as their defaults."""
	kept = frappe.db.get_singles_dict("SLA Settings")
	partners, minutes = kept.get("major_partners"), cint(kept.get("major_within_minutes"))
	return Settings(
		requests_a_day=cint(kept.get("requests_a_day")) or Settings().requests_a_day,
		major_partners=Settings().major_partners if partners is None else cint(partners),
		major_within=timedelta(minutes=minutes) if minutes else Settings().major_within,
	)
