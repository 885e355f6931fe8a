"""Turns a look at a host's ticket into events: what has changed since the last look goes into the ledger.

Called by the hooks (at once) and by reconciliation (for what no hook saw). A second look records nothing
again.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from typing import Any

import frappe
from frappe import _
from frappe.utils import get_datetime

from sla_id.agreements.choose import CHOSEN, Choice, Facts, came_officially, choose, say_changes
from sla_id.bulk import update_rows
from sla_id.engine import EventType
from sla_id.hosts.automatic import mail_in_hand
from sla_id.hosts.base import PAUSED, RESOLVED, RUNNING, Host, HostTicket, record_name
from sla_id.hosts.completeness import (
	INCOMPLETE,
	LOOKED,
	WAITING,
	ask_once,
	check_report,
	describe_report,
	forget_expected,
	is_report_known,
	keep_check,
	say_facts,
)
from sla_id.hosts.fields import CAME_BY
from sla_id.hosts.in_hand import InHand, note_opened
from sla_id.hosts.known import mend_kept
from sla_id.hosts.mirror import is_shown_otherwise, keep_row, mirror
from sla_id.hosts.registry import HOSTS
from sla_id.hosts.status import ruled_by_people
from sla_id.hosts.ticket_partner import partner_of
from sla_id.instants import from_utc, to_site, to_utc, utc_now
from sla_id.kept_json import read_kept
from sla_id.ledger.changed_rows import build_document, read_row
from sla_id.ledger.end_record import end_record
from sla_id.ledger.record import (
	PROBLEM,
	is_unchosen,
	lock_record,
	lock_row,
	open_record,
	save_record,
)
from sla_id.ledger.record_events import Entry, record_events, record_problem
from sla_id.listeners import somebody_listens
from sla_id.savepoints import attempt, undone_on_failure
from sla_id.ticket_record import TicketDocument, TicketRecord

HOOK, RECONCILIATION, AGENT = "Hook", "Reconciliation", "Agent"


def observe(doctype: str, name: str, at: datetime | None = None, origin: str = HOOK) -> Any:
	"""Look at a host's ticket as it is in the database, bring its SLA Ticket up to date, and return the SLA
	Ticket.

	`at` is when the change happened (now, unless given).
	"""
	row = _locked_row(doctype, name)
	seen = HOSTS[doctype].read(row)
	kept = read_row(seen.record_name)
	return _observe(row, seen, lock_row(kept) if kept else None, at or utc_now(), origin)


def observe_in_hand(hand: InHand) -> Any:
	"""Like `observe`, for a save that has read the rows.

	How the ticket came is looked up only while it is unknown.
	"""
	known = read_kept(hand.record["host_state"]) if hand.record else None
	row = _with_channel(hand.row, known) if known else hand.row
	record = build_document(hand.record, latest=hand.is_outdated) if hand.record else None
	return _observe(row, hand.host.read(row), record, utc_now(), HOOK, is_save=True)


def _locked_row(doctype: str, name: str) -> Any:
	row = HOSTS[doctype].fetch(name, lock=True)
	if row is None:
		raise frappe.DoesNotExistError(f"{doctype} {name} is gone")
	return row


def _observe(
	row: Any,
	seen: HostTicket,
	record: TicketDocument | None,
	now: datetime,
	origin: str,
	*,
	is_save: bool = False,
) -> Any:
	if record is not None and is_another_ticket(record, to_site(seen.created)):
		end_record(record, origin)
		record = None
	if record is not None and record.choice:
		return _look(record, row, seen, now, origin, is_save=is_save)
	with attempt(on_failure=lambda error: _keep_problem(seen, now, origin, error)) as first_look:
		return _look(record or _open(seen, origin), row, seen, now, origin, is_save=is_save)
	return first_look.kept


def _open(seen: HostTicket, origin: str) -> TicketDocument:
	"""Open the SLA Ticket of a host's ticket that has none."""
	created = to_site(seen.created)
	record = open_record(seen.record_name, seen.doctype, seen.name, seen.subject, created)
	if is_another_ticket(record, created):
		# that of an earlier ticket of this name, whose deletion nobody saw
		end_record(record, origin)
		record = open_record(seen.record_name, seen.doctype, seen.name, seen.subject, created)
	note_opened(seen.doctype, seen.name)
	return record


def _look(
	record: TicketDocument, row: Any, seen: HostTicket, now: datetime, origin: str, *, is_save: bool
) -> TicketDocument:
	keep_row(record, row)
	looked = read_kept(record.host_state) or {}
	# other looks are there for what no save tells
	report_is_known = is_save and is_report_known(HOSTS[seen.doctype], row, record, looked)
	return _bring_up(record, _with_partner(record, seen), now, origin, report_is_known)


