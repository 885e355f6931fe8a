"""Times on a page: in the agreement's zone, and also in the reader's if that differs (X26)."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

import frappe
from frappe import _

from sla_id.agreements.partners import is_staff
from sla_id.engine.words import say_instant
from sla_id.instants import reader_zone, site_zone, zone_of


@dataclass(frozen=True, slots=True)
class Moment:
	"""An instant as the page shows it: in the agreement's zone, and also in the reader's if that differs
	(X26).
	"""

	text: str
	own: str
	iso: str
	whose: str = ""
	"""Whose zone `own` is in: "your time", or the partner's name."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
	"""A second zone in which a page gives times, and whose zone it is."""

	zone: ZoneInfo
	whose: str


def say_moment(at: datetime | None, language: str, zone: ZoneInfo, own: Elsewhere | None) -> Moment:
	"""An instant in the zone of an agreement, and in the second zone if the time there differs."""
	assert at is not None
	said = say_instant(at, language, zone)
	if own is None or at.astimezone(own.zone).utcoffset() == at.astimezone(zone).utcoffset():
		return Moment(said, "", at.isoformat(), "")
	return Moment(said, say_instant(at, language, own.zone), at.isoformat(), own.whose)


def find_elsewhere(partner: str | None) -> Elsewhere | None:
	"""The zone in which the reader reads times: their own before their partner's.

	Frappe gives every new user the site's zone. If a partner's user has that one, the partner's zone comes
	first, but isn't called the reader's.
	"""
	own, theirs = reader_zone(), None
	if partner and not is_staff(frappe.session.user) and own in (None, site_zone()):
		theirs = zone_of(frappe.get_cached_value("SLA Partner", partner, "time_zone"))
	if theirs and theirs != own and partner:
		return Elsewhere(theirs, frappe.get_cached_value("SLA Partner", partner, "partner_name") or partner)
	return Elsewhere(own, _("your time")) if own else None
