"""Telling people of agreements and notices, each once and in their language: the bell of the desk, and an e-mail to who
has no desk or has to act. Through the outbox.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import frappe
from frappe import _

from sla_id.notify.outbox import Message
from sla_id.notify.outbox.channels.bell import BELL
from sla_id.notify.outbox.channels.mail import MAIL, has_outgoing_account
from sla_id.notify.outbox.reader_language import reader_of
from sla_id.notify.outbox.write_messages import enqueue_all

Say = Callable[[str], Mapping[str, Any]]
"""The values of a message (docs/outbox.md) in a language, "id" or "en"."""


def tell(
	users: Iterable[str],
	key: str,
	template: str,
	say: Say,
	record: Any,
	*,
	email: bool = False,
) -> list[str]:
	"""A message about a record to each of the users, once a key; by e-mail too for all of them where `email` says so.

	Returns those whom it won't reach: without a desk nobody sees a bell, and they have no e-mail.
	"""
	reachable = has_outgoing_account()
	messages, untold = [], []
	for user in dict.fromkeys(users):
		person = frappe.db.get_value("User", user, ["email", "user_type", "enabled"], as_dict=True)
		if person is None:
			continue
		mailed = bool(reachable and person.email)
		if not person.enabled or not (mailed or person.user_type == "System User"):
			untold.append(user)
		language, _zone = reader_of(user)
		rest = (template, {"reference": record.name, **say(language)}, (record.doctype, record.name), user)
		messages.append(Message(f"{key}:{BELL.key}:{user}", BELL.title, user, *rest))
		if mailed and (email or person.user_type == "Website User"):
			messages.append(Message(f"{key}:{MAIL.key}:{user}", MAIL.title, person.email, *rest))
	enqueue_all(messages)
	return untold


def say_untold(record: Any, untold: Iterable[str]) -> None:
	"""Say to who acts, and on the record, whom nothing has told; nothing where everybody was."""
	names = [frappe.get_cached_value("User", user, "full_name") or user for user in untold]
	if names:
		text = _("Not told, because they have no user, no desk access or no e-mail address: {0}.").format(
			", ".join(names)
		)
		record.add_comment("Info", frappe.utils.escape_html(text))
		frappe.msgprint(frappe.utils.escape_html(text), indicator="orange")
