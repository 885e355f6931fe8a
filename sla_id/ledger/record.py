"""The SLA Ticket of a host ticket: found, locked, opened, saved; and what is written when something failed.

Locks are taken in one order everywhere: the host's ticket first, as its own save does, then ours. Rows are locked by their
names alone: between rows that are looked for otherwise the database locks the gaps, too, and two who each add a row to the
other's gap wait for each other until one of them fails.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe.utils import get_datetime

from sla_id.instants import from_utc, to_utc, utc_now
from sla_id.ledger.changed_rows import build_document, is_changed, read_row, remember_stored, write_changed
from sla_id.ledger.listeners import somebody_listens
from sla_id.savepoints import attempt
from sla_id.ticket_record import TicketDocument, TicketRecord

PROBLEM = "Problem"
PROBLEMS_FIRST, WITHOUT_DUE, CLOSED_LAST = (datetime(year, 1, 1) for year in (2000, 9998, 9999))  # noqa: DTZ001 naive UTC
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(days=1)


def lock_record(name: str) -> TicketDocument | None:
	"""The SLA Ticket of that name with its row and its host's locked until the end of the transaction, or None.

	It is as the last committed change left it: a snapshot taken earlier in the transaction may be older than what another
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
	"""Like `lock_record`, for who has locked the host's ticket and has just read the row of the SLA Ticket."""
	row = read_row(seen["name"], locked=True)
	return build_document(row, latest=is_changed(row, seen)) if row else None


def lock_host(doctype: str, name: str | int) -> None:
	"""Lock a host's ticket, if it and its host are there still. Whoever locks its SLA Ticket does this before."""
	if frappe.db.db_type == "sqlite" or not frappe.db.exists("DocType", doctype, cache=True):
		return
	if frappe.db.exists(doctype, name):
		frappe.db.get_value(doctype, name, "name", for_update=True)


def open_record(
	name: str, doctype: str, ticket: str, subject: str, host_creation: datetime | None = None
) -> TicketDocument:
	"""A new SLA Ticket, or the one that another process opened in the same moment; its row is locked."""
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
	record.flags.ignore_links = True
	# a statement that meets the key of a row has written nothing that would have to be undone
	with attempt(catch=(frappe.DuplicateEntryError, frappe.UniqueValidationError), writes=False):
		record.insert(ignore_permissions=True)
		record.flags.sla_id_ledger = []  # nobody else can add to it while this transaction holds the row
		return remember_stored(record)
	other = lock_record(name)
	assert other is not None
	return other


def save_record(record: TicketDocument) -> None:
	"""Write a locked SLA Ticket: bookkeeping, so without permissions, versions or link checks.

	As a document only where somebody listens: Frappe writes all rows anew, one by one, and locks the gaps around them.
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
	"""`urgency_utc` of an SLA Ticket: what needs a person comes first, what is closed last, in one order of an index."""
	if record.excluded or record.resolved_utc:
		return CLOSED_LAST
	if record.state == PROBLEM:
		return PROBLEMS_FIRST
	due = get_datetime(record.due_utc) if record.due_utc else None
	return due or WITHOUT_DUE


def is_unchosen(record: TicketRecord) -> bool:
	"""Whether nothing could be chosen for a ticket yet, so that its ledger says nothing about clocks."""
	return record.state == PROBLEM and not record.choice


def retry_at(record: TicketRecord, now: datetime) -> datetime:
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
				"urgency_utc": PROBLEMS_FIRST,
				"next_event_at": to_utc(retry_at(kept, now)),
				"evaluated_utc": to_utc(now),
			}
			frappe.db.set_value("SLA Ticket", name, values)
	except Exception:
		frappe.logger("sla_id").exception("a failure could not be recorded")
