"""By which channels a person can be reached at this moment, and why the others don't reach them.

It is asked before a message is written. What can't arrive is then known and reported, not silently left out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import frappe
from frappe import _

from sla_id.notify.outbox.channels import all_channels, channel_of, personal_channels, usual_channels
from sla_id.notify.outbox.channels.bell import BELL
from sla_id.notify.outbox.message import Message
from sla_id.notify.outbox.write_messages import enqueue_all

DISABLED = "User is disabled"
UNDELIVERED = "Message could not be delivered"
LATE = "Message was not delivered in time"
REASONS = (DISABLED, UNDELIVERED, LATE)
"""Why a way reaches nobody whichever it is; each channel has its own (`Channel.reasons`)."""


@dataclass(frozen=True, slots=True)
class Way:
	"""A channel to a person: the `recipient` that it reaches there, or `why_not` (one of `REASONS` or of the
	channel's).

	`channel` is empty for a user whom no channel reaches.
	"""

	user: str
	channel: str
	recipient: str = ""
	why_not: str = ""


def find_way(user: str, channel: str) -> Way:
	"""A channel to a user, as it is now."""
	person = _person(user)
	if not person.enabled:
		return Way(user, channel, why_not=DISABLED)
	find_address = channel_of(channel).find_address
	if find_address is None:
		raise ValueError(f"{channel} reaches no person")
	return Way(user, channel, *find_address(person))


def reach_person(
	user: str, channels: Iterable[str], failed: Mapping[tuple[str, str], str] = MappingProxyType({})
) -> list[Way]:
	"""The ways to a user that were tried, in order: first those channels and, if none reaches the user, the
	next ones.

	The next ones are the usual two together (bell and e-mail), then one after the other until one reaches the
	user. `failed` says why earlier attempts failed, by user and channel.
	"""
	if not _person(user).enabled:
		return [Way(user, "", why_not=DISABLED)]
	tried: dict[str, Way] = {}
	others = ((channel.title,) for channel in personal_channels().values() if not channel.is_usual)
	for group in (tuple(channels), usual_channels(), *others):
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
	"""One message for each of the ways that reach somebody."""
	return [
		Message(
			f"{key}:{channel_of(way.channel).key}:{way.user}",
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
	"""Send a message to the bell of each user, and to their address if `email` says so. Returns the ways that
	were tried.

	A user whom neither reaches is told by the next way that does.
	"""
	channels = usual_channels() if email else (BELL.title,)
	ways = [way for user in users for way in reach_person(user, channels)]
	enqueue_all(messages_by(ways, key, template, context, reference))
	return ways


def say_reason(why_not: str, language: str | None = None) -> str:
	"""Why a way reaches nobody, in a language (the reader's unless given)."""
	return _(why_not, language)


def say_channel(channel: str, language: str | None = None) -> str:
	"""The name of a channel, in a language (the reader's unless given)."""
	known = all_channels().get(channel)
	return known.say_title(language) if known and known.say_title else channel


def _person(user: str) -> Any:
	fields = ["name", "enabled", "user_type", "email", "mobile_no"]
	return frappe.get_cached_value("User", user, fields, as_dict=True) or frappe._dict(name=user)
