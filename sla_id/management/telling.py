"""Telling people of agreements and notices, each once and in their language: the bell of the desk, and an e-mail to who
has no desk or has to act. Through the outbox.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import frappe

from sla_id.notify.outbox import Message
from sla_id.notify.outbox.queue import enqueue_all, has_outgoing_account
from sla_id.notify.outbox.readers import reader_of

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
) -> None:
	"""A message about a record to each of the users, once a key; by e-mail too for all of them where `email` says so."""
	reachable = has_outgoing_account()
	messages = []
	for user in dict.fromkeys(users):
		person = frappe.db.get_value("User", user, ["email", "user_type"], as_dict=True)
		if person is None:
			continue
		language, _zone = reader_of(user)
		rest = (template, {"reference": record.name, **say(language)}, (record.doctype, record.name), user)
		messages.append(Message(f"{key}:desk:{user}", "Desk", user, *rest))
		if reachable and person.email and (email or person.user_type == "Website User"):
			messages.append(Message(f"{key}:mail:{user}", "E-mail", person.email, *rest))
	enqueue_all(messages)
