"""What hooks.py calls on the hosts' documents. Nothing here may ever stop a helpdesk from saving a ticket."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

import frappe

from sla_id.agreements.partners import is_staff, partners_of
from sla_id.hosts.base import record_name
from sla_id.hosts.counted import FIELD, CountedAs, counted_field, verdict_of
from sla_id.hosts.fields import CLASSIFICATION
from sla_id.hosts.mirror import clocks_of, due_fields, is_same, mirror, stale_fields, state_fields
from sla_id.hosts.observe import observe
from sla_id.hosts.record_reply import record_delivery, record_reply
from sla_id.hosts.registry import HOSTS
from sla_id.hosts.replies import is_about_ticket, is_nobodys
from sla_id.hosts.sides import read_sides
from sla_id.ledger.end_record import end_record
from sla_id.ledger.record import lock_record, record_failure, save_record
from sla_id.ledger.rename_record import rename_record
from sla_id.savepoints import attempt

Handler = TypeVar("Handler", bound=Callable[..., None])


def guarded(handler: Handler) -> Handler:
	"""Undo the handler's own writes when it fails, record why, and let the host go on."""

	@wraps(handler)
	def run(doc: Any, method: str | None = None, *more: Any) -> None:
		if frappe.flags.in_install or frappe.flags.in_uninstall:
			return
		if doc.doctype == "Communication" and not is_about_ticket(doc):
			return  # few of a site's messages are on tickets
		# who saves has done nothing wrong: the record and the Error Log say what failed, no dialog does
		with attempt(on_failure=lambda _error: record_failure(doc)):
			if is_enabled():
				handler(doc, method, *more)

	return run  # type: ignore[return-value]


def is_enabled() -> bool:
	"""Whether SLA Settings say that service levels are kept on this site."""
	return bool(frappe.db.get_single_value("SLA Settings", "enabled"))


@guarded
def keep_classification(doc: Any, method: str | None = None) -> None:
	"""before_validate, which runs on every save: a partner classifies a ticket when reporting it, agents from then on.

	What a partner's user changes later is put back quietly; saving is never refused.
	"""
	user = frappe.session.user
	if doc.is_new() or is_staff(user) or not partners_of(user):
		return
	if read_sides(doc.doctype, doc.name).is_agent(user):
		return  # another partner's contact, and an agent on this ticket
	fields = [field for field in CLASSIFICATION if doc.meta.has_field(field)]
	kept = frappe.db.get_value(doc.doctype, doc.name, fields, as_dict=True) if fields else None
	if kept:
		doc.update(kept)


@guarded
def show_deadlines(doc: Any, method: str | None = None) -> None:
	"""before_save: put our state and due times over what the form brought and the host's own SLA has just computed, and
	take back one that is no more.

	A form that was loaded before the ticket had a record knows no state, and would empty it.
	"""
	if doc.is_new() or not doc.name:
		return
	record = frappe.db.get_value(
		"SLA Ticket", record_name(doc.doctype, doc.name), ["mirrored", "state", "due_text"], as_dict=True
	)
	if record is None:
		return
	doc.update(state_fields(doc.doctype, record))
	dues = due_fields(doc.doctype, clocks_of(doc.doctype, doc.name))
	for field, ours in stale_fields(record.mirrored, dues).items():
		if is_same(doc.get(field), ours) and HOSTS[doc.doctype].may_be_empty:
			doc.set(field, None)
	doc.flags.sla_id_own = {field: doc.get(field) for field in dues}
	for field, value in dues.items():
		doc.set(field, value)


@guarded
def on_ticket_change(doc: Any, method: str | None = None) -> None:
	"""after_insert, on_update, on_change: look at the ticket as it is now; a deletion ends with on_change too.

	What the instance holds was just written: where it isn't what the record says, it was an old one's.
	"""
	if doc.flags.in_delete:
		return
	record = observe(doc.doctype, doc.name)
	dues = due_fields(doc.doctype, record.clocks)
	shown = dues | state_fields(doc.doctype, record)
	if any((doc.get(field) or "") != (value or "") for field, value in shown.items()):
		# what this save wrote may be older than the record: an instance from before a nested save, or a record that
		# another process changed meanwhile
		mirror(record)
		save_record(record)
		doc.update(shown)
	for field, ours in stale_fields(record.mirrored, dues).items():
		if is_same(doc.get(field), ours):
			_give_back(doc, field, ours)


def _give_back(doc: Any, field: str, ours: str) -> None:
	"""A due time that this save has ended: the field is the host's again, with what its own SLA had computed, if it had."""
	own = (doc.flags.sla_id_own or {}).get(field)
	own = None if is_same(own, ours) else own
	if own or HOSTS[doc.doctype].may_be_empty:
		doc.set(field, own)
	if own:
		frappe.db.set_value(doc.doctype, doc.name, field, own, update_modified=False)


@guarded
def on_ticket_trash(doc: Any, method: str | None = None) -> None:
	"""on_trash: its clocks end with it; the ledger stays, under a name that the next ticket can't get."""
	record = lock_record(record_name(doc.doctype, doc.name))
	if record is not None:
		end_record(record, "Hook")


@guarded
def on_ticket_rename(doc: Any, method: str | None, old: str, new: str, merge: bool = False) -> None:
	"""after_rename: its record goes along."""
	if not merge:
		rename_record(record_name(doc.doctype, old), record_name(doc.doctype, new), str(new))


@guarded
def mark_automatic(doc: Any, method: str | None = None) -> None:
	"""Communication, before_save: only while a mail is being read are its headers known.

	What a message counts as is never what a form says; on another ticket it counts anew.
	"""
	if not counted_field():
		return
	before = doc.get_doc_before_save()
	if before and str(before.reference_name) == str(doc.reference_name):
		doc.set(FIELD, before.get(FIELD))
		return
	known = before and verdict_of(before) is CountedAs.AUTOMATIC
	automatic = known or (doc.sent_or_received != "Sent" and is_nobodys(doc))
	doc.set(FIELD, str(CountedAs.AUTOMATIC) if automatic else None)


@guarded
def on_communication(doc: Any, method: str | None = None) -> None:
	"""Communication, after_insert: an agent's reply or the partner's."""
	record_reply(doc, "Hook")


@guarded
def on_communication_change(doc: Any, method: str | None = None) -> None:
	"""Communication, on_change: its mail has left or failed, or it was put under another ticket, which may be how that came."""
	record_delivery(doc, "Hook")
	before = doc.get_doc_before_save()
	if before and str(before.reference_name) != str(doc.reference_name):
		observe(doc.reference_doctype, str(doc.reference_name))
		record_reply(doc, "Hook")


@guarded
def on_file(doc: Any, method: str | None = None) -> None:
	"""File, after_insert: evidence that a report was lacking."""
	doctype, name = doc.attached_to_doctype, doc.attached_to_name
	if doctype == "Communication" and name:
		reply = frappe.db.get_value(
			"Communication", name, ["reference_doctype", "reference_name"], as_dict=True
		)
		doctype, name = (reply.reference_doctype, reply.reference_name) if reply else (None, None)
	if doctype in HOSTS and name and frappe.db.exists(doctype, name):
		observe(doctype, name)


@guarded
def on_assignment(doc: Any, method: str | None = None) -> None:
	"""ToDo, after_insert and on_update: an assignment writes to the ticket past its hooks."""
	if doc.reference_type in HOSTS and doc.reference_name:
		observe(doc.reference_type, doc.reference_name)
