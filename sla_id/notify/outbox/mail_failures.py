"""Handles e-mails that Frappe's queue accepted and then gave up: their messages are Failed, and somebody else
is told.

E-mails that the queue hasn't sent in time (it is suspended, muted, or nothing processes it) stay as they are,
but somebody else is told.
"""

from datetime import timedelta
from typing import Any

import frappe
from frappe.query_builder.functions import Coalesce
from frappe.utils import now_datetime

from sla_id.notify.outbox.channels.mail import MAIL
from sla_id.notify.outbox.undelivered import PATIENCE, report_undelivered

LOOKED_BACK = timedelta(days=1)
GIVEN_UP_BY_FRAPPE = ("Error", "Expired")
MOST = 500
WAITS = "Frappe has not sent the e-mail yet"


def report_failed_mails() -> int:
	"""Mark the messages of e-mails that Frappe has given up since yesterday. Returns how many.

	For the scheduled job only: it commits. A person can send them again, like every failed message.
	"""
	found = _find_failed()
	for name, error in found:
		last = next(iter(reversed((error or "").strip().splitlines())), "")
		values = {"state": "Failed", "last_error": f"Frappe could not send the e-mail: {last}"[:300]}
		frappe.db.set_value("SLA Outbox", name, values)
		report_undelivered([name])
		frappe.db.commit()  # nosemgrep: a scheduled job; each message by itself
	return len(found) + _report_waiting_mails()


def _report_waiting_mails() -> int:
	"""Pass on, once, the messages of e-mails that have waited too long in Frappe's queue; how many."""
	found = _find_waiting()
	for name in found:
		frappe.db.set_value("SLA Outbox", name, "last_error", WAITS)
		report_undelivered([name], late=True)
		frappe.db.commit()  # nosemgrep: a scheduled job; each message by itself
	return len(found)


def _find_waiting() -> list[str]:
	row, mail = frappe.qb.DocType("SLA Outbox"), frappe.qb.DocType("Email Queue")
	now = now_datetime()
	query = (
		frappe.qb.from_(mail)
		.join(row)
		.on(row.provider_id == mail.name)
		.select(row.name)
		.where((mail.status == "Not Sent") & (mail.modified > now - LOOKED_BACK))
		.where(mail.creation < now - PATIENCE)
		.where((row.channel == MAIL.title) & (row.state == "Sent"))
		.where(Coalesce(row.last_error, "") != WAITS)
		.orderby(row.creation)
		.limit(MOST)
	)
	return [name for (name,) in query.run()]


def _find_failed() -> list[tuple[str, Any]]:
	row, mail = frappe.qb.DocType("SLA Outbox"), frappe.qb.DocType("Email Queue")
	query = (
		frappe.qb.from_(mail)
		.join(row)
		.on(row.provider_id == mail.name)
		.select(row.name, mail.error)
		.where(mail.status.isin(GIVEN_UP_BY_FRAPPE) & (mail.modified > now_datetime() - LOOKED_BACK))
		.where((row.channel == MAIL.title) & (row.state == "Sent"))
		.orderby(row.creation)
		.limit(MOST)
	)
	return [(name, error) for name, error in query.run()]
