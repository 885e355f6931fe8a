"""Asks a ticket's people for the reason of a pause and the cause of a missed target, and tells them that a pause ended by itself.

Whoever has the ticket is asked, or else the SLA Managers, once an interval until it is said.
"""

from datetime import datetime, timedelta
from typing import Any, cast

import frappe
from frappe import _
from frappe.utils import cint

from sla_id.engine.words import say_instant
from sla_id.hosts.registry import HOSTS
from sla_id.instants import from_utc, to_utc, utc_now, zone_of
from sla_id.ledger.record import lock_record
from sla_id.notify.outbox.reader_language import reader_of
from sla_id.notify.role_holders import users_of_role
from sla_id.notify.tell_people import tell
from sla_id.record_types import StoredRecord
from sla_id.savepoints import own_transaction
from sla_id.ticket_record import TicketDocument, TicketRecord

SETTING, USUAL = "answer_ask_every_minutes", 240
MOST = 500
"""So many tickets are asked about in one run; the next goes on."""


def tell_ended_pauses() -> int:
	"""The scheduled job, every minute: tell once that a pause ended by itself; of how many. One statement where there is none."""
	ticket = frappe.qb.DocType("SLA Ticket")
	query = frappe.qb.from_(ticket).select(ticket.name).where(ticket.needs_answer == 1)
	query = query.where(ticket.pause_over_utc.isnotnull())
	query = query.where(ticket.pause_told_utc.isnull() | (ticket.pause_told_utc < ticket.pause_over_utc))
	return sum(_each(name, _tell_over) for (name,) in query.orderby(ticket.name).limit(MOST).run())


def ask_for_answers() -> int:
	"""The scheduled job, every ten minutes: ask about each ticket that lacks an answer, once an interval; of how many.

	The interval is that of SLA Settings; 0 asks nobody.
	"""
	interval = _interval()
	if not interval:
		return 0
	ticket = frappe.qb.DocType("SLA Ticket")
	query = frappe.qb.from_(ticket).select(ticket.name).where(ticket.needs_answer == 1)
	query = query.where((ticket.pause_unexplained == 1) | (ticket.cause_missing == 1))
	before = to_utc(utc_now() - interval)
	query = query.where(ticket.owner_asked_utc.isnull() | (ticket.owner_asked_utc <= before))
	names = [name for (name,) in query.orderby(ticket.name).limit(MOST).run()]
	return sum(_each(name, lambda record: _ask(record, interval)) for name in names)


def _interval() -> timedelta:
	kept = frappe.db.get_singles_dict("SLA Settings").get(SETTING)
	return timedelta(minutes=USUAL if kept in (None, "") else cint(kept))


def _each(name: str, act: Any) -> int:
	done = False
	with own_transaction(f"The people of {name} could not be asked"):
		record = lock_record(name)
		done = record is not None and act(record)
	return int(done)


def _tell_over(record: TicketDocument) -> bool:
	over, told = from_utc(record.pause_over_utc), from_utc(record.pause_told_utc)
	if over is None or (told is not None and told >= over):
		return False

	def say(language: str) -> dict[str, str]:
		text = _("{0}: the pause ended by itself at {1}, the clocks run again", language)
		return {"title": text.format(_name(record), _say(over, language))}

	_write(record, "pause_told_utc")
	tell(
		whom_to_ask(record),
		f"pause-over:{record.name}:{over.isoformat()}",
		"notice",
		say,
		cast(StoredRecord, record),
		email=True,
	)
	return True


def _ask(record: TicketDocument, interval: timedelta) -> bool:
	asked, now = from_utc(record.owner_asked_utc), utc_now()
	if not (record.pause_unexplained or record.cause_missing) or (
		asked is not None and asked > now - interval
	):
		return False  # answered or asked meanwhile

	def say(language: str) -> dict[str, str]:
		if record.pause_unexplained and record.cause_missing:
			text = _("{0}: say why it was paused, and why its target was missed", language)
		elif record.pause_unexplained:
			text = _("{0}: say why it was paused", language)
		else:
			text = _("{0}: say why its target was missed", language)
		return {"title": text.format(_name(record))}

	_write(record, "owner_asked_utc")
	tell(
		whom_to_ask(record),
		f"answer:{record.name}:{now.isoformat()}",
		"notice",
		say,
		cast(StoredRecord, record),
		email=True,
	)
	return True


def whom_to_ask(record: TicketRecord) -> list[str]:
	"""Those who have the ticket in the helpdesk, or else the SLA Managers."""
	doctype, name = record.reference_doctype, record.reference_name
	held = HOSTS[doctype].holders([name]).get(str(name), []) if doctype in HOSTS else []
	users = frappe.get_all("User", filters={"name": ["in", held], "enabled": 1}, pluck="name") if held else []
	return users or users_of_role("SLA Manager")


def _write(record: TicketDocument, field: str) -> None:
	frappe.db.set_value("SLA Ticket", record.name, field, to_utc(utc_now()), update_modified=False)


def _name(record: TicketRecord) -> str:
	return " · ".join(filter(None, (str(record.reference_name), record.subject)))


def _say(at: datetime, language: str) -> str:
	_language, zone = reader_of(None)
	return say_instant(at.replace(second=0, microsecond=0), language, zone_of(zone))
