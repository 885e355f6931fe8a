"""The SLA Ticket of a host ticket: found, locked, opened, saved; and what is written when something failed.

Locks are taken in one order everywhere: the host's ticket first, as its own save does, then ours. Rows are locked by their
names alone: between rows that are looked for otherwise the database locks the gaps, too, and two who each add a row to the
other's gap wait for each other until one of them fails.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe.utils import get_datetime

from sla_id.instants import from_utc, to_utc, utc_now
from sla_id.ledger.listeners import somebody_listens

PROBLEM = "Problem"
PROBLEMS_FIRST, WITHOUT_DUE, CLOSED_LAST = (datetime(year, 1, 1) for year in (2000, 9998, 9999))  # noqa: DTZ001 naive UTC
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(days=1)


def lock_record(name: str) -> Any | None:
	"""The SLA Ticket of that name with its row and its host's locked until the end of the transaction, or None.

	It is as the last committed change left it: a snapshot taken earlier in the transaction may be older than what another
	process wrote while this one waited.
	"""
	record = frappe.get_doc("SLA Ticket", name) if frappe.db.exists("SLA Ticket", name) else None
	if record is None:
		# newer than this transaction's snapshot, or not there at all
		found = frappe.db.get_value("SLA Ticket", name, "name", for_update=True)
		return frappe.get_doc("SLA Ticket", name, for_update=True) if found else None
	if name == f"{record.reference_doctype} {record.reference_name}":
		lock_host(record.reference_doctype, record.reference_name)
	ticket = frappe.qb.DocType("SLA Ticket")
	locked = frappe.qb.from_(ticket).select("*").where(ticket.name == name).for_update().run(as_dict=True)
	if not locked:
		return None
	if any((value or None) != (record.get(field) or None) for field, value in locked[0].items()):
		return frappe.get_doc("SLA Ticket", name, for_update=True)
	return record


def lock_host(doctype: str, name: str | int) -> None:
	"""Lock a host's ticket, if it and its host are there still. Whoever locks its SLA Ticket does this before."""
	if frappe.db.db_type == "sqlite" or not frappe.db.exists("DocType", doctype, cache=True):
		return
	if frappe.db.exists(doctype, name):
		frappe.db.get_value(doctype, name, "name", for_update=True)


def open_record(
	name: str, doctype: str, ticket: str, subject: str, host_creation: datetime | None = None
) -> Any:
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
	frappe.db.savepoint("sla_id_open")
	try:
		return record.insert(ignore_permissions=True)
	except (frappe.DuplicateEntryError, frappe.UniqueValidationError):
		frappe.db.rollback(save_point="sla_id_open")
	return lock_record(name)


def replace_rows(record: Any, table: str, keys: tuple[str, ...], rows: Iterable[Mapping[str, Any]]) -> None:
	"""Have a child table of an SLA Ticket hold those rows, for `save_record`. One with the same keys is changed in place."""
	kept = {tuple(row.get(key) or "" for key in keys): row for row in record.get(table)}
	record.set(table, [])
	for number, values in enumerate(rows, 1):
		row = kept.pop(tuple(values[key] or "" for key in keys), None)
		if row is None:
			record.append(table, dict(values))
			continue
		new = {**values, "idx": number}
		row.flags.sla_id_changed = any((row.get(field) or None) != (new[field] or None) for field in new)
		row.update(new)
		record.append(table, row)
	record.flags.sla_id_gone = [
		*(record.flags.sla_id_gone or []),
		*(row for row in kept.values() if row.name),
	]


def save_record(record: Any) -> None:
	"""Write a locked SLA Ticket: bookkeeping, so without permissions, versions or link checks.

	As a document only where somebody listens: Frappe deletes and writes all child rows anew, and locks the gaps around them.
	"""
	record.flags.ignore_permissions = True
	record.flags.ignore_links = True
	record.flags.ignore_version = True
	record.urgency_utc = place_in_lists(record)
	gone, record.flags.sla_id_gone = record.flags.sla_id_gone or [], []
	if record.is_new() or somebody_listens():
		record.save()
		return
	record.set_user_and_timestamp()
	record.db_update()
	for row in gone:
		frappe.db.delete(row.doctype, {"name": row.name})
	for row in (*record.clocks, *record.facts):
		if row.is_new() or row.flags.sla_id_changed:
			row.db_update()
			row.flags.sla_id_changed = False
	record.notify_update()


def place_in_lists(record: Any) -> datetime:
	"""`urgency_utc` of an SLA Ticket: what needs a person comes first, what is closed last, in one order of an index."""
	if record.excluded or record.resolved_utc:
		return CLOSED_LAST
	if record.state == PROBLEM:
		return PROBLEMS_FIRST
	due = get_datetime(record.due_utc) if record.due_utc else None
	return due or WITHOUT_DUE


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
				"urgency_utc": PROBLEMS_FIRST,
				"next_event_at": to_utc(retry_at(kept, now)),
				"evaluated_utc": to_utc(now),
			}
			frappe.db.set_value("SLA Ticket", name, values)
	except Exception:
		frappe.logger("sla_id").exception("a failure could not be recorded")
