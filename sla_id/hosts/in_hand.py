"""The rows read for one save of a host's ticket, each once: the ticket, its SLA Ticket, and the due times
shown on it.

Used by the hooks. Most saves change nothing of ours, and these rows show that before any lock or savepoint is
taken.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe

from sla_id.hosts.base import Host, record_name
from sla_id.hosts.registry import HOSTS
from sla_id.ledger.changed_rows import is_changed, read_row
from sla_id.record_types import StoredRecord

KEPT = "sla_id_kept"
"""Among an instance's flags: what its before_save has read for its on_update."""


@dataclass(frozen=True, slots=True)
class Kept:
	"""An SLA Ticket as this transaction's snapshot shows it, with the due times of its clocks."""

	row: Mapping[str, Any]
	clocks: Sequence[Any]


@dataclass(frozen=True, slots=True)
class InHand:
	"""The locked rows of a ticket and its SLA Ticket.

	`kept` and `record` are None while it has no SLA Ticket.
	"""

	host: Host
	row: Any
	kept: Kept | None
	record: Mapping[str, Any] | None

	@property
	def is_outdated(self) -> bool:
		"""Whether another process has changed the SLA Ticket since this transaction began to read."""
		return self.kept is None or self.record is None or is_changed(self.record, self.kept.row)


def note_new(doc: StoredRecord) -> None:
	"""Remember a host's ticket that is being inserted: until it is looked at it has no SLA Ticket to ask for."""
	_new_tickets()[doc.doctype, str(doc.name)] = doc


def note_opened(doctype: str, name: str | int) -> None:
	"""Remember that this transaction opened a ticket's SLA Ticket, and so has its row locked."""
	_new_tickets()[doctype, str(name)] = None


def new_ticket(doctype: str, name: str | int) -> Any | None:
	"""A ticket that this transaction inserts and that has no SLA Ticket yet, as it is being saved; None for any other."""
	return _new_tickets().get((doctype, str(name)))


def is_opened_here(doctype: str, name: str | int) -> bool:
	"""Whether this transaction has opened a ticket's SLA Ticket."""
	key = (doctype, str(name))
	return key in _new_tickets() and _new_tickets()[key] is None


def _new_tickets() -> dict[tuple[str, str], Any]:
	"""The tickets that are new in this transaction; None for one whose SLA Ticket has been opened."""
	found: dict[tuple[str, str], Any] | None = getattr(frappe.local, "sla_id_new_tickets", None)
	if not found:
		found = frappe.local.sla_id_new_tickets = {}
		frappe.db.after_commit.add(found.clear)
		frappe.db.after_rollback.add(found.clear)
	return found


def read_kept_record(doctype: str, name: str | int) -> Kept | None:
	"""The SLA Ticket of a host's ticket with its clocks, read in one statement without a lock."""
	if new_ticket(doctype, name) is not None:
		return None
	ticket, clock = frappe.qb.DocType("SLA Ticket"), frappe.qb.DocType("SLA Ticket Clock")
	rows = (
		frappe.qb.from_(ticket)
		.left_join(clock)
		.on((clock.parent == ticket.name) & (clock.parenttype == "SLA Ticket"))
		.select(ticket.star, clock.clock.as_("its_clock"), clock.due_utc.as_("its_due"))
		.where(ticket.name == record_name(doctype, name))
		.orderby(clock.idx)
	).run(as_dict=True)
	clocks = [frappe._dict(clock=row.pop("its_clock"), due_utc=row.pop("its_due")) for row in rows]
	return Kept(rows[0], [clock for clock in clocks if clock.clock]) if rows else None


def take_in_hand(doc: StoredRecord) -> InHand | None:
	"""Read what was just saved, as it is in the database now. None if the ticket is gone."""
	host = HOSTS[doc.doctype]
	row = host.fetch(doc.name, lock=True)
	if row is None:
		return None
	if KEPT in doc.flags:
		kept = doc.flags.pop(KEPT)
	else:
		kept = read_kept_record(doc.doctype, doc.name)
		if kept and is_opened_here(doc.doctype, doc.name):
			return InHand(host, row, kept, kept.row)  # nobody else can have changed it
	# what is there already alone is locked: where nothing is, the database would lock the gap
	record = read_row(kept.row["name"], locked=True) if kept else None
	return InHand(host, row, kept, record)
