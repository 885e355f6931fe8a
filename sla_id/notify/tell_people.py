"""Tells people of agreements and notices through the outbox, each once and in their language.

It uses the bell of the desk, and an e-mail to those who have no desk or have to act.
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
from sla_id.record_types import StoredRecord

Say = Callable[[str], Mapping[str, Any]]
"""The values of a message (docs/outbox.md) in a language, "id" or "en"."""


def tell(
	users: Iterable[str],
	key: str,
	template: str,
	say: Say,
	record: StoredRecord,
	*,
	email: bool = False,
) -> list[str]:
	"""Send a message about a record to each of the users, once for each key. With `email` all of them get an
	e-mail too.

	Returns those whom it won't reach: they have no e-mail address, and no desk in which to see the bell.
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


def say_untold(record: StoredRecord, untold: Iterable[str]) -> None:
	"""Report, to the acting user and on the record, who could not be told.

	Reports nothing if everybody was told.
	"""
	names = [frappe.get_cached_value("User", user, "full_name") or user for user in untold]
	if names:
		text = _("Not told, because they have no user, no desk access or no e-mail address: {0}.").format(
			", ".join(names)
		)
		record.add_comment("Info", frappe.utils.escape_html(text))
		frappe.msgprint(frappe.utils.escape_html(text), indicator="orange")
