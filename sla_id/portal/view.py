"""What the partner pages show, ready to print: plain values, no HTML. Called by `www/sla.py` and `www/sla_ticket.py`.

What hangs on a ticket is read only once `sla_id.access` has let the reader see the ticket.
Internal matters stay inside: who did something, whom an escalation told, and internal teams' own clocks (OLA).
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

import frappe
from frappe import _

from sla_id.access import count_own, list_own
from sla_id.agreements.choose import Choice, record_agreement, say_reason
from sla_id.agreements.facts import EVIDENCE
from sla_id.agreements.partners import is_staff, partners_of
from sla_id.agreements.reading import agreement_reading
from sla_id.assets import asset_url
from sla_id.clock_words import clock_colour, say_clock, say_clock_state, say_ticket_state, ticket_colour
from sla_id.engine import Clock, ClockKind
from sla_id.engine.clocks import STOPPED
from sla_id.engine.words import say_duration, say_instant, say_receipt
from sla_id.instants import from_utc, reader_language, reader_zone, site_zone, utc_now, zone_of
from sla_id.ledger.derive import evaluate_events
from sla_id.ledger.due_moves import say_moves
from sla_id.ledger.events import read_events
from sla_id.portal.parts import Parts
from sla_id.portal.requests import describe_past, describe_requests
from sla_id.portal.typed import as_typed
from sla_id.portal.words import say_event
from sla_id.portal.work import describe_work

PAGE = 20
EVENTS = 50
"""So many events stand on a page of a ticket."""
CLOSED = ("Met", "Missed", "Excluded")
URGENT = ("Breached", "At Risk", "Paused")
LIST_FIELDS = (
	*("name", "reference_name", "subject", "partner", "agreement", "priority", "state", "due_utc"),
	*("escalation_level", "creation"),
)
REASONS_SHOWN = (
	"paused",
	"information_missing",
	"reopened",
	"workaround_applied",
	"out_of_scope",
	"exclusion_approved",
)


@dataclass(frozen=True, slots=True)
class Moment:
	"""An instant as the page says it: in the agreement's zone and, where the reader's differs, in that too (X26)."""

	text: str
	own: str
	iso: str
	whose: str = ""
	"""Whose zone `own` is in: "your time", or the partner's name."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
	"""A second zone in which a page says times, and whose it is."""

	zone: ZoneInfo
	whose: str


def set_language() -> None:
	"""The reader's language: `?_lang=`, then the user's own, then the partner's.

	Frappe gives every new user the site's language, so only another one counts as the user's own.
	"""
	user = frappe.session.user
	if frappe.form_dict.get("_lang"):
		return
	own = frappe.db.get_value("User", user, "language")
	if own and own != frappe.db.get_single_value("System Settings", "language"):
		return
	partner = next(iter(partners_of(user)), None)
	language = frappe.db.get_value("SLA Partner", partner, "language") if partner else None
	if language:
		frappe.local.lang = language


def list_tickets(show: str, start: int) -> dict[str, Any]:
	"""One page of the reader's tickets and how many there are in each state. `show`: open, all or a state."""
	counts = _counts()
	rows = list_own(
		"SLA Ticket",
		_filters(show),
		fields=list(LIST_FIELDS),
		order_by="creation desc",
		limit_start=start,
		limit_page_length=PAGE + 1,
	)
	return {
		"tickets": [_row(row, Parts(row)) for row in rows[:PAGE]],
		"tabs": _tabs(show, counts),
		"show_partner": is_staff(frappe.session.user) or len(partners_of(frappe.session.user)) > 1,
		"previous": page_url("/sla", show=show, start=max(start - PAGE, 0)) if start else "",
		"next": page_url("/sla", show=show, start=start + PAGE) if len(rows) > PAGE else "",
	}


