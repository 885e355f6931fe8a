"""The channels that this site knows: what hooks.py names under `sla_id_channels`, in the order in which people are tried.

A channel is a file here, with one `Channel`, and one line in hooks.py. Another app adds its own by a line in its own
hooks.py, or replaces one of these by its title.

| File | What is in it |
|---|---|
| `bell.py`, `mail.py` | the site's own: Frappe's Notification Log and e-mail queue |
| `whatsapp.py`, `sms.py`, `gateway.py` | to telephones, through an SLA Channel Account |
| `webhook.py` | to other systems, through an SLA Webhook Endpoint |
| `channel_account.py`, `telephone.py` | what those that leave through an account, or for a number, share |
"""

from importlib import import_module

import frappe

from sla_id.notify.outbox.channel import Channel

HOOK = "sla_id_channels"


class NoChannel(ValueError):
	"""No app has a channel of that title."""

	def __init__(self, title: str) -> None:
		super().__init__(f"{title} is no channel of the outbox")


def all_channels() -> dict[str, Channel]:
	"""Every channel by its title, in order."""
	return {channel.title: channel for channel in map(_read, frappe.get_hooks(HOOK))}


def channel_of(title: str) -> Channel:
	"""The channel of that title. Raises NoChannel."""
	try:
		return all_channels()[title]
	except KeyError as error:
		raise NoChannel(title) from error


def personal_channels() -> dict[str, Channel]:
	"""Those that reach people, by what a tier's `tell_by` calls them, in the order in which they are tried."""
	return {channel.code: channel for channel in all_channels().values() if channel.code}


def usual_channels() -> tuple[str, ...]:
	"""The titles of those by which people are told where nobody says by what."""
	return tuple(channel.title for channel in personal_channels().values() if channel.is_usual)


def _read(path: str) -> Channel:
	module, _dot, name = path.rpartition(".")
	channel: Channel = getattr(import_module(module), name)
	return channel
