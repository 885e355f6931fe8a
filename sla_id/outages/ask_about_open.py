"""Asks about outages that nobody has confirmed for a while. A monitor that was paused or deleted sends no recovery: such an outage
must neither count for ever in silence nor be ended by anybody who doesn't know.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.utils import cint

from sla_id.engine.words import say_instant
from sla_id.instants import from_utc, to_utc, utc_now
from sla_id.notify.outbox.reader_language import reader_of
from sla_id.notify.role_holders import users_of_role
from sla_id.notify.tell_people import tell
from sla_id.outages.closed_form import written_by_room
from sla_id.outages.outage_values import DOCTYPE, OPEN
from sla_id.outages.record_outage import lock_outage
from sla_id.record_types import OutageRecord
from sla_id.savepoints import own_transaction


def ask_about_open_outages() -> int:
	"""The scheduled job, every ten minutes: ask once an interval about each; how many were asked about.

	The interval is that of SLA Settings; 0 asks about none. Nothing is ended.
	"""
	minutes = cint(frappe.db.get_single_value("SLA Settings", "outage_ask_after_minutes"))
	if not minutes:
		return 0
	now, asked = utc_now(), 0
	for name in _silent(now - timedelta(minutes=minutes)):
		with own_transaction(f"{name} could not be asked about"):
			asked += _ask(name, now, timedelta(minutes=minutes))
	return asked


def _silent(before: datetime) -> list[str]:
	"""The open outages that nobody has confirmed or asked about since."""
	outage = frappe.qb.DocType(DOCTYPE)
	limit = to_utc(before)
	query = frappe.qb.from_(outage).select(outage.name).where(outage.status == OPEN)
	query = query.where(outage.confirmed_utc.isnull() | (outage.confirmed_utc <= limit))
	query = query.where(outage.asked_utc.isnull() | (outage.asked_utc <= limit))
	return [name for (name,) in query.orderby(outage.name).run()]


def _ask(name: str, now: datetime, interval: timedelta) -> bool:
	doc = lock_outage(name)
	last = [at for at in (from_utc(doc.confirmed_utc), from_utc(doc.asked_utc)) if at is not None]
	if doc.status != OPEN or any(at > now - interval for at in last):
		return False  # ended, confirmed or asked about meanwhile
	doc.asked_utc = to_utc(now)
	written_by_room(doc).save(ignore_permissions=True)
	since = from_utc(doc.confirmed_utc) or from_utc(doc.started_utc) or now
	tell(
		whom_to_ask(doc),
		f"outage:{name}:{now.isoformat()}",
		"notice",
		lambda language: {
			"title": _("{0}: does {1} still last? Nobody has confirmed it since {2}", language).format(
				name, doc.title, _say(since, language)
			)
		},
		doc,
		email=True,
	)
	return True


def whom_to_ask(doc: OutageRecord) -> list[str]:
	"""The owners of an outage's services, or else the SLA Managers."""
	codes = [row.service for row in doc.services]
	filters = {"name": ["in", codes], "service_owner": ["is", "set"]}
	owners = frappe.get_all("SLA Service", filters=filters, pluck="service_owner", order_by="name")
	users = (
		frappe.get_all("User", filters={"name": ["in", owners], "enabled": 1}, pluck="name") if owners else []
	)
	return users or users_of_role("SLA Manager")


def _say(at: datetime, language: str) -> str:
	_language, zone = reader_of(None)
	return say_instant(at.replace(microsecond=0), language, ZoneInfo(zone))
