"""By which channels a person can be reached at this moment, and why not by the others.

Asked before a message is written: what can't arrive is known then, and said, instead of left out without a word.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import frappe
from frappe import _

from sla_id.notify.outbox.message import Message
from sla_id.notify.outbox.outbox_settings import read_settings
from sla_id.notify.outbox.phone_numbers import is_fixed_line, to_e164
from sla_id.notify.outbox.write_messages import (
	ACCOUNT,
	account_for,
	enqueue_all,
	has_outgoing_account,
	is_mail_suspended,
)

USUAL = ("Desk", "E-mail")
MOBILE = ("WhatsApp", "SMS", "Gateway")
KEYS = {"Desk": "desk", "E-mail": "mail", "WhatsApp": "whatsapp", "SMS": "sms", "Gateway": "gateway"}
"""What a channel is called in a message's key."""

DISABLED = "User is disabled"
NO_DESK = "User has no desk"
BELL_OFF = "Notifications are switched off by the user"
NO_ADDRESS = "User has no e-mail address"
UNSUBSCRIBED = "Address has unsubscribed"
MAIL_OFF = "E-mail is switched off in SLA Settings"
NO_MAIL = "Site has no outgoing e-mail account"
SUSPENDED = "Sending of e-mail is suspended on this site"
NO_ACCOUNT = "No enabled account for this channel"
INCOMPLETE = "Account for this channel is incomplete"
NO_GATEWAY = "SMS Settings name no gateway"
NO_NUMBER = "User has no mobile number"
BAD_NUMBER = "Mobile number can't be read"
FIXED_LINE = "Fixed lines take no SMS"
UNDELIVERED = "Message could not be delivered"
LATE = "Message was not delivered in time"
REASONS = (
	*(DISABLED, NO_DESK, BELL_OFF, NO_ADDRESS, UNSUBSCRIBED, MAIL_OFF, NO_MAIL, SUSPENDED),
	*(NO_ACCOUNT, INCOMPLETE, NO_GATEWAY, NO_NUMBER, BAD_NUMBER, FIXED_LINE, UNDELIVERED, LATE),
)
"""Why a way reaches nobody: the options of SLA Escalation Telling."""


@dataclass(frozen=True, slots=True)
class Way:
	"""A channel to a person: the `recipient` that it reaches there, or `why_not` (one of `REASONS`).

	`channel` is empty for a user who can't be told by any.
	"""

	user: str
	channel: str
	recipient: str = ""
	why_not: str = ""


def find_way(user: str, channel: str) -> Way:
	"""A channel to a user, as things stand."""
	person = _person(user)
	if not person.enabled:
		return Way(user, channel, why_not=DISABLED)
	recipient, why_not = _FINDERS[channel](person)
	return Way(user, channel, recipient, why_not)


def reach_person(
	user: str, channels: Iterable[str], failed: Mapping[tuple[str, str], str] = MappingProxyType({})
) -> list[Way]:
	"""The ways to a user that were tried, in order: those channels, and where none reaches the next ones.

	The next ones are bell and e-mail, then WhatsApp, SMS and gateway up to the first that reaches. `failed` holds
	why what was tried already was in vain, by user and channel.
	"""
	if not _person(user).enabled:
		return [Way(user, "", why_not=DISABLED)]
	tried: dict[str, Way] = {}
	for group in (tuple(channels), USUAL, *((channel,) for channel in MOBILE)):
		for channel in group:
			if channel not in tried:
				vain = failed.get((user, channel))
				tried[channel] = Way(user, channel, why_not=vain) if vain else find_way(user, channel)
		if any(not way.why_not for way in tried.values()):
			break
	return list(tried.values())


def messages_by(
	ways: Iterable[Way], key: str, template: str, context: Mapping[str, Any], reference: tuple[str, str]
) -> list[Message]:
	"""A message by each of the ways that reach somebody."""
	return [
		Message(
			f"{key}:{KEYS[way.channel]}:{way.user}",
			way.channel,
			way.recipient,
			template,
			context,
			reference,
			way.user,
		)
		for way in ways
		if not way.why_not
	]


def tell_users(
	users: Iterable[str],
	key: str,
	template: str,
	context: Mapping[str, Any],
	reference: tuple[str, str],
	*,
	email: bool = False,
) -> list[Way]:
	"""A message to the bell of each user, and to their address where `email` says so; the ways that were tried.

	Whom neither reaches is told by the next way that does.
	"""
	channels = USUAL if email else ("Desk",)
	ways = [way for user in users for way in reach_person(user, channels)]
	enqueue_all(messages_by(ways, key, template, context, reference))
	return ways


def say_reason(why_not: str, language: str | None = None) -> str:
	"""Why a way reaches nobody, in a language (the reader's)."""
	return _(why_not, language)


def say_channel(channel: str, language: str | None = None) -> str:
	"""A channel as people call it, in a language (the reader's)."""
	names = {
		"Desk": _("bell", language, context="SLA Outbox"),
		"E-mail": _("e-mail", language),
		"Gateway": _("gateway", language),
	}
	return names.get(channel, channel)


def _person(user: str) -> Any:
	fields = ["name", "enabled", "user_type", "email", "mobile_no"]
	return frappe.get_cached_value("User", user, fields, as_dict=True) or frappe._dict(name=user)


def _bell(person: Any) -> tuple[str, str]:
	if person.user_type != "System User":
		return "", NO_DESK
	# a user without settings has the bell
	if frappe.db.get_value("Notification Settings", person.name, "enabled") == 0:
		return "", BELL_OFF
	return person.name, ""


def _mail(person: Any) -> tuple[str, str]:
	if not read_settings().email_on_escalation:
		return "", MAIL_OFF
	if not has_outgoing_account():
		return "", NO_MAIL
	if is_mail_suspended():
		return "", SUSPENDED
	if not person.email:
		return "", NO_ADDRESS
	if frappe.db.exists("Email Unsubscribe", {"email": person.email, "global_unsubscribe": 1}):
		return "", UNSUBSCRIBED
	return person.email, ""


def _mobile(channel: str) -> Any:
	def find(person: Any) -> tuple[str, str]:
		account = account_for(channel)
		if not account:
			return "", NO_ACCOUNT
		if not _is_complete(frappe.get_cached_doc(ACCOUNT, account)):
			return "", INCOMPLETE
		if channel == "SMS" and not sends_sms():
			return "", NO_GATEWAY
		if not (person.mobile_no or "").strip():
			return "", NO_NUMBER
		number = to_e164(person.mobile_no)
		if not number:
			return "", BAD_NUMBER
		return ("", FIXED_LINE) if channel == "SMS" and is_fixed_line(number) else (number, "")

	return find


def _is_complete(account: Any) -> bool:
	"""Whether an account holds what every message needs that leaves through it."""
	if account.channel == "WhatsApp":
		return bool(account.phone_number_id)
	return account.channel == "SMS" or bool(account.url)


def sends_sms() -> bool:
	"""Whether Frappe's `send_sms` has somewhere to go; else it would only show a message, and the SMS would be lost."""
	return bool(frappe.get_hooks("send_sms") or frappe.db.get_single_value("SMS Settings", "sms_gateway_url"))


_FINDERS = {"Desk": _bell, "E-mail": _mail, **{channel: _mobile(channel) for channel in MOBILE}}