def _with_partner(record: TicketRecord, seen: HostTicket) -> HostTicket:
	return replace(seen, facts=replace(seen.facts, partner=partner_of(record, seen)))


def is_another_ticket(record: TicketRecord, created: datetime | None) -> bool:
	"""Whether a host's ticket created then (site time, naive) is newer than everything its record knows.

	Frappe gives the name of a deleted ticket to a later one. If the deletion was missed, the later ticket
	would inherit the earlier one's clocks.
	"""
	known = get_datetime(record.host_creation or record.creation)
	if created is None or known is None or created <= known:
		return False
	last = frappe.db.get_value("SLA Event", {"sla_ticket": record.name}, "creation", order_by="creation desc")
	return last is None or get_datetime(last) < created


@dataclass(frozen=True, slots=True)
class News:
	"""What is new about a host's tickets, found without a lock.

	It names the tickets to be looked at, and the SLA Tickets whose host's ticket no longer shows what we
	wrote, e.g. after an older copy of it was saved.
	"""

	unseen: list[Any]
	shown_otherwise: list[str]


def find_news(host: Host, names: Sequence[Any]) -> News:
	"""Find what has changed on tickets since they were looked at, with a few queries for all of them."""
	rows = host.fetch_many(names)
	records = _records([record_name(host.doctype, row.name) for row in rows]) if rows else {}
	asked = [name for name, record in records.items() if record.completeness in (INCOMPLETE, WAITING)]
	files = host.count_files([records[name].reference_name for name in asked]) if asked else {}
	news = News([], [])
	for row in rows:
		record = records.get(record_name(host.doctype, row.name))
		if record is None or _differences(host, row, record, files):
			news.unseen.append(row.name)
		if record is not None and is_shown_otherwise(row, record):
			news.shown_otherwise.append(record.name)
	return news


def _records(names: list[str]) -> dict[str, Any]:
	fields = ["name", "state", "due_text", "host_state", "mirrored", "completeness"]
	fields += ["agreement", "host_modified", "just_came", "reference_name"]
	found = frappe.get_all("SLA Ticket", {"name": ("in", names)}, fields, limit_page_length=0)
	return {record.name: record for record in found}


class SaveAsks(Enum):
	"""What has to be done about a saved ticket."""

	NOTHING = "nothing"
	KEEP_SUBJECT = "keep_subject"
	LOOK = "look"


def find_to_do(hand: InHand) -> SaveAsks:
	"""Find what has to be done after a save: usually nothing, or only to copy a new subject."""
	record = frappe._dict(hand.record or {})
	now = utc_now()
	if not record or is_another_ticket(record, hand.row.creation) or _is_ahead(record.evaluated_utc, now):
		return SaveAsks.LOOK
	differences = _differences(hand.host, hand.row, record)
	if differences != {"subject"}:
		return SaveAsks.LOOK if differences else SaveAsks.NOTHING
	due = from_utc(record.next_event_at)
	return SaveAsks.LOOK if (due is not None and due <= now) or somebody_listens() else SaveAsks.KEEP_SUBJECT


def keep_subject(hand: InHand) -> None:
	"""Copy the ticket's subject to its record when nothing else has changed."""
	assert hand.record is not None
	state = {**json.loads(hand.record["host_state"]), "subject": hand.row.subject or ""}
	values = {"subject": hand.row.subject or "", "host_state": json.dumps(state, sort_keys=True)}
	update_rows("SLA Ticket", {hand.record["name"]: values})


def _is_ahead(evaluated: Any, now: datetime) -> bool:
	"""Whether the record was evaluated later than now, because the clock has stepped back.

	Its contents aren't true yet.
	"""
	then = from_utc(evaluated)
	return then is not None and then > now


UNKNOWN = frozenset({"?"})
"""What differs can't be told without a look."""


def _differences(
	host: Host, row: Any, record: TicketRecord, files: Mapping[str, int] | None = None
) -> frozenset[str]:
	"""The parts of a ticket's state that differ from the last look. `files` is counted if it isn't given."""
	if not record.agreement or record.state == PROBLEM:
		return UNKNOWN
	known = read_kept(record.host_state)
	if known is None or known["facts"].get("partner") is None:
		# whose it is was chosen at an earlier look, and is asked for again where that found nobody
		return UNKNOWN
	if not is_report_known(host, row, record, known, files):
		return UNKNOWN  # it may hold by now what its report lacked
	seen = host.read(_with_channel(row, known))
	seen = replace(seen, facts=replace(seen.facts, partner=known["facts"]["partner"]))
	state = _state(ruled_by_people(seen, known))
	return frozenset(
		key for key in (state.keys() | known.keys()) - {LOOKED} if state.get(key) != known.get(key)
	)


