"""The one act on a ticket: events go into its ledger, its clocks follow, and its host shows them.

Who calls has locked the record with `ledger.record.lock_record`, which takes the host's row first. hooks.py names, under
`sla_id_ticket_evaluated`, what is done with a ticket that was evaluated, before it is saved: `hosts.mirror` shows it there.
"""

from collections.abc import Sequence

import frappe

from sla_id.ledger.append_events import Entry, append_events
from sla_id.ledger.evaluate_one import evaluate_record
from sla_id.ledger.record import save_record
from sla_id.ticket_record import TicketDocument

__all__ = ["Entry", "record_events", "refresh"]
_EVALUATED = "sla_id_ticket_evaluated"


def record_events(record: TicketDocument, entries: Sequence[Entry], origin: str) -> int:
	"""Record events of a locked SLA Ticket and bring it up to date with its ledger; how many were new."""
	added = append_events(record, entries, origin)
	refresh(record)
	return added


def refresh(record: TicketDocument) -> None:
	"""Bring a locked SLA Ticket up to date with its ledger and with the time, and show it on its host's ticket."""
	evaluate_record(record)
	for path in frappe.get_hooks(_EVALUATED):
		frappe.get_attr(path)(record)
	save_record(record)
