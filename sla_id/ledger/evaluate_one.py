"""Evaluates one SLA Ticket from its ledger: derives it, announces what is due, and writes it.
`evaluate_many.py` does many at once.

It may be called at any time and any number of times. It fires what is due and hasn't fired, and says when to
look again.
"""

from sla_id.escalation.announce import announce
from sla_id.instants import to_utc, utc_now
from sla_id.ledger.changed_rows import replace_rows
from sla_id.ledger.clock_row import key_of
from sla_id.ledger.derive import derive, describe_problem
from sla_id.ledger.due_moves import ORIGIN, explain_moves, moved_dues
from sla_id.ledger.event_effects import fulfil_earlier_assignment
from sla_id.ledger.record import is_unchosen, retry_at, save_record
from sla_id.ledger.stored_cycles import write_cycles
from sla_id.ledger.stored_events import read_locked, write_events
from sla_id.ticket_record import TicketDocument


def evaluate_and_save(record: TicketDocument) -> None:
	"""Evaluate a locked SLA Ticket and write the result.

	A ticket that can't be computed stores the reason instead.
	"""
	evaluate_record(record)
	save_record(record)


def evaluate_record(record: TicketDocument) -> None:
	"""Like `evaluate_and_save`, for a caller that saves the record itself.

	What fires is written, and so are the cycles of its clocks. The ticket's own fields and clocks are only set.
	"""
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
	write_cycles([(record, derived.cycles)])
	if announce([(record, derived.evaluation)]):
		fulfil_earlier_assignment(record, events)