def _with_channel(row: Any, known: Mapping[str, Any]) -> Any:
	"""Add to a row how its ticket came, as an earlier look found it."""
	return frappe._dict({**row, CAME_BY: known["facts"].get("channel_type")})


def change_partner(record: TicketDocument, partner: str, reason: str) -> None:
	"""Move a locked SLA Ticket to another partner and that partner's agreement, on behalf of one of the
	provider's people.

	The ledger records who did it, when and why.
	"""
	seen = look(record.reference_doctype, record.reference_name)
	facts = replace(seen.facts, partner=partner)
	pinned = Choice.from_details(json.loads(record.choice)) if record.choice else None
	received = from_utc(record.received_utc)
	choice = choose(facts, received or seen.created, pinned)
	said = (
		f"{_('partner')} {record.partner or '–'} → {partner}",
		say_changes(pinned or Choice(None), choice, facts),
	)
	why = "; ".join(filter(None, (*said, reason)))
	now = utc_now()
	take_choice(record, choice)
	record.partner = partner
	record.host_state = json.dumps(_state(replace(seen, facts=facts)), sort_keys=True)
	kind = EventType.RECLASSIFIED
	if received is None and choice.official:
		record.received_utc, kind = to_utc(now), EventType.RECEIVED
	record_events(record, [Entry(kind, now, reason=why, details=choice.as_details())], AGENT)


def _bring_up(
	record: TicketDocument, seen: HostTicket, now: datetime, origin: str, report_is_known: bool
) -> Any:
	"""Bring a locked SLA Ticket up to date with its host's ticket."""
	mended = mend_kept(record, _state(seen))
	before = read_kept(record.host_state)
	looked = {LOOKED: before.pop(LOOKED)} if before and LOOKED in before else {}
	if before is None:
		entries = chosen = _first_entries(record, seen, now)
	else:
		seen = ruled_by_people(_as_known(seen, before), before)
		chosen = _classification(record, seen, before, now)
		entries = [*chosen, *_state_changes(seen, before, now)]
	state, facts = _state(seen), say_facts(record)
	is_same_report = report_is_known and not chosen and before is not None and before["effect"] != RESOLVED
	if not is_arriving(record) and not is_same_report:
		check = check_report(record, seen, now)
		keep_check(record, check)
		entries = [*entries, *check.entries]
	changed = to_site(seen.modified)
	is_same = before == state and not entries and record.state != PROBLEM and facts == say_facts(record)
	if not is_same_report:
		record.host_modified = changed
		looked = {LOOKED: describe_report(record, seen)}
		forget_expected(seen.doctype, seen.name)
	if is_same and not mended:
		record.host_state = json.dumps(state | looked, sort_keys=True)
		mirror(record)
		save_record(record)
		return record
	record.subject = seen.subject
	record.host_state = json.dumps(state | looked, sort_keys=True)
	if not record.just_came:
		ask_once(record, seen)
	record_events(record, entries, origin)
	return record


def is_arriving(record: TicketRecord) -> bool:
	"""Whether a new ticket's mail is still being read. Its body and attachments come after the ticket."""
	return bool(record.just_came) and mail_in_hand() is not None


def settle_arrival(name: str) -> None:
	"""Handle a new ticket once everything that belongs to it has arrived: the reporter is asked for what is
	still missing.

	This also covers what was written bypassing all hooks.
	"""
	found = frappe.db.get_value("SLA Ticket", name, ["reference_doctype", "reference_name"])
	if not found or name != record_name(*found) or not frappe.db.exists(*found):
		return  # deleted meanwhile
	doctype, ticket = found
	record = observe(doctype, ticket, origin=RECONCILIATION)
	record.just_came = 0
	seen = look(doctype, ticket)
	state = read_kept(record.host_state)
	if state is not None:
		record.host_state = json.dumps({**state, LOOKED: describe_report(record, seen)}, sort_keys=True)
	if not is_unchosen(record):
		ask_once(record, seen)
	save_record(record)


def resumed_for_partner(record: TicketRecord, seen: HostTicket, at: datetime) -> list[Entry]:
	"""The pause or end that the partner's message undoes, on a ticket that only an automatic mail had
	reopened so far.
	"""
	before = _kept_effect(record, seen)
	return _status_entries(seen, before, at) if before else []


