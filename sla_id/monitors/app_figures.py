"""The app's own figures for Prometheus: what is at risk and late, whether it keeps up, what is down, how availability stands.

A handful of statements, however many tickets there are. Availability is computed at most once in five minutes: it reads a
month of every partner. Names and units are Prometheus' own: base units, `_seconds`, `_ratio`, `_total` for what only grows.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import frappe
from frappe.query_builder.functions import Count, Min

from sla_id.agreements.levels import approved_heads
from sla_id.availability.spans import SECOND
from sla_id.instants import from_utc, to_utc, utc_now
from sla_id.outages.read_outages import read_outages
from sla_id.outages.service_month import ServiceMonth, month_bounds, partner_months
from sla_id.outages.touched import enabled_partners
from sla_id.savepoints import attempt

KEPT_SECONDS = 300
CACHE_KEY = "sla_id_availability_figures"
OPEN_STATES = ("Waiting", "On Track", "At Risk", "Breached", "Paused", "Problem", "No Agreement")
"""States of tickets whose clocks still say something."""


@dataclass(frozen=True, slots=True)
class AppFigure:
	"""One figure: its name, what it is, the names of its labels, and a value for each of their values. Gauges, all of them."""

	name: str
	says: str
	labels: tuple[str, ...] = ()
	samples: tuple[tuple[tuple[str, ...], float], ...] = field(default=())


def app_figures() -> Iterator[AppFigure]:
	"""Every figure, as of now."""
	yield from _tickets()
	yield from _tick_lag()
	yield from _outbox()
	yield from _outages()
	yield from _unjudged()
	yield from _sources()
	yield from _availability()


def _tickets() -> Iterator[AppFigure]:
	ticket, clock = frappe.qb.DocType("SLA Ticket"), frappe.qb.DocType("SLA Ticket Clock")
	by_state = (
		frappe.qb.from_(ticket).select(ticket.state, Count("*")).groupby(ticket.state).orderby(ticket.state)
	).run()
	yield AppFigure(
		"sla_id_tickets", "Tickets by state.", ("state",), tuple(((state or "",), n) for state, n in by_state)
	)
	clocks = (
		frappe.qb.from_(clock)
		.join(ticket)
		.on(clock.parent == ticket.name)
		.select(clock.clock, clock.state, Count("*"), clock.breached)
		.where(ticket.state.isin(OPEN_STATES))
		.groupby(clock.clock, clock.state, clock.breached)
		.orderby(clock.clock, clock.state)
	).run()
	running: dict[tuple[str, ...], float] = {}
	breached: dict[tuple[str, ...], float] = {}
	for kind, state, count, late in clocks:
		running[kind or "", state or ""] = running.get((kind or "", state or ""), 0) + count
		if late:
			breached[(kind or "",)] = breached.get((kind or "",), 0) + count
	yield AppFigure(
		"sla_id_open_clocks",
		"Clocks of open tickets by state.",
		("clock", "state"),
		tuple(running.items()),
	)
	yield AppFigure(
		"sla_id_breached_clocks",
		"Clocks of open tickets that missed their target.",
		("clock",),
		tuple(breached.items()),
	)


def _tick_lag() -> Iterator[AppFigure]:
	now, ticket = utc_now(), frappe.qb.DocType("SLA Ticket")
	due = (
		frappe.qb.from_(ticket).select(Min(ticket.next_event_at)).where(ticket.next_event_at <= to_utc(now))
	).run()[0][0]
	yield AppFigure(
		"sla_id_tick_lag_seconds",
		"How long the oldest ticket that is due has waited for the minute tick.",
		samples=(((), _age(due, now)),),
	)


def _outbox() -> Iterator[AppFigure]:
	message = frappe.qb.DocType("SLA Outbox")
	waiting = (
		frappe.qb.from_(message)
		.select(message.channel, Count("*"), Min(message.creation))
		.where(message.state.isin(["Queued", "Sending"]))
		.groupby(message.channel)
		.orderby(message.channel)
	).run()
	dead = (
		frappe.qb.from_(message)
		.select(message.channel, Count("*"))
		.where(message.state == "Dead")
		.groupby(message.channel)
		.orderby(message.channel)
	).run()
	yield AppFigure(
		"sla_id_outbox_messages",
		"Messages that wait to be sent.",
		("channel",),
		tuple(((channel,), count) for channel, count, _oldest in waiting),
	)
	yield AppFigure(
		"sla_id_outbox_oldest_seconds",
		"Age of the oldest message that waits to be sent.",
		("channel",),
		tuple(
			((channel,), max(0.0, (frappe.utils.now_datetime() - oldest).total_seconds()))
			for channel, _count, oldest in waiting
		),
	)
	yield AppFigure(
		"sla_id_outbox_given_up_messages",
		"Messages that were given up.",
		("channel",),
		tuple(((channel,), count) for channel, count in dead),
	)


def _outages() -> Iterator[AppFigure]:
	outage = frappe.qb.DocType("SLA Outage")
	count, oldest = (
		frappe.qb.from_(outage).select(Count("*"), Min(outage.confirmed_utc)).where(outage.status == "Open")
	).run()[0]
	yield AppFigure("sla_id_open_outages", "Outages that last.", samples=(((), count),))
	yield AppFigure(
		"sla_id_outage_unconfirmed_seconds",
		"How long it is since anybody confirmed the open outage that was confirmed longest ago.",
		samples=(((), _age(oldest, utc_now())),),
	)


def _unjudged() -> Iterator[AppFigure]:
	message = frappe.qb.DocType("SLA Monitor Message")
	waiting = (
		frappe.qb.from_(message)
		.select(message.source, message.state, Count("*"))
		.where(message.state.isin(["Stored", "Unmapped", "Failed"]))
		.groupby(message.source, message.state)
		.orderby(message.source, message.state)
	).run()
	yield AppFigure(
		"sla_id_monitor_unjudged_messages",
		"Messages of monitors that came to nothing yet.",
		("source", "state"),
		tuple(((source, state), count) for source, state, count in waiting),
	)


def _sources() -> Iterator[AppFigure]:
	sources = frappe.get_all(
		"SLA Monitor Source",
		{"enabled": 1},
		["name", "last_heard_utc", "silent_since_utc", "incomplete"],
		order_by="name",
	)
	yield AppFigure(
		"sla_id_monitor_last_heard_timestamp_seconds",
		"When a source was last heard.",
		("source",),
		tuple(
			((row.name,), at.timestamp())
			for row in sources
			if (at := from_utc(row.last_heard_utc)) is not None
		),
	)
	yield AppFigure(
		"sla_id_monitor_silent",
		"1 for a source that hasn't been heard for longer than it should.",
		("source",),
		tuple(((row.name,), float(bool(row.silent_since_utc))) for row in sources),
	)
	yield AppFigure(
		"sla_id_monitor_incomplete",
		"1 for a source that left alerts out of a message.",
		("source",),
		tuple(((row.name,), float(bool(row.incomplete))) for row in sources),
	)


def _availability() -> Iterator[AppFigure]:
	kept = frappe.cache.get_value(CACHE_KEY)
	if kept is None:
		kept = [row for partner in _months() for row in partner]
		frappe.cache.set_value(CACHE_KEY, kept, expires_in_sec=KEPT_SECONDS)
	names = ("partner", "service", "agreement")
	texts = {
		"sla_id_availability_ratio": "Availability of a service in this month, so far.",
		"sla_id_availability_target_ratio": "The availability that is promised for the month.",
		"sla_id_availability_allowance_left_seconds": "How long the service may still be down in this month.",
	}
	for number, (name, says) in enumerate(texts.items()):
		yield AppFigure(name, says, names, tuple((tuple(labels), values[number]) for labels, values in kept))


def _months() -> Iterator[list[tuple[list[str], list[float]]]]:
	"""Each partner's month: labels, and what stands so far, the target and what is left. One that can't be computed is left out."""
	now, heads = utc_now(), approved_heads()
	# in any zone it is this month or a neighbour; a day around it is read anyway
	start, end = month_bounds([now.date().replace(day=1)])
	outages = read_outages(start - timedelta(days=1), end + timedelta(days=1))
	for partner in enabled_partners():
		found: list[tuple[list[str], list[float]]] = []
		with attempt("The availability of a partner could not be computed", writes=False):
			for month in partner_months(partner, [now.date()], heads=heads, outages=outages, now=now):
				found += _figures(month)
		yield found


def _figures(month: ServiceMonth) -> Iterator[tuple[list[str], list[float]]]:
	for version in month.versions:
		figures = version.figures
		if figures is None or figures.so_far is None or not figures.so_far.denominator:
			continue
		labels = [month.partner, month.service or "", version.agreement]
		ratio = float(1 - figures.so_far.counted / figures.so_far.denominator)
		yield labels, [ratio, float(figures.guarantee.target), float(figures.left / SECOND)]


def _age(since: Any, now: Any) -> float:
	at = from_utc(since)
	return max(0.0, (now - at).total_seconds()) if at else 0.0
