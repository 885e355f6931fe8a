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


def read_kept_record(doctype: str, name: str | int) -> Kept | None:
	"""The SLA Ticket of a host's ticket with its clocks, read in one statement without a lock."""
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


def take_in_hand(doc: Any) -> InHand | None:
	"""Read what was just saved, as it is in the database now. None if the ticket is gone."""
	host = HOSTS[doc.doctype]
	row = host.fetch(doc.name, lock=True)
	if row is None:
		return None
	kept = doc.flags.pop(KEPT) if KEPT in doc.flags else read_kept_record(doc.doctype, doc.name)
	# what is there already alone is locked: where nothing is, the database would lock the gap
	record = read_row(kept.row["name"], locked=True) if kept else None
	return InHand(host, row, kept, record)
