"""The functions that hooks.py attaches to the hosts' documents.

None of them may ever stop a helpdesk from saving a ticket.
"""

from collections.abc import Callable, Sequence
from contextlib import nullcontext
from functools import wraps
from typing import Any, TypeVar

import frappe
from frappe.utils import cint

from sla_id.agreements.partners import is_staff, partners_of
from sla_id.hosts.base import record_name
from sla_id.hosts.completeness import expect_more
from sla_id.hosts.counted import FIELD, CountedAs, counted_field, verdict_of
from sla_id.hosts.fields import CLASSIFICATION
from sla_id.hosts.in_hand import (
	KEPT,
	InHand,
	Kept,
	is_opened_here,
	new_ticket,
	note_new,
	read_kept_record,
	take_in_hand,
)
from sla_id.hosts.mirror import due_fields, is_same, stale_fields, state_fields
from sla_id.hosts.observe import SaveAsks, find_to_do, keep_subject, observe, observe_in_hand
from sla_id.hosts.opening import is_opening
from sla_id.hosts.record_reply import awaits_delivery, record_delivery, record_reply
from sla_id.hosts.registry import HOSTS
from sla_id.hosts.replies import is_about_ticket, is_nobodys
from sla_id.hosts.sides import read_sides
from sla_id.ledger.end_record import end_record
from sla_id.ledger.record import lock_record, record_failure
from sla_id.ledger.rename_record import rename_record
from sla_id.record_types import AssignedTask, AttachedFile, CommunicationRecord, StoredRecord
from sla_id.savepoints import attempt, undone_on_failure
from sla_id.ticket_record import ReadByName

_LOOKED = "sla_id_looked"
"""Among an instance's flags: its on_update has just looked, so that the on_change which ends the same save needn't."""
Handler = TypeVar("Handler", bound=Callable[..., None])


def guarded(handler: Handler) -> Handler:
	"""Log the error if a handler fails, and let the host go on.

	A handler writes within `undone_on_failure`. There is no savepoint around every handler, because most
	saves write nothing of ours.
	"""

	@wraps(handler)
	def run(doc: Any, method: str | None = None, *more: Any) -> None:
		if frappe.flags.in_install or frappe.flags.in_uninstall:
			return
		if doc.doctype == "Communication" and not is_about_ticket(doc):
			return  # few of a site's messages are on tickets
		# who saves has done nothing wrong: the record and the Error Log say what failed, no dialog does
		with attempt(on_failure=lambda _error: record_failure(doc), writes=False):
			if is_enabled():
				handler(doc, method, *more)

	return run  # type: ignore[return-value]


def is_enabled() -> bool:
	"""Whether SLA Settings enable service levels on this site."""
	return bool(cint(frappe.get_cached_doc("SLA Settings").enabled))


@guarded
def keep_classification(doc: StoredRecord, method: str | None = None) -> None:
	"""before_validate, on every save: a partner classifies a ticket when reporting it; after that only agents
	do.

	Later changes by a partner's user are silently undone. Saving is never refused.
	"""
	before, user = doc.get_doc_before_save(), frappe.session.user
	if doc.is_new() or before is None or is_staff(user):
		return
	fields = [field for field in CLASSIFICATION if doc.meta.has_field(field)]
	changed = [field for field in fields if (doc.get(field) or None) != (before.get(field) or None)]
	if not changed or not partners_of(user):
		return
	if read_sides(doc.doctype, doc.name).is_agent(user):
		return  # another partner's contact, and an agent on this ticket
	doc.update({field: before.get(field) for field in changed})


@guarded
def show_deadlines(doc: StoredRecord, method: str | None = None) -> None:
	"""before_save: replace the state and due times from the form and from the host's own SLA with ours.

	A due time that no longer applies is removed. A form that was loaded before the ticket had a record
	doesn't know the state and would clear it.
	"""
	if not doc.name:
		return
	if doc.is_new():
		note_new(doc)
		return
	doc.flags[KEPT] = kept = read_kept_record(doc.doctype, doc.name)
	if kept is None:
		return
	record = kept.row
	doc.update(state_fields(doc.doctype, record))
	dues = due_fields(doc.doctype, kept.clocks)
	for field, ours in stale_fields(record.get("mirrored"), dues).items():
		if is_same(doc.get(field), ours) and HOSTS[doc.doctype].may_be_empty:
			doc.set(field, None)
	doc.flags.sla_id_own = {field: doc.get(field) for field in dues}
	for field, value in dues.items():
		doc.set(field, value)


@guarded
def on_ticket_change(doc: StoredRecord, method: str | None = None) -> None:
	"""after_insert, on_update, on_change: look at the ticket as it is now. A deletion ends with on_change
	too.

	If the values just written differ from the record, they came from an outdated form.
	"""
	if doc.flags.in_delete or (doc.flags.pop(_LOOKED, False) and method == "on_change"):
		return
	if method == "after_insert":
		if is_opened_here(doc.doctype, doc.name):
			return  # an inner save has looked, and on_update looks again
		doc.flags[KEPT] = kept = read_kept_record(doc.doctype, doc.name)
		if kept is not None:
			_show_on(doc, kept.row, kept.clocks)
			return
	doc.flags[_LOOKED] = method == "on_update"
	hand = take_in_hand(doc)
	if hand is None:
		return
	to_do = SaveAsks.LOOK if hand.is_outdated or not _shows_it(hand) else find_to_do(hand)
	if to_do is SaveAsks.KEEP_SUBJECT:
		keep_subject(hand)
	if to_do is not SaveAsks.LOOK:
		doc.flags[KEPT] = kept = hand.kept
		assert kept is not None
		_show_on(doc, kept.row, kept.clocks)
		return
	# the first look at a ticket undoes by itself what fails
	with undone_on_failure() if hand.record else nullcontext():
		record = observe_in_hand(hand)
	doc.flags[KEPT] = Kept(record.flags.sla_id_stored, record.clocks)
	_show_on(doc, record, record.clocks)