def describe_ticket(record: Any, first_event: int = 0) -> dict[str, Any]:
	"""All that the page of one ticket shows; `record` is what `find_ticket` found.

	Of its events, newest first, `EVENTS` from `first_event` on.
	"""
	language, now, parts = reader_language(), utc_now(), Parts(record)
	zone = parts.read(lambda: agreement_reading(record)[1], site_zone())
	own = _elsewhere(record.partner)

	def say(at: datetime | None) -> Moment:
		return _moment(at, language, zone, own)

	page = {
		"ticket": _row(record, parts),
		"now": say(now.replace(second=0, microsecond=0)),
		"clocks": parts.read(lambda: _clocks(record, language, zone, own, now), []),
		"reasons": parts.read(lambda: _reasons(record), []),
		"facts": _facts(record, parts),
		"missing": parts.read(lambda: _missing(record, language), []),
		"waits": record.completeness == "Waiting",
		"script_url": asset_url("js/portal_facts.js"),
		"events": _events(record.name, first_event, say, language, parts, zone),
		"event_pages": _event_pages(record.name, first_event),
		"escalations": _escalations(record, language, zone, own),
		"requests": _requests(record, say, parts),
		"work": parts.read(lambda: describe_work(record, say), {}),
		"helpdesk_url": _helpdesk_url(record),
	}
	return page | {"problem": _say_broken() if parts.broken else ""}


def page_url(path: str, **query: Any) -> str:
	"""A link within the portal; a language chosen by `?_lang=` goes along."""
	chosen = {key: value for key, value in query.items() if value not in (None, "", 0, "open")}
	if frappe.form_dict.get("_lang"):
		chosen.setdefault("_lang", frappe.form_dict["_lang"])
	return path + ("?" + urlencode(chosen) if chosen else "")


def ticket_url(name: str) -> str:
	"""The page of a ticket, whose name may hold spaces, slashes and anything else."""
	return page_url("/sla/" + quote(name))


def language_links(path: str, **query: Any) -> list[dict[str, Any]]:
	"""The page in the other language, and in this one."""
	current = reader_language()
	links = (("id", "Bahasa Indonesia"), ("en", "English"))
	return [
		{"lang": code, "label": label, "url": page_url(path, **query, _lang=code), "current": code == current}
		for code, label in links
	]


def _filters(show: str) -> list[list[Any]]:
	if show == "all":
		return []
	if show in URGENT:
		return [["state", "=", show], *_filters("open")]
	return [["state", "not in", CLOSED], ["resolved_utc", "is", "not set"]]


def _counts() -> dict[str, int]:
	"""How many open tickets the reader may see, in all and in each urgent state."""
	states = count_own("SLA Ticket", "state", _filters("open"))
	return {"open": sum(states.values()), **{state: states.get(state, 0) for state in URGENT}}


def _tabs(show: str, counts: dict[str, int]) -> list[dict[str, Any]]:
	labels = {
		"open": _("Open", context="SLA Ticket"),
		**{state: say_ticket_state(state) for state in URGENT},
		"all": _("All", context="SLA Ticket"),
	}
	current = show if show in labels else "open"
	return [
		{
			"label": label,
			"count": counts.get(key),
			"url": page_url("/sla", show=key),
			"current": key == current,
			"colour": ticket_colour(key),
		}
		for key, label in labels.items()
	]


def _say_broken() -> str:
	return _(
		"Not everything can be shown at the moment: your service provider has to mend its agreement. It has been told."
	)


def _row(row: Any, parts: Parts) -> dict[str, Any]:
	return {
		"name": row.name,
		"reference": row.reference_name,
		"subject": as_typed(row.subject),
		"url": ticket_url(row.name),
		"state": say_ticket_state(row.state),
		"colour": ticket_colour(row.state),
		"paused": row.state == "Paused",
		"priority": parts.read(lambda: _say_priority(row), str(row.priority or "")),
		"partner": frappe.get_cached_value("SLA Partner", row.partner, "partner_name") if row.partner else "",
		"due": parts.read(lambda: _next_due(row), None),
		"level": row.escalation_level,
	}


def _next_due(row: Any) -> Moment | None:
	due = from_utc(row.due_utc) if row.state not in (*CLOSED, "Paused") else None
	if due is None:
		return None
	_language, zone = agreement_reading(row)
	return _moment(due, reader_language(), zone, _elsewhere(row.partner))


def _clocks(
	record: Any, language: str, zone: ZoneInfo, own: Elsewhere | None, now: datetime
) -> list[dict[str, Any]]:
	"""The partner's clocks as they stand now."""
	evaluation = evaluate_events(record, read_events(record.name), now, receipts=True)
	return [
		_clock(clock, language, zone, own, now)
		for clock in evaluation.clocks
		if clock.kind is not ClockKind.OLA
	]


