"""What a Communication on a ticket counts as, kept on it: the verdict is made while everything is known of a message (its
headers are gone afterwards), a later look needs no second one, and people see why a message answers nothing.
"""

from enum import StrEnum
from typing import Any

import frappe

from sla_id.engine import EventType

FIELD = "sla_id_counted_as"


class CountedAs(StrEnum):
	"""The verdicts."""

	REPORT = "Report"
	"""The message that the ticket was made of or with."""
	ANSWER = "Answer"
	"""An agent's, to the partner."""
	PARTNER = "Partner's Message"
	AUTOMATIC = "Automatic Message"
	"""Nobody wrote it."""
	INTERNAL = "Internal Message"
	"""Among the provider's people: it reached nobody of the partner's, or came from nobody of theirs."""
	NOTICE = "Helpdesk's Notice"
	"""The helpdesk's own words, in an agent's name, about splitting or merging tickets."""
	COPY = "Merged Copy"
	SCHEDULED = "Not Sent Yet"
	NOT_DELIVERED = "Not Delivered"


EVENTS = {CountedAs.ANSWER: EventType.CONFIRMED, CountedAs.PARTNER: EventType.PARTNER_REPLIED}
MOVES_NO_STATUS = frozenset({CountedAs.AUTOMATIC, CountedAs.INTERNAL, CountedAs.ANSWER, CountedAs.COPY})
"""Received messages after which a helpdesk opens a ticket again though its partner wrote nothing."""


def counted_field() -> str | None:
	"""The field that keeps the verdict; None on a site that hasn't migrated yet."""
	return FIELD if frappe.get_meta("Communication").has_field(FIELD) else None


def keep_verdict(communication: Any, verdict: CountedAs) -> None:
	"""Keep what a message counts as, past all hooks: whoever saves this instance again must not undo it."""
	if counted_field() and communication.get(FIELD) != verdict:
		communication.set(FIELD, str(verdict))
		frappe.db.set_value("Communication", communication.name, FIELD, str(verdict), update_modified=False)


def verdict_of(communication: Any) -> CountedAs | None:
	"""What a message was found to count as; None where nobody has looked yet."""
	value = communication.get(FIELD)
	return CountedAs(value) if value in tuple(CountedAs) else None
