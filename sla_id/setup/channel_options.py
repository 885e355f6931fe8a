"""What lists and forms offer as a channel: the options of our own DocTypes, and those of channels that other apps bring.

The DocTypes' files name the channels that are shipped with the app; what is missing there is added by property setters.
"""

from collections.abc import Iterator

import frappe
from frappe.custom.doctype.property_setter.property_setter import make_property_setter

from sla_id.notify.outbox.channel import ACCOUNT
from sla_id.notify.outbox.channels import all_channels, personal_channels


def offer_channels() -> None:
	"""Add to each field the channels, and the reasons why they don't reach people, that it doesn't offer yet."""
	for doctype, field, wanted in _fields():
		offered = (frappe.get_meta(doctype).get_field(field).options or "").split("\n")
		missing = [value for value in wanted if value not in offered]
		if missing:
			options = "\n".join([*offered, *missing])
			make_property_setter(doctype, field, "options", options, "Text", for_doctype=False)


def _fields() -> Iterator[tuple[str, str, list[str]]]:
	channels, personal = all_channels().values(), personal_channels().values()
	reasons = dict.fromkeys(reason for channel in personal for reason in channel.reasons)
	yield "SLA Outbox", "channel", [channel.title for channel in channels]
	yield ACCOUNT, "channel", [channel.title for channel in channels if channel.lane == ACCOUNT]
	yield "SLA Escalation Telling", "channel", [channel.title for channel in personal]
	yield "SLA Escalation Telling", "why_not", list(reasons)