def give_status_back(record: TicketDocument, seen: HostTicket) -> None:
	"""Let a locked record's status count again after an automatic mail had changed it.

	The caller saves the record.
	"""
	before = _kept_effect(record, seen)
	if before:
		now = {key: value for key, value in before.items() if key != "effect_kept"} | {"effect": seen.effect}
		record.host_state = json.dumps(now, sort_keys=True)


def _kept_effect(record: TicketRecord, seen: HostTicket) -> dict[str, Any] | None:
	"""The last look at a ticket whose status doesn't count as what it says.

	None if it does, or if the status has changed since.
	"""
	before = read_kept(record.host_state) or {}
	return before if before.get("effect_kept") and before["status"] == seen.status else None


def _as_known(seen: HostTicket, before: dict[str, Any]) -> HostTicket:
	"""Keep how a ticket came once it is known."""
	known = before["facts"].get("channel_type")
	if seen.facts.channel_type or not known:
		return seen
	return replace(seen, facts=replace(seen.facts, channel_type=known))


def _keep_problem(seen: HostTicket, now: datetime, origin: str, error: Exception) -> TicketDocument:
	with undone_on_failure():
		return _write_problem(seen, now, origin, error)


def _write_problem(seen: HostTicket, now: datetime, origin: str, error: Exception) -> TicketDocument:
	"""Record a ticket for which nothing could be chosen, with the reason and its events. It is tried again
	later.

	Its events carry no choice: a choice that can't be computed with would spoil the ledger for good.
	"""
	record = lock_record(seen.record_name) or _open(seen, origin)
	seen = _with_partner(record, seen)
	mend_kept(record, _state(seen))
	before = read_kept(record.host_state)
	if before is not None:
		entries = _state_changes(seen, before, now)
	else:
		entries = [Entry(EventType.REPORTED, seen.created)]
		if _came_officially(seen):
			record.received_utc = to_utc(seen.created)
			entries.append(Entry(EventType.RECEIVED, seen.created))
		entries += _first_state(seen, now)
	solved = record.resolved_utc or to_utc(now)
	record.update(
		{
			"subject": seen.subject,
			"partner": seen.facts.partner,
			"service": seen.facts.service,
			"kind": seen.facts.kind,
			"host_state": json.dumps(_state(seen), sort_keys=True),
			"resolved_utc": solved if seen.effect == RESOLVED else None,
		}
	)
	record_problem(record, entries, origin, error)
	return record


def _came_officially(seen: HostTicket) -> bool:
	"""Whether a report counts as received. If that can't be decided yet, it counts as received once it can."""
	with attempt():
		return came_officially(seen.facts, seen.created)
	return False


def look(doctype: str, name: str) -> HostTicket:
	"""Look at a host's ticket as it is in the database. Its partner is taken from the SLA Ticket."""
	return HOSTS[doctype].read(_locked_row(doctype, name))


def _state(seen: HostTicket) -> dict[str, Any]:
	"""The state with which the next look is compared."""
	facts = {field: getattr(seen.facts, field) for field in Facts.__dataclass_fields__}
	state: dict[str, Any] = {
		"status": seen.status,
		"effect": seen.effect,
		"team": seen.team,
		"merged_into": seen.merged_into,
		"out_of_scope": seen.out_of_scope,
		"facts": facts,
		"subject": seen.subject,
	}
	return state | {"effect_kept": True} if seen.effect_kept else state


def _first_entries(record: TicketDocument, seen: HostTicket, now: datetime) -> list[Entry]:
	entries = [Entry(EventType.REPORTED, seen.created), _first_choice(record, seen)]
	return [*entries, *_first_state(seen, now)]


def _first_choice(record: TicketDocument, seen: HostTicket) -> Entry:
	"""The events of the first look, or of the first look that could choose.

	The choice holds from the report on.
	"""
	choice = choose(seen.facts, seen.created)
	take_choice(record, choice)
	if record.received_utc:
		changes = say_changes(Choice(None), choice, seen.facts)
		return Entry(EventType.RECLASSIFIED, utc_now(), reason=changes, details=choice.as_details())
	if choice.official:
		record.received_utc = to_utc(seen.created)
		return Entry(EventType.RECEIVED, seen.created, details=choice.as_details())
	return Entry(EventType.RECLASSIFIED, seen.created, details=choice.as_details())


