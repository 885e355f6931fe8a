"""The three records of this room: what they are called, in which states they are, and what their trails keep of them."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _

from sla_id.audit_trail import record_change
from sla_id.engine import Sentence
from sla_id.ledger.record import lock_record
from sla_id.ticket_claims.closed_records_of_tickets import written_by_room
from sla_id.ticket_record import TicketDocument

PAUSE, CLAIM, ANSWER = "SLA Ticket Pause", "SLA Ticket Claim", "SLA Breach Answer"
RECORDS = (PAUSE, CLAIM, ANSWER)
COUNTS, WAITING, APPROVED = "Counts", "Waiting", "Approved"
OPEN, GRANTED, PARTLY, REFUSED, WITHDRAWN = "Open", "Granted", "Partly Granted", "Refused", "Withdrawn"
TAKEN_BACK = "Taken Back"
"""It was granted, and that was a mistake."""
KINDS = (
	Sentence("Reason given", context="SLA Ticket Pause"),
	Sentence("Another reason given", context="SLA Ticket Pause"),
	Sentence("Decided", context="SLA Ticket Pause"),
	Sentence("Claimed", context="SLA Ticket Claim"),
	Sentence("Decided", context="SLA Ticket Claim"),
	Sentence("Withdrawn", context="SLA Ticket Claim"),
	Sentence("Taken Back", context="SLA Ticket Claim"),
	Sentence("Answered", context="SLA Breach Answer"),
	Sentence("Corrected", context="SLA Breach Answer"),
)
"""What happens to them, as their trails have it."""
TIMES = (
	*(Sentence("Paused at"), Sentence("Reason given at"), Sentence("Decided at")),
	*(
		Sentence("Claimed at"),
		Sentence("Taken back at"),
		Sentence("Granted from"),
		Sentence("Granted to"),
		Sentence("From"),
		Sentence("To", context="SLA Ticket Claim"),
	),
	*(Sentence("Answered at"), Sentence("Was due at")),
)
"""What their instants are called in a trail, which says them in the reader's zone."""
_KEPT = {
	PAUSE: (
		*("status", "reason_code", "reason", "started_utc", "asked_utc", "asked_by", "evidence"),
		*("evidence_file", "decided_by", "decided_utc", "decision_reason"),
	),
	CLAIM: (
		*("status", "class_code", "class_label", "from_utc", "to_utc", "claimed_by", "claimed_utc"),
		*("granted_from_utc", "granted_to_utc", "evidence", "evidence_file"),
		*("decided_by", "decided_utc", "decision_reason"),
		*("taken_back_by", "taken_back_utc", "taken_back_reason"),
	),
	ANSWER: (
		*("clock", "team", "cycle", "due_utc", "cause_code", "cause", "root_cause"),
		*("answered_by", "answered_utc"),
	),
}
"""The fields that a trail names. Not the ticket: a deleted ticket's record gives up its name."""


def state_of(doc: Any) -> dict[str, Any]:
	"""What the trail keeps of a record."""
	return {field: doc.get(field) for field in _KEPT[doc.doctype]}


def insert_record(record: TicketDocument, doctype: str, kind: str, values: Mapping[str, Any]) -> Any:
	"""Make a record about a locked ticket, with its trail."""
	about = {"sla_ticket": record.name, "partner": record.partner, "agreement": record.agreement}
	doc = frappe.get_doc({"doctype": doctype, **about, **values})
	written_by_room(doc).insert(ignore_permissions=True)
	record_change(doctype, str(doc.name), kind, None, state_of(doc))
	return doc


def change_record(doc: Any, kind: str, values: Mapping[str, Any], reason: str) -> None:
	"""Write values into a locked record and its trail."""
	before = state_of(doc)
	doc.update(dict(values))
	written_by_room(doc).save(ignore_permissions=True)
	record_change(doc.doctype, str(doc.name), kind, before, state_of(doc), reason)


def lock_both(doctype: str, name: str) -> tuple[TicketDocument, Any]:
	"""A record and its ticket, both locked: the ticket first, as a save of the helpdesk's takes the locks.

	Throws DoesNotExistError.
	"""
	ticket = frappe.db.get_value(doctype, name, "sla_ticket")
	record = lock_record(ticket) if ticket else None
	if record is None:
		frappe.throw(_("There is no such record, or it isn't yours."), frappe.DoesNotExistError)
	return record, frappe.get_doc(doctype, name, for_update=True)


def check_text(text: str, message: str) -> str:
	"""A text that has to be given. Throws ValidationError with the message where it is empty."""
	if not text.strip():
		frappe.throw(message)
	return text.strip()


def full_name(user: str | None) -> str:
	"""A user's name as people know it."""
	return str(frappe.get_cached_value("User", user, "full_name") or user) if user else ""
