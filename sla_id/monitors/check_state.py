"""When a checked address counts as down, and when as up again. Pure, no frappe.

Several failures in a row declare it down, since the first of them; several good checks end that, at the first of them. A single
failure is none, and one that is good in between ends nothing: so flapping is one outage.
"""

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class CheckState:
	"""What is known of an address. `declared` None: it doesn't count as down."""

	declared: datetime | None = None
	failing_since: datetime | None = None
	failures: int = 0
	good_since: datetime | None = None
	successes: int = 0


@dataclass(frozen=True, slots=True)
class Turned:
	"""What a check has changed: down since `at`, its first failed check, or up since `at`."""

	is_down: bool
	at: datetime


def after_check(
	state: CheckState, good: bool, at: datetime, failures_to_declare: int, successes_to_recover: int
) -> tuple[CheckState, Turned | None]:
	"""The state after a check at an instant, and what has turned by it."""
	if state.declared is None:
		return _while_up(state, good, at, max(1, failures_to_declare))
	return _while_down(state, good, at, max(1, successes_to_recover))


def after_gap(state: CheckState) -> CheckState:
	"""The state after a time without checks: what had only begun begins anew, what was declared goes on."""
	if state.declared is None:
		return CheckState()
	return replace(state, good_since=None, successes=0)


def _while_up(state: CheckState, good: bool, at: datetime, needed: int) -> tuple[CheckState, Turned | None]:
	if good:
		return CheckState(), None
	since, failures = state.failing_since or at, state.failures + 1
	if failures < needed:
		return CheckState(None, since, failures), None
	return CheckState(at, since, failures), Turned(True, since)


def _while_down(state: CheckState, good: bool, at: datetime, needed: int) -> tuple[CheckState, Turned | None]:
	if not good:
		return replace(state, failures=state.failures + 1, good_since=None, successes=0), None
	since, successes = state.good_since or at, state.successes + 1
	if successes < needed:
		return replace(state, good_since=since, successes=successes), None
	return CheckState(), Turned(False, since)
