"""Addresses under which calendars read maintenance, without a login: made, shown once, revoked.

The address holds 256 random bits, of which only a hash is kept. It answers for what its person may see at the moment it is asked.
"""

import hashlib
import secrets
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import frappe
from frappe import _
from frappe.utils import get_url

from sla_id.instants import from_utc, to_utc, utc_now

DOCTYPE = "SLA Feed Token"
PATH = "/sla/maintenance.ics"
MOST = 20
"""So many working addresses one person may have."""
READ_AGAIN = timedelta(hours=1)
"""Reading is noted no more often: calendars ask every few minutes."""


def make_feed(user: str, service: str | None = None) -> str:
	"""Make an address for a user; its URL, which can't be shown again. Throws ValidationError for too many, or no such service.

	`service` narrows what staff see; partners' people see what was announced to their partners.
	"""
	if frappe.db.count(DOCTYPE, {"user": user, "revoked_utc": ["is", "not set"]}) >= MOST:
		frappe.throw(
			_("You have {0} calendar addresses. Revoke one that you don't use any more.").format(MOST)
		)
	if service and not frappe.db.exists("SLA Service", service):
		frappe.throw(_("Services: there is no service {0}.").format(service))
	token = secrets.token_urlsafe(32)
	values = {
		"user": user,
		"service": service or None,
		"token_hash": _hash(token),
		"made_utc": to_utc(utc_now()),
	}
	_keep(frappe.get_doc({"doctype": DOCTYPE, **values}))
	return str(get_url(PATH + "?" + urlencode({"token": token})))


def revoke_feed(name: str, user: str | None = None) -> bool:
	"""Revoke an address for good; with `user` only one of theirs. Whether there was such an address."""
	filters = {"name": name, **({"user": user} if user else {})}
	if not frappe.db.exists(DOCTYPE, filters):
		return False
	doc = frappe.get_doc(DOCTYPE, name, for_update=True)
	if not doc.revoked_utc:
		doc.revoked_utc = to_utc(utc_now())
		_keep(doc)
	return True


def feeds_of(user: str) -> list[Any]:
	"""The working addresses of a user, the latest first."""
	return list(
		frappe.get_all(
			DOCTYPE,
			filters={"user": user, "revoked_utc": ["is", "not set"]},
			fields=["name", "service", "made_utc", "last_read_utc"],
			order_by="made_utc desc, name",
		)
	)


def open_feed(token: str) -> Any | None:
	"""The address that a token opens (user, service), None for one that never was, is revoked, or whose user is disabled."""
	if not token or len(token) > 200:
		return None
	fields = ["name", "user", "service", "revoked_utc", "last_read_utc"]
	found = frappe.db.get_value(DOCTYPE, {"token_hash": _hash(token)}, fields, as_dict=True)
	if found is None or found.revoked_utc or not frappe.db.get_value("User", found.user, "enabled"):
		return None
	return found


def note_reading(feed: Any) -> bool:
	"""Note that an address was read, no more than once an hour; whether it was noted."""
	now, last = utc_now(), from_utc(feed.last_read_utc)
	if last is not None and now - last < READ_AGAIN:
		return False
	frappe.db.set_value(DOCTYPE, feed.name, "last_read_utc", to_utc(now), update_modified=False)
	return True


def _hash(token: str) -> str:
	return hashlib.sha256(token.encode(errors="replace")).hexdigest()


def _keep(doc: Any) -> None:
	doc.flags.sla_id_feed = True
	doc.save(ignore_permissions=True)
