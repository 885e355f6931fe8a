"""Codes in the reader's language: clocks, states and events as partners read them. Called by `view`."""

from frappe import _

COLOURS = {
	"On Track": "blue",
	"At Risk": "orange",
	"Breached": "red",
	"Paused": "yellow",
	"Met": "green",
	"Missed": "red",
	"Problem": "red",
	"running": "blue",
	"at_risk": "orange",
	"breached": "red",
	"paused": "yellow",
	"met": "green",
	"missed": "red",
}
"""Of a ticket's and a clock's states; grey for those that aren't named."""


def say_clock(kind: str) -> str:
	"""The name of a clock."""
	return {
		"response": _("Response", context="SLA Ticket"),
		"next_update": _("Next update"),
		"workaround": _("Workaround"),
		"resolution": _("Resolution", context="SLA Ticket"),
		"permanent_fix": _("Permanent fix"),
		"fulfilment": _("Fulfilment"),
		"ola": _("OLA"),
	}.get(kind, kind)


def say_clock_state(state: str) -> str:
	"""Where a clock stands."""
	return {
		"waiting": _("Waiting", context="SLA Ticket"),
		"running": _("Running", context="SLA Ticket"),
		"at_risk": _("At risk"),
		"breached": _("Breached"),
		"paused": _("Paused"),
		"ageing": _("Ageing"),
		"met": _("Met", context="SLA Ticket"),
		"missed": _("Missed", context="SLA Ticket"),
		"done": _("Done", context="SLA Ticket"),
		"excluded": _("Excluded", context="SLA Ticket"),
	}.get(state, state)


def say_ticket_state(state: str) -> str:
	"""Where a ticket stands."""
	return {
		"Waiting": _("Waiting", context="SLA Ticket"),
		"On Track": _("On Track"),
		"At Risk": _("At Risk"),
		"Breached": _("Breached"),
		"Paused": _("Paused"),
		"Met": _("Met", context="SLA Ticket"),
		"Missed": _("Missed", context="SLA Ticket"),
		"No Target": _("No Target"),
		"Excluded": _("Excluded", context="SLA Ticket"),
		"No Agreement": _("No Agreement"),
		"Problem": _("Problem", context="SLA Ticket"),
	}.get(state, state)


def say_event(kind: str) -> str:
	"""What happened, as the partner would tell it."""
	return {
		"reported": _("You reported it"),
		"received": _("Received through an official channel"),
		"not_received": _("It didn't come through an official channel"),
		"confirmed": _("We answered"),
		"team_assigned": _("Assigned to a team"),
		"team_cleared": _("Waiting for a team"),
		"handed_over": _("Handed over for further handling"),
		"paused": _("Paused"),
		"resumed": _("Resumed"),
		"workaround_applied": _("Workaround in place"),
		"fixed": _("Fixed", context="SLA Event"),
		"fulfilled": _("Fulfilled", context="SLA Event"),
		"reopened": _("Reopened"),
		"reclassified": _("Classified"),
		"update_sent": _("We sent an update"),
		"not_delivered": _("Our answer could not be delivered"),
		"partner_replied": _("You replied"),
		"out_of_scope": _("Out of scope"),
		"in_scope": _("Back in scope"),
		"exclusion_approved": _("Exclusion approved"),
		"information_missing": _("Information is missing"),
		"information_complete": _("The report is complete"),
		"acknowledged": _("Taken over"),
		"escalation_requested": _("Escalation was asked for"),
		"request_accepted": _("The request for escalation is valid"),
		"request_refused": _("The request for escalation was refused or withdrawn"),
		"massive_impact": _("The impact was found to be massive"),
		"several_partners": _("Part of a wider disruption"),
		"due_moved": _("Due times were moved"),
		"cancelled": _("Cancelled"),
		"merged": _("Merged with another ticket"),
	}.get(kind, kind)
