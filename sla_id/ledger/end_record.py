"""Ends the SLA Ticket of a deleted host ticket: its clocks end, and it gives up its name."""

from sla_id.engine import EventType
from sla_id.instants import utc_now
from sla_id.ledger.append_events import Entry, append_events
from sla_id.ledger.evaluate_one import evaluate_and_save
from sla_id.ledger.record import is_unchosen, save_record
from sla_id.ledger.rename_record import archive_record
from sla_id.ticket_record import TicketDocument


def end_record(record: TicketDocument, origin: str) -> str:
	"""End a locked SLA Ticket. Returns the name under which it stays, which no later ticket can get."""
	if not record.excluded:
		append_events(record, [Entry(EventType.CANCELLED, utc_now(), reason="deleted")], origin)
		if is_unchosen(record):
			record.update({"state": "Excluded", "excluded": 1, "next_event_at": None})
			save_record(record)
		else:
			evaluate_and_save(record)
	return archive_record(record.name, utc_now())
