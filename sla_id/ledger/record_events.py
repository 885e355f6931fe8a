"""The one way to change a ticket: events go into its ledger, its clocks are evaluated, and its host shows
them.

The caller has locked the record with `ledger.record.lock_record`, which locks the host's row first. Functions
named in hooks.py under `sla_id_ticket_evaluated` run on an evaluated ticket before it is saved.
`hosts.mirror` uses this to show it on the host.
"""

from collections.abc import Sequence

import frappe

from sla_id.instants import to_utc, utc_now
from sla_id.ledger.append_events import Entry, append_events
from sla_id.ledger.derive import describe_problem
from sla_id.ledger.evaluate_one import evaluate_record
from sla_id.ledger.record import log_failure, retry_at, save_record
from sla_id.ticket_record import TicketDocument

__all__ = ["Entry", "record_events", "record_problem", "refresh"]
_EVALUATED = "sla_id_ticket_evaluated"


def record_events(record: TicketDocument, entries: Sequence[Entry], origin: str) -> int:
	"""Record events of a locked SLA Ticket and evaluate it. Returns how many were new."""
	added = append_events(record, entries, origin)
	refresh(record)
	return added


def refresh(record: TicketDocument) -> None:
	"""Evaluate a locked SLA Ticket from its ledger at the present time, and show it on its host's ticket."""
	evaluate_record(record)
	_show_and_save(record)


def record_problem(record: TicketDocument, entries: Sequence[Entry], origin: str, error: Exception) -> None:
	"""Record events of a locked SLA Ticket for which no agreement could be chosen because of `error`.

	Nothing can be derived from its ledger yet, so the record keeps the reason instead and the time at which the
	tick tries again. A reason that it didn't have before also goes to the Error Log.
	"""
	append_events(record, entries, origin)
	said, now = record.problem, utc_now()
	again = to_utc(retry_at(record, now))
	record.update({**describe_problem(now, error), "next_event_at": again})
	record.problem = record.problem or type(error).__name__
	if record.problem != said:
		log_failure(record.reference_doctype, record.reference_name, record)
	_show_and_save(record)


def _show_and_save(record: TicketDocument) -> None:
	for path in frappe.get_hooks(_EVALUATED):
		frappe.get_attr(path)(record)
	save_record(record)
