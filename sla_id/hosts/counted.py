"""Stores on a Communication what it counts as.

The decision is made while the headers are available, because they are gone afterwards. A later look doesn't
have to decide again, and people can see why a message is no answer.
"""

from enum import StrEnum

import frappe

from sla_id.engine import EventType
from sla_id.record_types import CommunicationRecord

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
	"""The field that stores the decision. None on a site that hasn't migrated yet."""
	return FIELD if frappe.get_meta("Communication").has_field(FIELD) else None


def keep_verdict(communication: CommunicationRecord, verdict: CountedAs) -> None:
	"""Store what a message counts as, bypassing all hooks.

	It is also set on the instance, so that a later save keeps it.
	"""
	if counted_field() and communication.get(FIELD) != verdict:
		communication.set(FIELD, str(verdict))
		frappe.db.set_value("Communication", communication.name, FIELD, str(verdict), update_modified=False)


def verdict_of(communication: CommunicationRecord) -> CountedAs | None:
	"""What a message was found to count as. None if nobody has looked yet."""
	value = communication.get(FIELD)
	return CountedAs(value) if value in tuple(CountedAs) else None