def _reasons(record: Any) -> list[str]:
	"""Why the ticket has these targets."""
	choice = Choice.from_details(frappe.parse_json(record.choice)) if record.choice else None
	return [say_reason(reason) for reason in choice.reasons] if choice else []


def _clock(
	clock: Clock, language: str, zone: ZoneInfo, own: Elsewhere | None, now: datetime
) -> dict[str, Any]:
	stopped = clock.state in STOPPED
	paused = clock.paused_since is not None
	target, remaining = clock.target_seconds, clock.remaining
	return {
		"label": say_clock(clock.kind),
		"state": say_clock_state(clock.state),
		"colour": clock_colour(clock.state),
		"due_label": _("Was due") if stopped else _("Due, if work resumed now") if paused else _("Due"),
		"due": _moment(clock.due, language, zone, own) if clock.due else None,
		"waiting": clock.started is None,
		"stopped": _moment(clock.stopped, language, zone, own) if clock.stopped else None,
		"percent": min(100, round(clock.elapsed / target * 100)) if target else None,
		"used": _("{0} of {1} working time used").format(
			_length(clock.elapsed, language), _length(target, language)
		)
		if target
		else "",
		"left": _say_left(remaining, language) if remaining is not None and not stopped else "",
		"source": clock.terms.source,
		"receipt": say_receipt(clock.receipt, language) if clock.receipt and clock.due else "",
	}


def _say_left(remaining: float, language: str) -> str:
	sentence = _("{0} left") if remaining >= 0 else _("{0} over")
	return sentence.format(_length(abs(remaining), language))


