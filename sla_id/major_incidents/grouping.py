"""Major incidents: one cause behind tickets of several partners. Grouping by hand, and what both ways of grouping share.

A ticket is in at most one open major incident, and it is still solved by itself. Each ticket of the group gets an event
that says how many partners are affected, and another when there are more. The policy's `several_partners` triggers do
the rest. Locks are taken in one order, so that two processes never wait for each other: tickets by name, then the
major incident.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import frappe
from frappe import _

from sla_id.agreements.choose import record_agreement
from sla_id.agreements.ticket_catalogue import service_path
from sla_id.engine import EventType
from sla_id.engine.words import say_instant
from sla_id.instants import to_utc, utc_now
from sla_id.ledger.record import lock_record
from sla_id.ledger.record_events import Entry, record_events
from sla_id.notify.outbox.reader_language import reader_of
from sla_id.record_types import MajorIncidentRecord, MajorIncidentTicketRow
from sla_id.savepoints import attempt
from sla_id.ticket_record import TicketDocument, TicketRecord

DOCTYPE = "SLA Major Incident"
ROW = "SLA Major Incident Ticket"
OPEN, RESOLVED = "Open", "Resolved"
BY_ITSELF, BY_A_PERSON = "By itself", "By a person"
SEVERAL = 2


def group_tickets(names: Iterable[str], title: str, reason: str) -> Any:
	"""Open a major incident with those tickets, or add them to the open one of their service. Returns the record.

	Throws ValidationError without a title or a ticket, and if a ticket is in another open one.
	"""
	wanted = {str(name) for name in names}
	if not wanted:
		frappe.throw(_("Choose at least one ticket."))
	if not title.strip():
		frappe.throw(_("Title: say in a few words what has happened."))
	services = {top_service(frappe.get_doc("SLA Ticket", name)) for name in sorted(wanted)}
	service = services.pop() if len(services) == 1 else None
	found = frappe.db.get_value(DOCTYPE, {"open_key": _open_key(service)}, "name") if service else None
	records = lock_records(wanted | _members(found))
	incident = open_incident(service, title.strip()[:140], reason.strip(), BY_A_PERSON)
	return _add_and_tell(incident, records, wanted)


def add_tickets(incident: str, names: Iterable[str]) -> Any:
	"""Add tickets to an open major incident. Returns the record. Throws like `group_tickets`."""
	wanted = {str(name) for name in names}
	records = lock_records(wanted | _members(incident))
	return _add_and_tell(lock_incident(incident), records, wanted)


def take_out(incident: str, name: str) -> Any:
	"""Take a ticket out of an open major incident. The tick doesn't add it again. Its ledger keeps what was recorded."""
	(record,) = lock_records([name])
	held = lock_incident(incident)
	row = next((row for row in held.tickets if row.sla_ticket == name and not row.removed), None)
	if row is None:
		frappe.throw(_("{0} is not in this major incident.").format(name))
	row.removed = 1
	_save(held)
	frappe.db.set_value("SLA Ticket", record.name, "major_incident", None, update_modified=False)
	return held


def resolve(incident: str, resolution: str, user: str) -> Any:
	"""Record that the cause is gone. The tickets stay as they are. Throws ValidationError if it is resolved already."""
	held, now = lock_incident(incident), utc_now()
	held.update(
		{
			"status": RESOLVED,
			"resolution": resolution.strip(),
			"resolved_by": user,
			"resolved_utc": to_utc(now),
			"resolved_text": _say(now),
			"open_key": None,
		}
	)
	_save(held)
	return held


def top_service(record: TicketRecord) -> str | None:
	"""The service at the top of a ticket's branch of its agreement's catalogue."""
	path = service_path(record.service, record_agreement(record) if record.agreement else None)
	return path[-1] if path else None


def lock_records(names: Iterable[str]) -> list[Any]:
	"""The SLA Tickets of those names, locked in order of name. Throws ValidationError if one doesn't exist."""
	records = []
	for name in sorted(names):
		record = lock_record(name)
		if record is None:
			frappe.throw(_("There is no ticket {0}.").format(name))
		records.append(record)
	return records


def lock_incident(name: str) -> Any:
	"""An open major incident with its row locked. Throws ValidationError if it is resolved."""
	held = frappe.get_doc(DOCTYPE, name, for_update=True)
	if held.status != OPEN:
		frappe.throw(_("{0} is resolved. Group the tickets again.").format(name))
	return held


