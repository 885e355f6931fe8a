"""Repairs one finding under the ticket's lock. Nothing is deleted: the ledger only grows."""

import json

import frappe

from sla_id.agreements.choose import Choice
from sla_id.hosts.base import record_name
from sla_id.hosts.observe import RECONCILIATION, observe, take_choice
from sla_id.hosts.registry import present_hosts
from sla_id.instants import from_site, to_utc
from sla_id.kept_json import read_kept
from sla_id.ledger.derive import last_choice_text
from sla_id.ledger.end_record import end_record
from sla_id.ledger.evaluate_one import evaluate_and_save
from sla_id.ledger.record import is_unchosen, lock_record
from sla_id.ledger.record_events import refresh
from sla_id.ledger.stored_cycles import rewrite_cycles
from sla_id.ledger.stored_events import Recorded, read_locked
from sla_id.sweep.self_check.check_record import received_at
from sla_id.sweep.self_check.finding import NOT_REPAIRED, Kind, SelfCheckFinding
from sla_id.ticket_record import TicketDocument


def repair(finding: SelfCheckFinding) -> bool:
	"""Repair a finding. Returns False if only a person can."""
	if finding.kind in NOT_REPAIRED:
		return False
	if finding.kind in (Kind.NO_RECORD, Kind.NAME_REUSED):
		# a look gives a ticket its record, and one that has another ticket's steps aside
		_look(finding)
		return True
	record = lock_record(finding.sla_ticket)
	if record is None:
		return False
	if finding.kind is Kind.TICKET_GONE:
		end_record(record, RECONCILIATION)
		return True
	if is_unchosen(record):
		_look(finding)
		return True
	stands = record.name == record_name(record.reference_doctype, record.reference_name)
	if not stands and not record.excluded:
		stands = _give_back_reference(record)
		if not stands:
			return False
	events = read_locked(record)
	_take_from_ledger(record, events)
	_know_what_fired(record)
	rewrite_cycles(record)
	if stands:
		refresh(record)
	else:
		evaluate_and_save(record)  # what has stepped aside says nothing on the ticket that has its name now
	if stands and read_kept(record.host_state) is None:
		_look(SelfCheckFinding(finding.kind, record.reference_doctype, record.reference_name, finding.says))
	return True


def _give_back_reference(record: TicketDocument) -> bool:
	"""Point a record at the ticket of its name. Returns False if there is no such ticket."""
	for host in present_hosts():
		doctype, _blank, name = record.name.partition(f"{host.doctype} ")
		if not doctype and name and frappe.db.exists(host.doctype, name):
			values = {"reference_doctype": host.doctype, "reference_name": name}
			frappe.db.set_value("SLA Ticket", record.name, values, update_modified=False)
			record.update(values)
			return True
	return False


def _look(finding: SelfCheckFinding) -> None:
	modified = frappe.db.get_value(finding.doctype, finding.name, "modified")
	observe(finding.doctype, finding.name, at=from_site(modified), origin=RECONCILIATION)


def _take_from_ledger(record: TicketDocument, events: list[Recorded]) -> None:
	"""Restore what isn't derived at each evaluation: the choice, when the report was received, and the number
	of events.
	"""
	record.last_sequence = max((entry.sequence for entry in events), default=0)
	text = last_choice_text(events)
	if text:
		take_choice(record, Choice.from_details(json.loads(text)))
	record.received_utc = to_utc(received_at(events))


def _know_what_fired(record: TicketDocument) -> None:
	"""Make `told` list exactly the escalations that have a row.

	One without a row fires again. One with a row is not told a second time.
	"""
	told = read_kept(record.told) or {}
	tiers = told.get("tiers", {})
	rows = frappe.get_all(
		"SLA Escalation", {"sla_ticket": record.name}, ["escalation_key", "told", "closed_utc"]
	)
	fired = {row.escalation_key.removeprefix(f"{record.name}:"): row for row in rows}
	told["tiers"] = {identity: kept for identity, kept in tiers.items() if identity in fired} | {
		identity: {"n": row.told or 0, **({"closed": 1} if row.closed_utc else {})}
		for identity, row in fired.items()
		if identity not in tiers
	}
	record.told = json.dumps(
		{"alerts": told.get("alerts", []), "tiers": told["tiers"]}, separators=(",", ":")
	)
