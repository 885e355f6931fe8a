"""A clock at an instant: what it measures, its state, and what is left. Built by `evaluate`."""

from dataclasses import dataclass
from datetime import datetime, timezone
from enum import StrEnum

from sla_id.engine.receipt import Receipt
from sla_id.engine.terms import ClockKind, ClockTerms

UTC = timezone.utc


class ClockState(StrEnum):
	"""The state of a clock."""

	WAITING = "waiting"
	"""Not started: nothing was received on an official channel yet."""
	RUNNING = "running"
	AT_RISK = "at_risk"
	BREACHED = "breached"
	"""Still running, past its due time."""
	PAUSED = "paused"
	AGEING = "ageing"
	"""Running without a due time: no target, an open end, a release that isn't planned."""
	MET = "met"
	MISSED = "missed"
	"""Stopped, after its due time."""
	DONE = "done"
	"""Stopped; it had no due time to keep."""
	EXCLUDED = "excluded"
	"""Out of scope, cancelled or merged: no longer under the agreement."""


STOPPED = frozenset({ClockState.MET, ClockState.MISSED, ClockState.DONE, ClockState.EXCLUDED})


@dataclass(frozen=True, slots=True)
class Clock:
	"""One clock at `now`. Lengths are working seconds of its calendar, instants are aware.

	While it is paused, `due` is the due time if it resumed now. `missed_cycles` counts the earlier cycles of
	a repeating clock that were late. `paused` are wall-clock seconds of pauses and exclusions so far, `reopened` how often it
	ran on after a solution.
	"""

	kind: ClockKind
	team: str
	state: ClockState
	terms: ClockTerms
	cycle: int = 1
	started: datetime | None = None
	stopped: datetime | None = None
	due: datetime | None = None
	at_risk: datetime | None = None
	target_seconds: float | None = None
	elapsed: float = 0
	missed_cycles: int = 0
	paused_since: datetime | None = None
	paused: float = 0
	reopened: int = 0
	next_change: datetime | None = None
	receipt: Receipt | None = None

	@property
	def key(self) -> tuple[ClockKind, str]:
		"""What distinguishes this clock from the ticket's others."""
		return self.kind, self.team

	@property
	def remaining(self) -> float | None:
		"""Working seconds left, negative when late. None without a target."""
		return None if self.target_seconds is None else self.target_seconds - self.elapsed

	@property
	def breached(self) -> bool:
		"""Whether the target was or is missed."""
		return self.state in (ClockState.BREACHED, ClockState.MISSED)
