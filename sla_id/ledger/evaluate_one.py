"""One SLA Ticket from its ledger: derived anew, announced, written. `evaluate_many.py` does the same for many at once.

It may be called at any time and any number of times: it fires what is due and hasn't fired, and says when to look again.
"""

from sla_id.escalation.announce import announce
from sla_id.instants import to_utc, utc_now
from sla_id.ledger.changed_rows import replace_rows
from sla_id.ledger.clock_row import key_of
from sla_id.ledger.derive import derive, describe_problem
from sla_id.ledger.due_moves import ORIGIN, explain_moves, moved_dues
from sla_id.ledger.event_effects import fulfil_earlier_assignment
from sla_id.ledger.events import read_locked, write_events
from sla_id.ledger.record import is_unchosen, retry_at, save_record
from sla_id.ticket_record import TicketDocument


def evaluate_and_save(record: TicketDocument) -> None:
	"""Evaluate a locked SLA Ticket and write what came out; one that can't be computed says why."""
	evaluate_record(record)
	save_record(record)


def evaluate_record(record: TicketDocument) -> None:
	"""Like `evaluate_and_save`, for who saves the record then: what fires is written, its own fields and clocks are set alone."""
	now = utc_now()
	again = to_utc(retry_at(record, now))
	if is_unchosen(record):
		# `hosts.observe` chooses anew then; until it can there is nothing to derive
		record.next_event_at = again
		return
	events = read_locked(record)
	try:
		derived = derive(record, events, now)
	except ValueError as error:
		record.update({**describe_problem(now, error), "next_event_at": again})
		return
	record.update(derived.values)
	before = {key_of(row): row for row in record.clocks}
	moves = explain_moves(record.recompute_reason, moved_dues(before, derived.clocks), now)
	write_events(record, moves, ORIGIN)
	record.recompute_reason = None
	replace_rows(record, "clocks", ("clock", "team"), [row.columns() for row in derived.clocks])
	if announce([(record, derived.evaluation)]):
		fulfil_earlier_assignment(record, events)
