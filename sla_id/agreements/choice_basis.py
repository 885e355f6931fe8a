"""What a ticket's agreement, priority, service and channel were chosen by: fields that lists filter by, read from the reasons.

`choose.py` states its reasons as sentences, which the ledger keeps. Here each has the field and the option that it stands
for, so that "by default" or "set without a reason" can be filtered and counted.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sla_id.engine import Sentence

BASES = ("agreement_basis", "priority_basis", "service_basis", "channel_basis")
EARLIER = "Earlier Choice"

# the agreement
KEPT = Sentence("Agreement {0} was in force when the ticket was received.")
OWN = Sentence("Agreement {0}: the partner's own, in force on {1}.")
OF_GROUP = Sentence("Agreement {0}: of the partner's group {1}.")
DEFAULT = Sentence("Agreement {0}: the default; partner {1} has none of its own.")
DEFAULT_FOR_UNKNOWN = Sentence("Agreement {0}: the default; the ticket belongs to no known partner.")
NONE_IN_FORCE = Sentence(
	"No agreement is in force for partner {0} on {1}, and there is no default."
	" Submit one, or tick Default on an agreement."
)
NO_PARTNER = Sentence(
	"The ticket belongs to no known partner, and there is no default agreement. Add the customer, contact"
	" or e-mail domain to an SLA Partner, or tick Default on an agreement."
)
# the priority
SET_WITH_REASON = Sentence("Priority {0}: set on the ticket, because: {1}")
SET = Sentence("Priority {0}: set on the ticket.")
WITHOUT_REASON = Sentence("Priority {0} was set without a reason, so it doesn't hold. Fill in the reason.")
BY_MATRIX = Sentence("Priority {0}: urgency {1} and impact {2} in the matrix {3}.")
OF_HELPDESK = Sentence("Priority {0}: the helpdesk's priority {1} stands for it.")
DEFAULT_PRIORITY = Sentence("Priority {0}: the agreement's default.")
NO_PRIORITY = Sentence("No priority: the agreement has no default.")
# the service
SERVICE = Sentence("Service {0}, as the ticket says.")
OTHER_CHANNEL = Sentence("Service {0} is agreed for the channels {1}; this came through another.")
# the channel
CHANNEL = Sentence("Channel {0}, as the ticket says.")
CHANNEL_RECEIVED = Sentence("Channel {0}: how the helpdesk received it.")
NOT_AGREED = Sentence("Channel {0} is none of the agreement's: no clock starts.")
NOT_AGREED_KIND = Sentence("It came by {0}, which is no channel of the agreement: no clock starts.")
NOT_OFFICIAL = Sentence("Channel {0} is not an official one: no clock starts.")
MACHINE = Sentence("A machine wrote it in answer to a mail, so it reports nothing: no clock starts.")
UNKNOWN_CHANNEL = Sentence("The channel is unknown; the report counts as received.")

STANDS_FOR: Mapping[str, tuple[str, str]] = {
	KEPT: ("agreement_basis", EARLIER),
	OWN: ("agreement_basis", "Own"),
	OF_GROUP: ("agreement_basis", "Partner Group"),
	DEFAULT: ("agreement_basis", "Default"),
	DEFAULT_FOR_UNKNOWN: ("agreement_basis", "Default For Unknown Partner"),
	NONE_IN_FORCE: ("agreement_basis", "None In Force"),
	NO_PARTNER: ("agreement_basis", "No Partner"),
	SET_WITH_REASON: ("priority_basis", "Set With Reason"),
	SET: ("priority_basis", "Set"),
	WITHOUT_REASON: ("priority_basis", "Set Without Reason"),
	BY_MATRIX: ("priority_basis", "Matrix"),
	OF_HELPDESK: ("priority_basis", "Helpdesk Priority"),
	DEFAULT_PRIORITY: ("priority_basis", "Default"),
	NO_PRIORITY: ("priority_basis", "No Default"),
	SERVICE: ("service_basis", "Set"),
	OTHER_CHANNEL: ("service_basis", "Set But Other Channel"),
	CHANNEL: ("channel_basis", "Set"),
	CHANNEL_RECEIVED: ("channel_basis", "Helpdesk"),
	NOT_AGREED: ("channel_basis", "Not Agreed"),
	NOT_AGREED_KIND: ("channel_basis", "Not Agreed"),
	NOT_OFFICIAL: ("channel_basis", "Not Official"),
	MACHINE: ("channel_basis", "Automatic Reply"),
	UNKNOWN_CHANNEL: ("channel_basis", "Unknown"),
}
"""The field and option of each reason. The options are those of the fields in SLA Ticket."""


def read_bases(reasons: Iterable[Iterable[str]], earlier: str = "") -> dict[str, Any]:
	"""What the reasons of a choice stand for, by field; of several for one field the last.

	`earlier` is what the agreement was chosen by at first, where it has been kept since.
	"""
	bases: dict[str, Any] = dict.fromkeys(BASES, "")
	for template, *_values in reasons:
		field, option = STANDS_FOR.get(template, ("", ""))
		if field:
			bases[field] = earlier or option if template == KEPT else option
	return bases
