"""When an escalation may not be asked for, and what to do instead.

Each answer is a sentence for the requester. An empty one means that the request is allowed.
"""

from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe import _

from sla_id.agreements.ticket_language import agreement_reading
from sla_id.engine.words import say_instant
from sla_id.escalation.escalation_settings import read_settings
from sla_id.escalation.requests.who_may_ask import OF_THE_PARTNER
from sla_id.instants import from_utc, reader_language, to_utc
from sla_id.ticket_record import TicketRecord

DOCTYPE = "SLA Escalation Request"
A_TICKET = 3
"""How many requests of the partner's a ticket takes within a day."""
DAY = timedelta(hours=24)


def why_closed(record: TicketRecord) -> str:
	"""Whether the ticket takes no escalation at all: it is solved, or it left the agreement."""
	if record.excluded or record.state == "Excluded":
		return _(
			"This ticket is outside the agreement: it is out of scope, merged or cancelled. If you think otherwise, answer on it."
		)
	if record.resolved_utc:
		return _("This ticket is solved. Reopen it by answering on it, then ask for the escalation.")
	return ""


def why_open_already(record: TicketRecord, level: int) -> str:
	"""Whether a request for the tier awaits its decision."""
	until = frappe.db.get_value(
		"SLA Escalation Request", {"open_key": open_key(record, level)}, "decide_by_utc"
	)
	if not until:
		return ""
	return _("Somebody has already asked for level {0}. That request will be decided by {1}.").format(
		level, _say(record, until)
	)


def why_too_many(record: TicketRecord, user: str, now: datetime) -> str:
	"""Whether the partner's user, or the ticket, has used up the requests of a day. Agents have no limit."""
	most = read_settings().requests_a_day
	free = _free_again({"requested_by": user}, most, now)
	if free:
		return _(
			"You have made {0} escalation requests within a day. The next one is possible from {1}."
		).format(most, _say(record, free))
	free = _free_again({"sla_ticket": record.name}, A_TICKET, now)
	if free:
		return _(
			"This ticket has had {0} escalation requests within a day. The next one is possible from {1}."
		).format(A_TICKET, _say(record, free))
	return ""


def open_key(record: TicketRecord, level: int) -> str:
	"""What only one open request can have."""
	return f"{record.name}:level {level}"


def _free_again(filters: dict[str, Any], most: int, now: datetime) -> datetime | None:
	"""When there is room for one more of the partner's requests; None: now."""
	asked = frappe.get_all(
		DOCTYPE,
		filters={
			**filters,
			"party": ["in", OF_THE_PARTNER],
			"requested_utc": [">", to_utc(now - DAY)],
		},
		order_by="requested_utc desc",
		limit=most,
		pluck="requested_utc",
	)
	oldest = from_utc(asked[-1]) if len(asked) == most else None
	return oldest + DAY if oldest else None


def _say(record: TicketRecord, at: Any) -> str:
	_language, zone = agreement_reading(record)
	instant = at if isinstance(at, datetime) and at.tzinfo else from_utc(at)
	assert instant is not None
	return say_instant(instant, reader_language(), zone)