def _first_state(seen: HostTicket, now: datetime) -> list[Entry]:
	entries = []
	if seen.team:
		entries.append(
			Entry(EventType.TEAM_ASSIGNED, seen.created if seen.created >= now else now, team=seen.team)
		)
	if seen.effect == PAUSED:
		entries.append(Entry(EventType.PAUSED, now, reason=seen.status))
	return [*entries, *_endings(seen, {"effect": RUNNING, "merged_into": "", "out_of_scope": ""}, now)]


def _state_changes(seen: HostTicket, before: dict[str, Any], now: datetime) -> list[Entry]:
	"""Changes that depend on no agreement: who has the ticket, whether it waits, how it ended."""
	entries = []
	if seen.team and seen.team != before["team"]:
		entries.append(Entry(EventType.TEAM_ASSIGNED, now, team=seen.team))
	if before["team"] and not seen.team:
		entries.append(Entry(EventType.TEAM_CLEARED, now, team=before["team"]))
	entries += _status_entries(seen, before, now)
	return [*entries, *_endings(seen, before, now)]


def _status_entries(seen: HostTicket, before: dict[str, Any], now: datetime) -> list[Entry]:
	was, effect = before["effect"], seen.effect
	entries = []
	if was == RESOLVED and effect != RESOLVED:
		entries.append(Entry(EventType.REOPENED, now, reason=seen.status))
	moved = before["status"] != seen.status and not seen.effect_kept
	if effect == PAUSED and (was != PAUSED or moved):
		entries.append(Entry(EventType.PAUSED, now, reason=seen.status))
	if was == PAUSED and effect == RUNNING:
		entries.append(Entry(EventType.RESUMED, now, reason=seen.status))
	return entries


def _endings(seen: HostTicket, before: dict[str, Any], now: datetime) -> list[Entry]:
	entries = []
	if seen.merged_into and not before["merged_into"]:
		entries.append(Entry(EventType.MERGED, now, reason=seen.merged_into))
	elif seen.effect == RESOLVED and before["effect"] != RESOLVED:
		kind = EventType.FULFILLED if seen.facts.kind == "Service Request" else EventType.FIXED
		entries.append(Entry(kind, now, reason=seen.status))
	if seen.out_of_scope and not before["out_of_scope"]:
		entries.append(Entry(EventType.OUT_OF_SCOPE, now, reason=seen.out_of_scope))
	if before["out_of_scope"] and not seen.out_of_scope:
		entries.append(Entry(EventType.IN_SCOPE, now))
	return entries


def _classification(
	record: TicketDocument, seen: HostTicket, before: dict[str, Any], now: datetime
) -> list[Entry]:
	"""A change of what the targets depend on. It recomputes the open clocks and keeps the pauses.

	For an open ticket without an agreement, each look tries to choose one again: one may have been submitted
	since.
	"""
	if not record.choice:
		return [_first_choice(record, seen)]
	known = {key: value for key, value in before["facts"].items() if key in Facts.__dataclass_fields__}
	same = Facts(**known) == seen.facts
	if same and (record.agreement or seen.effect == RESOLVED):
		return []
	pinned = Choice.from_details(json.loads(record.choice)) if record.choice else None
	was = pinned or Choice(None)
	received = from_utc(record.received_utc)
	choice = choose(seen.facts, received or seen.created, pinned)
	if same:
		if not choice.agreement:
			return []
		now = utc_now()
	take_choice(record, choice)
	entries = []
	if seen.facts.handed_over and not known.get("handed_over"):
		entries.append(Entry(EventType.HANDED_OVER, now))
	if received is None and choice.official:
		record.received_utc = to_utc(now)
		return [*entries, Entry(EventType.RECEIVED, now, details=choice.as_details())]
	if received and _taken_for_granted(was, choice) and seen.effect != RESOLVED:
		record.received_utc = None
		entries.append(
			Entry(EventType.NOT_RECEIVED, now, reason=choice.channel or seen.facts.channel_type or "")
		)
	changes = say_changes(was, choice, seen.facts)
	return [*entries, Entry(EventType.RECLASSIFIED, now, reason=changes, details=choice.as_details())]


def _taken_for_granted(was: Choice, choice: Choice) -> bool:
	"""Whether a report was taken as received because its channel was unknown, and that channel turns out to
	start no clock.
	"""
	return bool(was.agreement) and was.official and not was.channel and not choice.official


def take_choice(record: TicketDocument, choice: Choice) -> None:
	"""Copy what was chosen to the SLA Ticket."""
	record.choice = json.dumps(choice.as_details())
	for field in CHOSEN:
		record.set(field, getattr(choice, field))
