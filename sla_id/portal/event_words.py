"""Describes what happened to a ticket, in words for its partner. Called by `ticket_events`."""

from frappe import _


def say_event(kind: str) -> str:
	"""What happened, in the partner's words."""
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
		"exclusion_revoked": _("Exclusion taken back"),
		"pause_named": _("Reason of the pause given"),
		"pause_approved": _("Pause approved"),
		"pause_refused": _("Pause refused"),
		"breach_explained": _("Cause of the missed target given"),
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
