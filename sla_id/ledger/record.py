"""The SLA Ticket of a host ticket: found, locked, opened; and what is written when something failed."""

from datetime import datetime, timedelta
from typing import Any

import frappe

from sla_id.instants import from_utc, to_utc, utc_now

PROBLEM = "Problem"
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(days=1)


def lock_record(name: str) -> Any | None:
	"""The SLA Ticket of that name with its row locked until the end of the transaction, or None.

	It is read under the lock, as the last committed change left it: a snapshot taken earlier in the transaction
	may be older than what another process wrote while this one waited.
	"""
	if not frappe.db.get_value("SLA Ticket", name, "name", for_update=True):
		return None
	return frappe.get_doc("SLA Ticket", name, for_update=True)


def open_record(name: str, doctype: str, ticket: str, subject: str) -> Any:
	"""A new SLA Ticket, or the one that another process opened in the same moment."""
	record = frappe.get_doc(
		{
			"doctype": "SLA Ticket",
			"reference_doctype": doctype,
			"reference_name": ticket,
			"subject": subject,
			"state": "Waiting",
			"just_came": 1,
		}
	)
	record.flags.ignore_links = True
	frappe.db.savepoint("sla_id_open")
	try:
		record.insert(ignore_permissions=True)
	except (frappe.DuplicateEntryError, frappe.UniqueValidationError):
		frappe.db.rollback(save_point="sla_id_open")
	return lock_record(name)


def save_record(record: Any) -> None:
	"""Write an SLA Ticket: bookkeeping, so without permissions, versions or link checks."""
	record.flags.ignore_permissions = True
	record.flags.ignore_links = True
	record.flags.ignore_version = True
	record.save()


def is_unchosen(record: Any) -> bool:
	"""Whether nothing could be chosen for a ticket yet, so that its ledger says nothing about clocks."""
	return record.state == PROBLEM and not record.choice


def retry_at(record: Any, now: datetime) -> datetime:
	"""When the tick tries a ticket again that can't be computed now: soon at first, then after twice as long each time.

	How long it waited so far is what lies between its last evaluation and its next.
	"""
	tried, due = from_utc(record.evaluated_utc), from_utc(record.next_event_at)
	if record.state != PROBLEM or tried is None or due is None:
		return now + FIRST_WAIT
	if now < due <= now + LONGEST_WAIT:
		return due  # somebody saved it meanwhile
	# further ahead than it ever waits: the clock has stepped back since
	return now + min(max(2 * (due - tried), FIRST_WAIT), LONGEST_WAIT)


def log_failure(doctype: str, name: str, doc: Any) -> str:
	"""Keep the exception at hand in the Error Log; its name."""
	log = frappe.log_error(
		title=f"SLA of {doctype} {name} could not be computed",
		reference_doctype=doc.doctype,
		reference_name=str(doc.name) if doc.name else None,
	)
	return str(getattr(log, "name", "") or "")


def record_failure(doc: Any) -> None:
	"""Keep what went wrong in the Error Log and, where there is one, on the SLA Ticket, which the tick tries again; never
	raises.
	"""
	reference = (doc.get("reference_doctype") or doc.doctype, doc.get("reference_name") or doc.name)
	try:
		log, now = log_failure(*reference, doc), utc_now()
		name = f"{reference[0]} {reference[1]}"
		fields = ["state", "evaluated_utc", "next_event_at"]
		kept = frappe.db.get_value("SLA Ticket", name, fields, as_dict=True)
		if kept:
			values = {
				"problem": f"See Error Log {log}".strip(),
				"state": PROBLEM,
				"next_event_at": to_utc(retry_at(kept, now)),
				"evaluated_utc": to_utc(now),
			}
			frappe.db.set_value("SLA Ticket", name, values)
	except Exception:
		frappe.logger("sla_id").exception("a failure could not be recorded")