def _length(seconds: float, language: str) -> str:
	return say_duration(int(seconds // 60) * 60 if seconds >= 60 else int(seconds), language)


def _event_pages(name: str, first: int) -> dict[str, str]:
	"""Where the `newer` and `older` events stand; empty where there are none."""
	count, address = frappe.db.count("SLA Event", {"sla_ticket": name}), "/sla/" + quote(name)
	older = first + EVENTS
	return {
		"newer": page_url(address, events=max(first - EVENTS, 0)) if first else "",
		"older": page_url(address, events=older) if older < count else "",
	}


def _events(
	name: str,
	first: int,
	say: Callable[[datetime | None], Moment],
	language: str,
	parts: Parts,
	zone: ZoneInfo,
) -> list[dict[str, Any]]:
	rows = frappe.get_all(
		"SLA Event",
		filters={"sla_ticket": name},
		fields=["event_type", "at_utc", "reason", "team", "details"],
		order_by="at_utc desc, sequence desc",
		limit_start=first,
		limit_page_length=EVENTS,
	)
	return [
		{
			"label": say_event(row.event_type),
			"at": say(from_utc(row.at_utc)),
			"note": parts.read(partial(_note, row, language, zone), ""),
		}
		for row in rows
	]


def _note(row: Any, language: str, zone: ZoneInfo) -> str:
	"""A team's name, a reason, or which due times were moved; never a person's address."""
	if row.event_type == "due_moved":
		return say_moves(json.loads(row.details), language, zone, teams=False)
	if row.event_type == "team_assigned":
		return row.team if row.team and "@" not in row.team else ""
	if row.event_type in REASONS_SHOWN:
		return _(as_typed(row.reason)) if row.reason else ""
	return ""


def _escalations(record: Any, language: str, zone: ZoneInfo, own: Elsewhere | None) -> list[dict[str, Any]]:
	rows = frappe.get_all(
		"SLA Escalation",
		filters={"sla_ticket": record.name},
		fields=[
			"level",
			"tier_title",
			"tier_title_en",
			"responsible",
			"protocol",
			"protocol_en",
			"fired_utc",
		],
		order_by="level",
	)
	english = language == "en"
	return [
		{
			"level": row.level,
			"title": (english and row.tier_title_en) or row.tier_title or "",
			"responsible": row.responsible,
			"protocol": (english and row.protocol_en) or row.protocol,
			"at": _moment(from_utc(row.fired_utc), language, zone, own),
		}
		for row in rows
	]


def _say_priority(row: Any) -> str:
	"""Its code and what the agreement calls it, e.g. "P1 · Kritis"."""
	if not row.priority or not row.agreement:
		return str(row.priority or "")
	for entry in frappe.get_cached_doc("SLA Agreement", row.agreement).priorities:
		if entry.priority == row.priority:
			label = entry.label if reader_language() == "id" else entry.label_en or entry.label
			return f"{row.priority} · {label}" if label else str(row.priority)
	return str(row.priority)


def _requests(record: Any, say: Callable[[datetime | None], Moment], parts: Parts) -> dict[str, Any]:
	"""Without what may be asked for where the agreement or its policy can't be read."""
	found = parts.read(lambda: describe_requests(record, say), None)
	return found or parts.read(lambda: describe_past(record, say), {})


def _missing(record: Any, language: str) -> list[dict[str, Any]]:
	"""What the report still lacks, each with the agreement's own explanation; of a solved ticket nothing is asked."""
	if not record.agreement or record.resolved_utc or record.excluded:
		return []
	hints = {
		row.code: row.description if language == "id" else row.description_en or row.description
		for row in record_agreement(record).required_facts
	}
	return [
		{
			"code": row.code,
			"label": row.label if language == "id" else row.label_en or row.label,
			"hint": hints.get(row.code) or "",
			"is_file": row.code == EVIDENCE or row.code.startswith("document."),
		}
		for row in record.facts
		if not row.given
	]


def _say_service(record: Any) -> str:
	"""The service as the catalogue calls it in the reader's language."""
	if not record.service:
		return ""
	names = frappe.get_cached_value(
		"SLA Service", record.service, ["service_name", "service_name_en"], as_dict=True
	)
	return str((reader_language() == "en" and names.service_name_en) or names.service_name)


def _say_channel(record: Any) -> str:
	"""The channel as the agreement calls it in the reader's language, else as the site does."""
	if not record.channel:
		return ""
	rows = record_agreement(record).channels if record.agreement else []
	for row in rows:
		if row.channel == record.channel and (row.label or row.label_en):
			return str(
				(row.label_en if reader_language() == "en" else row.label) or row.label or row.label_en
			)
	names = frappe.get_cached_value(
		"SLA Channel", record.channel, ["channel_name", "channel_name_en"], as_dict=True
	)
	return str((reader_language() == "en" and names.channel_name_en) or names.channel_name)


def _facts(record: Any, parts: Parts) -> list[tuple[str, str]]:
	service = parts.read(lambda: _say_service(record), str(record.service or ""))
	channel = parts.read(lambda: _say_channel(record), str(record.channel or ""))
	facts = [
		(_("Ticket"), record.reference_name),
		(_("Priority"), parts.read(lambda: _say_priority(record), str(record.priority or ""))),
		(_("Service", context="SLA Ticket"), service),
		(_("Channel", context="SLA Ticket"), channel),
		(_("Agreement"), parts.read(lambda: _say_agreement(record.agreement), str(record.agreement or ""))),
	]
	return [(label, value) for label, value in facts if value]


def _say_agreement(name: str | None) -> str:
	if not name:
		return ""
	agreement = frappe.get_cached_doc("SLA Agreement", name)
	return f"{agreement.title}, {_('version')} {agreement.version}"


def _helpdesk_url(record: Any) -> str:
	if record.reference_doctype == "HD Ticket" and "helpdesk" in frappe.get_installed_apps():
		return "/helpdesk/my-tickets/" + quote(record.reference_name, safe="")
	return ""


def _moment(at: datetime | None, language: str, zone: ZoneInfo, own: Elsewhere | None) -> Moment:
	assert at is not None
	said = say_instant(at, language, zone)
	if own is None or at.astimezone(own.zone).utcoffset() == at.astimezone(zone).utcoffset():
		return Moment(said, "", at.isoformat(), "")
	return Moment(said, say_instant(at, language, own.zone), at.isoformat(), own.whose)


def _elsewhere(partner: str | None) -> Elsewhere | None:
	"""Where the reader reads times: their own zone before their partner's.

	Frappe gives every new user the site's zone. So where that is a partner's user's, the partner's comes first, but isn't
	said to be the reader's.
	"""
	own, theirs = reader_zone(), None
	if partner and not is_staff(frappe.session.user) and own in (None, site_zone()):
		theirs = zone_of(frappe.get_cached_value("SLA Partner", partner, "time_zone"))
	if theirs and theirs != own:
		return Elsewhere(theirs, frappe.get_cached_value("SLA Partner", partner, "partner_name") or partner)
	return Elsewhere(own, _("your time")) if own else None
