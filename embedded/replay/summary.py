"""What a replay prints: compliance per priority, breaches, escalations, what was left out, and what agreed.

Every figure comes from the app's own records; `recompute` has no part in it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

from embedded.replay.compare import Comparison
from embedded.replay.log import Log
from embedded.replay.recompute import WIB
from embedded.replay.run import Replay

CLOCKS = ("response", "fulfilment")
MOST_LISTED = 40


def compliance() -> Iterator[str]:
	"""A line for each priority and one for all; "other" has no due time to keep or isn't over yet."""
	yield f"{'priority':<10}{'tickets':>8}   " + "   ".join(
		f"{name + ' met':>15}{'missed':>8}{'% met':>8}{'other':>7}" for name in CLOCKS
	)
	tickets, states = _states()
	for priority in [*sorted(tickets), "all"]:
		count = sum(tickets.values()) if priority == "all" else tickets[priority]
		cells = []
		for clock in CLOCKS:
			here = Counter[str]()
			for (code, name), found in states.items():
				if name == clock and priority in (code, "all"):
					here += found
			cells.append(_cell(here))
		yield f"{priority:<10}{count:>8}   " + "   ".join(cells)


def breaches() -> Iterator[str]:
	"""How many clocks were missed, and the fulfilments that went furthest beyond their target."""
	import frappe

	rows = frappe.get_all(
		"SLA Ticket Clock",
		filters={"breached": 1, "parenttype": "SLA Ticket"},
		fields=["parent", "clock", "elapsed_seconds", "target_seconds"],
	)
	by_clock = Counter(row.clock for row in rows)
	parts = ", ".join(f"{name} {by_clock[name]}" for name in CLOCKS)
	yield f"Breaches: {len(rows)} clocks of {len({row.parent for row in rows})} tickets ({parts})"
	late = [row for row in rows if row.clock == "fulfilment" and row.target_seconds]
	for row in sorted(late, key=lambda row: row.target_seconds - row.elapsed_seconds)[:3]:
		subject = frappe.db.get_value("SLA Ticket", row.parent, "subject")
		yield (
			f"  {subject}: {row.elapsed_seconds / 3600:.1f} working hours of {row.target_seconds / 3600:.0f}"
			f" ({row.parent})"
		)


def escalations(tiers: bool) -> Iterator[str]:
	"""How many of each level, and how late the latest was fired."""
	import frappe

	rows = frappe.get_all("SLA Escalation", fields=["level", "late_seconds"])
	levels = Counter(row.level for row in rows)
	if not tiers:
		yield f"Escalations: {len(rows)} (001 has no tiers; --tiers replays it with those of 000)"
		return
	parts = ", ".join(f"level {level}: {levels[level]}" for level in sorted(levels))
	latest = max((row.late_seconds for row in rows), default=0)
	yield f"Escalations: {len(rows)} ({parts}), none fired later than {latest:.0f} s after it was due"


def left_out(log: Log) -> Iterator[str]:
	"""The tickets that were skipped and why, and what else wasn't as one would expect."""
	yield f"Skipped: {len(log.skipped)} tickets"
	reasons: dict[str, list[str]] = defaultdict(list)
	for number, why in log.skipped.items():
		reasons[why].append(number)
	for why, numbers in sorted(reasons.items()):
		yield f"  {len(numbers)}: {why} ({', '.join(numbers[:4])}{', …' if len(numbers) > 4 else ''})"
	odd = {what: count for what, count in log.untidy.items() if count}
	if odd:
		yield "Untidy, and taken as it comes:"
		yield from (f"  {count:>4} {what}" for what, count in sorted(odd.items()))


def failures() -> list[str]:
	"""What the app itself says went wrong: its Error Log, and tickets that couldn't be computed."""
	import frappe

	found = [f"Error Log: {row.method}" for row in frappe.get_all("Error Log", fields=["method"])]
	problems = frappe.get_all("SLA Ticket", filters={"state": "Problem"}, fields=["name", "problem"])
	return found + [f"{row.name}: {row.problem}" for row in problems]


def agreement(what: str, comparison: Comparison) -> Iterator[str]:
	"""N of M, and the fields in which the two part."""
	yield f"{what}: {comparison.agreed} of {comparison.compared} agreed"
	yield from (f"  {difference}" for difference in comparison.differences[:MOST_LISTED])
	if len(comparison.differences) > MOST_LISTED:
		yield f"  … and {len(comparison.differences) - MOST_LISTED} more"


def speed(done: Replay, incidents: int) -> str:
	"""The span that was simulated and what it took."""
	return (
		f"Simulated {done.first.astimezone(WIB):%d-%m-%Y %H:%M} to {done.now.astimezone(WIB):%d-%m-%Y %H:%M} WIB:"
		f" {incidents} tickets, {done.rows} rows ({done.notes} of them notes), {done.ticks} ticks that evaluated"
		f" {done.evaluations} tickets, in {done.seconds:.0f} s ({done.cpu_seconds:.0f} s of them computing)"
	)


def _states() -> tuple[Counter[str], dict[tuple[str, str], Counter[str]]]:
	import frappe

	records: dict[str, Any] = {
		row.name: row.priority or "none" for row in frappe.get_all("SLA Ticket", fields=["name", "priority"])
	}
	states: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
	for row in frappe.get_all(
		"SLA Ticket Clock", filters={"parenttype": "SLA Ticket"}, fields=["parent", "clock", "state"]
	):
		states[records[row.parent], row.clock][row.state] += 1
	return Counter(records.values()), states


def _cell(states: Counter[str]) -> str:
	met, missed = states["met"], states["missed"] + states["breached"]
	share = f"{met / (met + missed):.1%}" if met + missed else "-"
	return f"{met:>15}{missed:>8}{share:>8}{sum(states.values()) - met - missed:>7}"
