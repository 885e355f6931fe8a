"""What the last look at a host's ticket saw. If the record has lost it, it is restored from the ledger."""

import json
from collections.abc import Sequence
from typing import Any

from sla_id.engine import Event, EventType
from sla_id.engine.events import STOPS_EVERYTHING
from sla_id.hosts.base import PAUSED, RESOLVED, RUNNING
from sla_id.kept_json import read_kept
from sla_id.ledger.derive import last_choice_text
from sla_id.ledger.stored_events import read_locked
from sla_id.ticket_record import TicketRecord

_EFFECTS = {
	EventType.PAUSED: PAUSED,
	EventType.RESUMED: RUNNING,
	EventType.REOPENED: RUNNING,
	**dict.fromkeys(STOPS_EVERYTHING, RESOLVED),
}


def mend_kept(record: TicketRecord, seen: dict[str, Any]) -> bool:
	"""Repair a locked SLA Ticket's `choice` and `host_state` if they can't be read. Returns whether one was
	repaired.

	`seen` is the host's ticket now, in the form of `host_state`. The look that follows records what differs
	from the ledger. Without the repair, a ticket would be reported a second time.
	"""
	lost_choice = bool(record.choice) and read_kept(record.choice) is None
	lost_state = read_kept(record.host_state) is None and bool(record.host_state or record.choice)
	if not lost_choice and not lost_state:
		return False
	events = read_locked(record)
	if lost_choice:
		record.choice = last_choice_text(events)
	if lost_state:
		record.host_state = json.dumps(seen | _by_ledger([entry.event for entry in events]), sort_keys=True)
	return True


def _by_ledger(events: Sequence[Event]) -> dict[str, Any]:
	"""What the ledger knows of a ticket's state."""
	effect, team, merged_into, out_of_scope = RUNNING, "", "", ""
	for event in events:
		effect = _EFFECTS.get(event.type, effect)
		if event.type is EventType.TEAM_ASSIGNED:
			team = event.team or ""
		elif event.type is EventType.TEAM_CLEARED:
			team = ""
		elif event.type is EventType.MERGED:
			merged_into = event.reason or ""
		elif event.type in (EventType.OUT_OF_SCOPE, EventType.IN_SCOPE):
			out_of_scope = event.reason or "" if event.type is EventType.OUT_OF_SCOPE else ""
	return {"effect": effect, "team": team, "merged_into": merged_into, "out_of_scope": out_of_scope}