def _shows_it(hand: InHand) -> bool:
	"""Whether the ticket's row shows what the record says, and no due time that no longer applies."""
	assert hand.kept is not None
	dues = due_fields(hand.host.doctype, hand.kept.clocks)
	shown = dues | state_fields(hand.host.doctype, hand.kept.row)
	stale = stale_fields(hand.kept.row["mirrored"], dues)
	return all((hand.row.get(field) or "") == (value or "") for field, value in shown.items()) and not any(
		is_same(hand.row.get(field), ours) for field, ours in stale.items()
	)


def _show_on(doc: StoredRecord, record: ReadByName, clocks: Sequence[Any]) -> None:
	"""Set a document's state and due times to those in the database."""
	dues = due_fields(doc.doctype, clocks)
	doc.update(dues | state_fields(doc.doctype, record))
	for field, ours in stale_fields(record.get("mirrored"), dues).items():
		if is_same(doc.get(field), ours):
			_give_back(doc, field, ours)


def _give_back(doc: StoredRecord, field: str, ours: str) -> None:
	"""Give a field back to the host after this save has ended its due time of ours.

	It gets the time that the host's own SLA had computed, if there is one.
	"""
	own = (doc.flags.sla_id_own or {}).get(field)
	own = None if is_same(own, ours) else own
	if own or HOSTS[doc.doctype].may_be_empty:
		doc.set(field, own)
	if own:
		frappe.db.set_value(doc.doctype, doc.name, field, own, update_modified=False)


@guarded
def on_ticket_trash(doc: StoredRecord, method: str | None = None) -> None:
	"""on_trash: its clocks end with it. The ledger stays under a name that no later ticket can get."""
	with undone_on_failure():
		record = lock_record(record_name(doc.doctype, doc.name))
		if record is not None:
			end_record(record, "Hook")


@guarded
def on_ticket_rename(doc: StoredRecord, method: str | None, old: str, new: str, merge: bool = False) -> None:
	"""after_rename: rename the ticket's record too."""
	if merge:
		return
	with undone_on_failure():
		rename_record(record_name(doc.doctype, old), record_name(doc.doctype, new), str(new))


@guarded
def mark_automatic(doc: CommunicationRecord, method: str | None = None) -> None:
	"""Communication, before_save: mark automatic mail, whose headers are known only while it is being read.

	A form can't set what a message counts as. A message moved to another ticket is judged again.
	"""
	if not counted_field():
		return
	before = doc.get_doc_before_save()
	if before and str(before.reference_name) == str(doc.reference_name):
		doc.set(FIELD, before.get(FIELD))
		return
	known = before and verdict_of(before) is CountedAs.AUTOMATIC
	opens = _is_opening(doc)
	automatic = known or (doc.sent_or_received != "Sent" and is_nobodys(doc, opens))
	verdict = CountedAs.AUTOMATIC if automatic else CountedAs.REPORT if opens else None
	doc.set(FIELD, str(verdict) if verdict else None)


def _is_opening(doc: CommunicationRecord) -> bool:
	"""Whether a message about to be saved opened its ticket.

	If it says more than the ticket, the ticket is looked at again.
	"""
	host = HOSTS[doc.reference_doctype]
	row = new_ticket(host.doctype, doc.reference_name) or host.fetch(doc.reference_name)
	opens = is_opening(doc, row.creation if row else None)
	if row and opens and (doc.content or "") != (row.get(host.description_field) or ""):
		expect_more(doc.reference_doctype, str(doc.reference_name))
	return opens


@guarded
def on_communication(doc: CommunicationRecord, method: str | None = None) -> None:
	"""Communication, after_insert: a reply by an agent or by the partner."""
	if verdict_of(doc) is CountedAs.REPORT:
		return
	with undone_on_failure():
		record_reply(doc, "Hook")


@guarded
def on_communication_change(doc: CommunicationRecord, method: str | None = None) -> None:
	"""Communication, on_change: its mail has left or failed, or it was moved to another ticket.

	After a move it may show how that ticket came.
	"""
	before = doc.get_doc_before_save()
	is_moved = before and str(before.reference_name) != str(doc.reference_name)
	if not is_moved and not awaits_delivery(doc):
		return
	with undone_on_failure():
		record_delivery(doc, "Hook")
		if is_moved:
			observe(doc.reference_doctype, str(doc.reference_name))
			record_reply(doc, "Hook")


@guarded
def on_file(doc: AttachedFile, method: str | None = None) -> None:
	"""File, after_insert: it may be evidence that a report lacked."""
	doctype, name = doc.attached_to_doctype, doc.attached_to_name
	if doctype == "Communication" and name:
		reply = frappe.db.get_value(
			"Communication", name, ["reference_doctype", "reference_name"], as_dict=True
		)
		doctype, name = (reply.reference_doctype, reply.reference_name) if reply else ("", "")
	if doctype in HOSTS and name and HOSTS[doctype].exists(name):
		with undone_on_failure():
			observe(doctype, name)


@guarded
def on_assignment(doc: AssignedTask, method: str | None = None) -> None:
	"""SaveAsks, after_insert and on_update: an assignment writes to the ticket past its hooks."""
	if doc.reference_type in HOSTS and doc.reference_name:
		with undone_on_failure():
			observe(doc.reference_type, doc.reference_name)
