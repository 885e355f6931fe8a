"""Digests: who is subscribed, when each is due, its message, and how a person unsubscribes.

The minute tick calls `send_due_digests`, and the daily job calls `offer_digests`. The desk, the portal and
the page behind each e-mail's link change subscriptions. `digest_content` says what a digest contains, and
`digest_times` when it is due.
"""

from datetime import datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.utils import get_time

from sla_id.agreements.partners import is_staff, partners_of
from sla_id.instants import to_utc, utc_now
from sla_id.notify.digests.digest_content import asked_by, collect
from sla_id.notify.digests.digest_times import WEEKDAYS, Rhythm
from sla_id.notify.outbox import Message, enqueue
from sla_id.notify.outbox.channels.mail import MAIL, has_outgoing_account
from sla_id.notify.outbox.message import DIGEST
from sla_id.notify.outbox.reader_language import reader_of
from sla_id.notify.outbox.retry_by_hand import WAITING_TO_LEAVE, dismiss
from sla_id.notify.outbox.undelivered import GIVEN_UP
from sla_id.notify.outbox.unsubscribe_link import is_genuine, subscription_of
from sla_id.notify.role_holders import users_of_role
from sla_id.record_types import DigestRecord
from sla_id.savepoints import own_transaction

DOCTYPE = "SLA Digest"
DAILY, WEEKLY = "Daily", "Weekly"
OFFERED_TO, OFFERED_AT = "SLA Manager", "08:00:00"
RETRY = timedelta(hours=1)
MOST = 500
"""So many leave in one tick; the others in the next."""
REMOVED = "sla_id_digest_removed"
"""A user's default that says that they removed a digest."""
_SCHEDULE = ("user", "frequency", "weekday")


def send_due_digests(now: datetime) -> int:
	"""Write the digests that are due at an instant (aware) to the outbox. Returns how many.

	For jobs only: it commits after each. A period gets one digest, even if two jobs run at once or none ran
	for a long time: the latest time that has come is due, and the next one lies in the future.
	"""
	written = 0
	for name in _due_names(now):
		with own_transaction(
			f"The digest {name} could not be written", on_failure=partial(_put_off, name, now)
		):
			written += _send(name, now)
	return written


def _put_off(name: str, now: datetime, _error: Exception) -> None:
	frappe.db.set_value(DOCTYPE, name, "next_due_utc", to_utc(now + RETRY), update_modified=False)


def offer_digests() -> list[str]:
	"""Daily: create a digest for each SLA Manager who has none and never removed one.

	Returns the names of the new ones.
	"""
	made = []
	for user in users_of_role(OFFERED_TO):
		if frappe.db.exists(DOCTYPE, {"user": user}) or frappe.defaults.get_user_default(REMOVED, user):
			continue
		digest = frappe.get_doc({"doctype": DOCTYPE, "user": user, "frequency": DAILY, "at": OFFERED_AT})
		with own_transaction(f"{user} could not be offered a digest"):
			made.append(str(digest.insert(ignore_permissions=True).name))
	return made


def may_subscribe(user: str) -> bool:
	"""Whether a user can have anything to be told. True for staff and the users of a partner."""
	return user != "Guest" and (is_staff(user) or bool(partners_of(user)))


def subscribe(user: str, frequency: str, at: str, weekday: str, *, enabled: bool) -> Any:
	"""Create or change a person's own subscription. Throws ValidationError for impossible values."""
	name = frappe.db.get_value(DOCTYPE, {"user": user, "frequency": frequency}, "name")
	digest = (
		frappe.get_doc(DOCTYPE, name)
		if name
		else frappe.get_doc({"doctype": DOCTYPE, "user": user, "frequency": frequency})
	)
	digest.update({"at": at, "weekday": weekday or WEEKDAYS[0], "enabled": int(enabled)})
	digest.flags.ignore_permissions = True
	return digest.save() if name else digest.insert()


def find_by_link(code: str) -> Any | None:
	"""The SLA Digest that a link from one of its e-mails names. None if the site never made that link."""
	name = subscription_of(code)
	user = frappe.db.get_value(DOCTYPE, name, "user") if name else None
	return frappe.get_doc(DOCTYPE, name) if is_genuine(code, user or "") and user else None


def unsubscribe(digest: DigestRecord) -> None:
	"""Switch a subscription off and cancel messages that haven't left yet. Doing it twice changes nothing.

	It bypasses `check_digest`, so that a person who has lost every permission can still unsubscribe.
	"""
	about = {"reference_doctype": DOCTYPE, "reference_name": digest.name}
	dismiss(frappe.get_all("SLA Outbox", filters=about, pluck="name"), (WAITING_TO_LEAVE, *GIVEN_UP))
	if digest.enabled:
		digest.db_set({"enabled": 0, "next_due_utc": None})


