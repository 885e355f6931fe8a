"""The one way to change a ticket: events go into its ledger, its clocks are evaluated, and its host shows
them.

The caller has locked the record with `ledger.record.lock_record`, which locks the host's row first. Functions
named in hooks.py under `sla_id_ticket_evaluated` run on an evaluated ticket before it is saved.
`hosts.mirror` uses this to show it on the host.
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
	"""Record events of a locked SLA Ticket and evaluate it. Returns how many were new."""
	added = append_events(record, entries, origin)
	refresh(record)
	return added


def refresh(record: TicketDocument) -> None:
	"""Evaluate a locked SLA Ticket from its ledger at the present time, and show it on its host's ticket."""
	evaluate_record(record)
	for path in frappe.get_hooks(_EVALUATED):
		frappe.get_attr(path)(record)
	save_record(record)