def open_incident(service: str | None, title: str, reason: str, found_by: str) -> Any:
	"""The open major incident of a service, locked. If there is none, or no service, a new one is opened."""
	key = _open_key(service) if service else None
	found = frappe.db.get_value(DOCTYPE, {"open_key": key}, "name") if key else None
	if found:
		held = frappe.get_doc(DOCTYPE, found, for_update=True)
		if held.status == OPEN:
			return held
	now = utc_now()
	incident = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"title": title,
			"status": OPEN,
			"service": service,
			"reason": reason,
			"found_by": found_by,
			"found_utc": to_utc(now),
			"found_text": _say(now),
			"open_key": key,
		}
	)
	with attempt(catch=(frappe.DuplicateEntryError, frappe.UniqueValidationError)):
		return incident.insert(ignore_permissions=True)
	# opened in the same moment by another process: read under its lock, past this transaction's snapshot
	name = frappe.db.get_value(DOCTYPE, {"open_key": key}, "name", for_update=True)
	return frappe.get_doc(DOCTYPE, name, for_update=True)


def add_rows(incident: MajorIncidentRecord, records: Iterable[TicketDocument]) -> bool:
	"""Add locked tickets to a locked major incident. Returns whether any was new. Throws if one is in another."""
	rows = {row.sla_ticket: row for row in incident.tickets}
	changed = False
	for record in records:
		_refuse_another(incident, record)
		row = rows.get(record.name)
		if row is not None and not row.removed:
			continue
		if row is None:
			row = incident.append("tickets", {"sla_ticket": record.name, "told": 0})
		row.update(
			{
				"partner": record.partner,
				"subject": record.subject,
				"added_utc": to_utc(utc_now()),
				"removed": 0,
			}
		)
		frappe.db.set_value("SLA Ticket", record.name, "major_incident", incident.name, update_modified=False)
		record.major_incident = incident.name
		changed = True
	if changed:
		_save(incident)
	return changed


def tell_ticket(
	incident: MajorIncidentRecord, row: MajorIncidentTicketRow, record: TicketDocument, origin: str
) -> bool:
	"""Record in a locked ticket's ledger how many partners are affected, unless it says so already. Returns whether it was new."""
	count = incident.partner_count
	if row.removed or count < SEVERAL or row.told >= count:
		return False
	entry = Entry(
		EventType.SEVERAL_PARTNERS,
		utc_now(),
		reason=incident.name,
		key=f"major incident {incident.name}:{count}",
		details={"partners": count},
	)
	new = record_events(record, [entry], origin)
	frappe.db.set_value(ROW, row.name, "told", count, update_modified=False)
	row.told = count
	return bool(new)


def partners_in(incident: MajorIncidentRecord) -> set[str]:
	"""The partners of the tickets that are in a major incident."""
	return {row.partner for row in incident.tickets if row.partner and not row.removed}


def _add_and_tell(incident: MajorIncidentRecord, records: list[TicketDocument], wanted: set[str]) -> Any:
	"""Add the tickets that a person chose, and update the ledgers of the whole group, in one transaction."""
	add_rows(incident, [record for record in records if record.name in wanted])
	locked = {record.name: record for record in records}
	for row in incident.tickets:
		# one that another process added meanwhile isn't locked: `tell_grouped` of the minute tick reaches it
		if row.sla_ticket in locked:
			tell_ticket(incident, row, locked[row.sla_ticket], "Agent")
	return incident


def _members(incident: str | None) -> set[str]:
	"""The tickets of a major incident that this transaction can see."""
	if not incident:
		return set()
	return set(frappe.get_all(ROW, filters={"parent": incident, "removed": 0}, pluck="sla_ticket"))


def _open_key(service: str) -> str:
	return f"open:{service}"


def _refuse_another(incident: MajorIncidentRecord, record: TicketDocument) -> None:
	other = record.major_incident
	if other and other != incident.name and frappe.db.get_value(DOCTYPE, other, "status") == OPEN:
		frappe.throw(_("{0} is already in {1}. Take it out there first.").format(record.name, other))


def _save(incident: MajorIncidentRecord) -> None:
	incident.partner_count = len(partners_in(incident))
	incident.save(ignore_permissions=True)


def _say(at: datetime) -> str:
	"""An instant in the site's language and zone, because several agreements are involved."""
	language, zone = reader_of(None)
	return say_instant(at, language, ZoneInfo(zone))
