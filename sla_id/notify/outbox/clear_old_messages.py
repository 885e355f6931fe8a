"""Clears old messages. Frappe's daily job does it according to its Log Settings; hooks.py sets the default
days.

Messages that were sent longer ago than that, or dismissed, are deleted. Failed and given-up messages stay
until a person has sent them again or dismissed them. Log Settings work alike in Frappe 15 and 16.
"""

from datetime import timedelta

import frappe

from sla_id.bulk import delete_rows
from sla_id.instants import to_utc, utc_now

KEEP_DAYS = 180
BATCH = 1000


def clear_old_messages(days: int = KEEP_DAYS) -> int:
	"""Delete what was sent, delivered or dismissed more than so many days ago. Returns how many rows.

	For the scheduled job only: it commits after each batch, so that workers never wait long.
	"""
	deleted = 0
	while names := _old_names(days or KEEP_DAYS):
		delete_rows("SLA Outbox", names)
		frappe.db.commit()  # nosemgrep: a scheduled job, a batch at a time
		deleted += len(names)
	return deleted


def _old_names(days: int) -> list[str]:
	row = frappe.qb.DocType("SLA Outbox")
	before = to_utc(utc_now() - timedelta(days=days))
	left = row.state.isin(("Sent", "Delivered")) & (row.sent_utc < before)
	dismissed = (row.state == "Dismissed") & (row.dismissed_utc < before)
	query = frappe.qb.from_(row).select(row.name).where(left | dismissed).limit(BATCH)
	return [found[0] for found in query.run()]