def check_digest(digest: DigestRecord) -> None:
	"""validate: each person has one digest of a kind, about what they may see. Computes when it is due next.

	Throws ValidationError or PermissionError.
	"""
	if digest.enabled:
		_need_reader(digest)
	digest.weekday = digest.weekday or WEEKDAYS[0]
	digest.subscription_key = f"{digest.user}:{digest.frequency}"
	twin = {"user": digest.user, "frequency": digest.frequency, "name": ["!=", digest.name or ""]}
	if frappe.db.exists(DOCTYPE, twin):
		frappe.throw(_("{0} already has a summary of that frequency. Change that one.").format(digest.user))
	if not digest.enabled:
		digest.next_due_utc = None
	elif not digest.next_due_utc or _rescheduled(digest):
		digest.next_due_utc = to_utc(rhythm_of(digest).following(utc_now()))


def rhythm_of(digest: DigestRecord) -> Rhythm:
	"""When an SLA Digest is due, in its reader's present zone."""
	_language, zone = reader_of(digest.user)
	weekday = WEEKDAYS.index(digest.weekday or WEEKDAYS[0]) if digest.frequency == WEEKLY else None
	return Rhythm(get_time(digest.at), ZoneInfo(zone), weekday)


def remember_removal(digest: DigestRecord) -> None:
	"""on_trash: remember that the person isn't offered another one."""
	if frappe.db.exists("User", digest.user):
		frappe.defaults.set_user_default(REMOVED, "1", digest.user)


def forget_user(user: Any, method: str | None = None) -> None:
	"""on_trash of User: delete their subscriptions, so that these don't prevent the deletion."""
	frappe.db.delete(DOCTYPE, {"user": user.name})


def _need_reader(digest: DigestRecord) -> None:
	user = digest.user
	if not may_subscribe(user):
		frappe.throw(
			_("User: {0} has no partner and no service desk role, so there is nothing to send.").format(user)
		)
	if digest.partner and not is_staff(user) and digest.partner not in partners_of(user):
		frappe.throw(
			_("Partner: {0} doesn't belong to {1}.").format(user, digest.partner), frappe.PermissionError
		)


def _rescheduled(digest: DigestRecord) -> bool:
	before = digest.get_doc_before_save()
	return (
		before is None
		or get_time(before.at) != get_time(digest.at)
		or any(before.get(field) != digest.get(field) for field in _SCHEDULE)
	)


def _due_names(now: datetime) -> list[str]:
	digest = frappe.qb.DocType(DOCTYPE)
	query = (
		frappe.qb.from_(digest)
		.select(digest.name)
		.where((digest.next_due_utc <= to_utc(now)) & (digest.enabled == 1))
		.orderby(digest.next_due_utc)
		.limit(MOST)
	)
	return [row[0] for row in query.run()]


def _send(name: str, now: datetime) -> int:
	"""Write one digest if it is still ours to write; how many that makes."""
	if not _claim(name, now):
		return 0
	digest = frappe.get_doc(DOCTYPE, name)
	_move_on(digest, now)
	if not _is_wanted(digest, now):
		return 0
	day = rhythm_of(digest).day_of(rhythm_of(digest).latest(now))
	message = Message(
		f"digest:{digest.name}:{day.isoformat()}",
		MAIL.title,
		frappe.db.get_value("User", digest.user, "email"),
		"digest",
		{"enclosure": {"doctype": DOCTYPE, "name": digest.name}},
		(DOCTYPE, digest.name),
		digest.user,
		kind=DIGEST,
	)
	if not enqueue(message):
		return 0
	digest.db_set("last_sent_utc", to_utc(now), update_modified=False)
	return 1


def _claim(name: str, now: datetime) -> bool:
	"""Whether a digest is due and nobody else is writing it; its row is locked then."""
	digest = frappe.qb.DocType(DOCTYPE)
	query = (
		frappe.qb.from_(digest)
		.select(digest.name)
		.where((digest.name == name) & (digest.next_due_utc <= to_utc(now)) & (digest.enabled == 1))
	)
	if frappe.db.db_type != "sqlite":
		query = query.for_update(skip_locked=True)
	return bool(query.run())


def _move_on(digest: DigestRecord, now: datetime) -> None:
	digest.db_set("next_due_utc", to_utc(rhythm_of(digest).following(now)), update_modified=False)


def _is_wanted(digest: DigestRecord, now: datetime) -> bool:
	"""Whether to send it: a weekly digest always, a daily one only if something needs attention.

	Nothing is sent to a user who is disabled, can't see anything any more, or can't be reached.
	"""
	user = frappe.db.get_value("User", digest.user, ["enabled", "email"], as_dict=True)
	if not user or not user.enabled or not user.email or not has_outgoing_account():
		return False
	if not is_staff(digest.user):
		partners = partners_of(digest.user)
		if not partners or (digest.partner and digest.partner not in partners):
			return False
	return digest.frequency == WEEKLY or bool(collect(asked_by(digest, now)))
