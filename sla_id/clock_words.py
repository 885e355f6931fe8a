"""What clocks and their states are called, and which colour each state has: the one list for desk, Helpdesk and portal.

The codes are the engine's. Python asks here; the desk's scripts find the same in `frappe.boot.sla_id_words`.
"""

from typing import Any

from frappe import _

from sla_id.engine import ClockKind, ClockState

GREY = "gray"
CLOCK_COLOURS = {
	ClockState.RUNNING: "blue",
	ClockState.AT_RISK: "orange",
	ClockState.BREACHED: "red",
	ClockState.PAUSED: "yellow",
	ClockState.MET: "green",
	ClockState.MISSED: "red",
}
TICKET_COLOURS = {
	"Waiting": GREY,
	"On Track": "blue",
	"At Risk": "orange",
	"Breached": "red",
	"Paused": "yellow",
	"Met": "green",
	"Missed": "red",
	"No Target": GREY,
	"Excluded": GREY,
	"No Agreement": GREY,
	"Problem": "red",
}
"""Every state of an SLA Ticket, in the order of the DocType's options (tested)."""


def say_clock(kind: str) -> str:
	"""The name of a clock in the reader's language."""
	return {
		ClockKind.RESPONSE: _("Response", context="SLA Ticket"),
		ClockKind.NEXT_UPDATE: _("Next update"),
		ClockKind.WORKAROUND: _("Workaround"),
		ClockKind.RESOLUTION: _("Resolution", context="SLA Ticket"),
		ClockKind.PERMANENT_FIX: _("Permanent fix"),
		ClockKind.FULFILMENT: _("Fulfilment"),
		ClockKind.OLA: _("OLA"),
	}[ClockKind(kind)]


def say_clock_state(state: str) -> str:
	"""Where a clock stands."""
	return {
		ClockState.WAITING: _("Waiting", context="SLA Ticket"),
		ClockState.RUNNING: _("Running", context="SLA Ticket"),
		ClockState.AT_RISK: _("At risk"),
		ClockState.BREACHED: _("Breached"),
		ClockState.PAUSED: _("Paused"),
		ClockState.AGEING: _("Ageing"),
		ClockState.MET: _("Met", context="SLA Ticket"),
		ClockState.MISSED: _("Missed", context="SLA Ticket"),
		ClockState.DONE: _("Done", context="SLA Ticket"),
		ClockState.EXCLUDED: _("Excluded", context="SLA Ticket"),
	}[ClockState(state)]


def clock_outcomes() -> dict[str, str]:
	"""What became of a clock, by code of `reporting.ClockOutcome`: every one has its words (tested)."""
	return {
		"met": _("Met", context="SLA Ticket"),
		"missed_closed": _("Missed and closed"),
		"missed_open": _("Missed and still open"),
		"pending": _("Not decided", context="SLA Clock Cycle"),
		"excluded": _("Excluded", context="SLA Ticket"),
		"no_target": _("No target", context="SLA Clock Cycle"),
	}


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


def clock_colour(state: str) -> str:
	"""The colour of a clock's state."""
	return CLOCK_COLOURS.get(ClockState(state), GREY)


def ticket_colour(state: str) -> str:
	"""The colour of a ticket's state."""
	return TICKET_COLOURS.get(state, GREY)


def add_clock_words(bootinfo: Any) -> None:
	"""`sla_id_words` for the desk (hooks.py): clocks by code, and of clocks' and tickets' states their colour, too."""
	bootinfo.sla_id_words = {
		"clocks": {str(kind): say_clock(kind) for kind in ClockKind},
		"clock_states": {
			str(state): {"label": say_clock_state(state), "colour": clock_colour(state)}
			for state in ClockState
		},
		"clock_outcomes": clock_outcomes(),
		"ticket_states": {
			state: {"label": say_ticket_state(state), "colour": colour}
			for state, colour in TICKET_COLOURS.items()
		},
	}
