"""Finds, locks, opens and saves the SLA Ticket of a host ticket, and records failures.

Locks are always taken in the same order: first the host's ticket, as its own save does, then ours. Rows are
locked by name only. If rows are locked by another condition, the database also locks the gaps between them.
Two processes that each add a row to the other's gap then wait for each other until one fails.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe.utils import get_datetime

from sla_id.instants import from_utc, to_utc, utc_now
from sla_id.ledger.changed_rows import build_document, insert_document, is_changed, read_row, write_changed
from sla_id.listeners import somebody_listens
from sla_id.record_types import StoredRecord
from sla_id.ticket_record import TicketDocument, TicketRecord

PROBLEM = "Problem"
PROBLEMS_FIRST, WITHOUT_DUE, CLOSED_LAST = (datetime(year, 1, 1) for year in (2000, 9998, 9999))  # noqa: DTZ001 naive UTC
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(days=1)


def lock_record(name: str) -> TicketDocument | None:
	"""Return the SLA Ticket of that name, or None. Its row and its host's stay locked until the end of the
	transaction.

	It is read as last committed. A snapshot taken earlier in the transaction may be older than what another
	process wrote while this one waited.
	"""
	seen = read_row(name)
	if seen is None:
		# newer than this transaction's snapshot, or not there at all
		row = read_row(name, locked=True)
		return build_document(row, latest=True) if row else None
	doctype, ticket = seen["reference_doctype"], seen["reference_name"]
	if name == f"{doctype} {ticket}":
		lock_host(doctype, ticket)
	return lock_row(seen)


def lock_row(seen: Mapping[str, Any]) -> TicketDocument | None:
	"""Like `lock_record`, for a caller that has locked the host's ticket and has just read the SLA Ticket's
	row.
	"""
	row = read_row(seen["name"], locked=True)
	return build_document(row, latest=is_changed(row, seen)) if row else None


def lock_host(doctype: str, name: str | int) -> None:
	"""Lock a host's ticket, if it and its host still exist. This comes before locking its SLA Ticket."""
	if frappe.db.db_type == "sqlite" or not frappe.db.exists("DocType", doctype, cache=True):
		return
	if frappe.db.exists(doctype, name):
		frappe.db.get_value(doctype, name, "name", for_update=True)


def open_record(
	name: str, doctype: str, ticket: str, subject: str, host_creation: datetime | None = None
) -> TicketDocument:
	"""Create an SLA Ticket, or return the one that another process created at the same moment.

	Its row is locked.
	"""
	record = frappe.get_doc(
		{
			"doctype": "SLA Ticket",
			"reference_doctype": doctype,
			"reference_name": ticket,
			"subject": subject,
			"state": "Waiting",
			"just_came": 1,
			"host_creation": host_creation,
		}
	)
	if insert_document(record):
		record.flags.sla_id_ledger = []  # nobody else can add to it while this transaction holds the row
		return record
	other = lock_record(name)
	assert other is not None
	return other


def save_record(record: TicketDocument) -> None:
	"""Write a locked SLA Ticket. This is bookkeeping, so permissions, versions and link checks are skipped.

	It is saved as a document only if somebody listens: Frappe rewrites all rows one by one and locks the gaps
	around them.
	"""
	record.flags.ignore_permissions = True
	record.flags.ignore_links = True
	record.flags.ignore_version = True
	record.urgency_utc = place_in_lists(record)
	if record.is_new() or somebody_listens():
		record.save()
		return
	if write_changed(record):
		record.notify_update()


def place_in_lists(record: TicketRecord) -> datetime:
	"""The `urgency_utc` of an SLA Ticket, which sorts lists by one index.

	Tickets that need a person come first, then the others by due time. Closed tickets come last.
	"""
	if record.excluded or record.resolved_utc:
		return CLOSED_LAST
	if record.state == PROBLEM:
		return PROBLEMS_FIRST
	due = get_datetime(record.due_utc) if record.due_utc else None
	return due or WITHOUT_DUE


def is_unchosen(record: TicketRecord) -> bool:
	"""Whether no agreement could be chosen for a ticket yet, so that its ledger says nothing about clocks."""
	return record.state == PROBLEM and not record.choice


def retry_at(record: TicketRecord, now: datetime) -> datetime:
	"""When the tick next tries a ticket that can't be computed: soon at first, then after twice the time at
	each attempt.

	The time waited so far is that between its last evaluation and its next.
	"""
	tried, due = from_utc(record.evaluated_utc), from_utc(record.next_event_at)
	if record.state != PROBLEM or tried is None or due is None:
		return now + FIRST_WAIT
	if now < due <= now + LONGEST_WAIT:
		return due  # somebody saved it meanwhile
	# further ahead than it ever waits: the clock has stepped back since
	return now + min(max(2 * (due - tried), FIRST_WAIT), LONGEST_WAIT)


def log_failure(doctype: str, name: str, doc: StoredRecord | TicketDocument) -> str:
	"""Write the current exception to the Error Log. Returns the entry's name."""
	log = frappe.log_error(
		title=f"SLA of {doctype} {name} could not be computed",
		reference_doctype=doc.doctype,
		reference_name=str(doc.name) if doc.name else None,
	)
	return str(getattr(log, "name", "") or "")


def record_failure(doc: StoredRecord) -> None:
	"""Write a failure to the Error Log and to the SLA Ticket, if there is one, so that the tick tries it
	again. Never raises.
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
				"urgency_utc": PROBLEMS_FIRST,
				"next_event_at": to_utc(retry_at(kept, now)),
				"evaluated_utc": to_utc(now),
			}
			frappe.db.set_value("SLA Ticket", name, values)
	except Exception:
		frappe.logger("sla_id").exception("a failure could not be recorded")
