"""The content of a digest. It is read as its reader when it leaves, so it contains what they may see at that
moment.

Every list starts from a query filtered by the reader's permissions. Partners don't see who was told, who has
taken something over, or what the provider owes internally.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.utils import getdate

from sla_id.access import list_own
from sla_id.agreements.partners import is_staff
from sla_id.agreements.say_errors import say
from sla_id.agreements.ticket_language import agreement_reading
from sla_id.agreements.words.calendar_words import say_date
from sla_id.engine.words import say_instant
from sla_id.escalation.tier_duties import TASK
from sla_id.instants import from_utc, to_utc, utc_now
from sla_id.notify.outbox.enclosure import DigestItem, DigestSection, Enclosure, Reader
from sla_id.notify.outbox.message_texts import say_due
from sla_id.notify.outbox.reader_language import reader_of
from sla_id.notify.outbox.record_links import link_for
from sla_id.notify.outbox.standard_digest_texts import DIGEST_WORDS
from sla_id.record_types import DigestRecord

MOST_LINES = 20
CHUNK = 500
BREACHED, AT_RISK = "Breached", "At Risk"
_TICKET = ("name", "reference_name", "subject", "partner", "agreement", "priority", "state", "due_utc")


@dataclass(frozen=True, slots=True)
class AskedDigest:
	"""Whose digest it is: a user's, about one partner or all that they may see, in their language and zone,
	at an instant (aware).
	"""

	user: str
	partner: str | None
	reader: Reader
	at: datetime

	@property
	def words(self) -> Mapping[str, str]:
		"""The app's words in the reader's language."""
		return {name: say(words, self.reader.language) for name, words in DIGEST_WORDS.items()}

	def read(self, doctype: str, filters: list[list[Any]], **query: Any) -> list[Any]:
		"""Rows that the reader may see; none of a DocType that is closed to them."""
		query.setdefault("limit_page_length", 0)
		return list_own(doctype, filters, user=self.user, **query)

	def of_partner(self) -> list[list[Any]]:
		"""The filter of a digest about one partner."""
		return [["partner", "=", self.partner]] if self.partner else []

	def say(self, at: Any, record: Any) -> str:
		"""A `*_utc` field in the reader's zone, and in that of the ticket's agreement where it differs."""
		instant = from_utc(at)
		zone = str(agreement_reading(record)[1])
		return say_due(instant.isoformat(), self.reader.language, self.reader.zone, zone) if instant else ""

	def link(self, doctype: str, name: str) -> str:
		"""Where the reader finds a record."""
		return link_for(self.user, doctype, name)


def collect(asked: AskedDigest) -> tuple[DigestSection, ...]:
	"""The sections that aren't empty, in order. Empty if nothing needs the reader."""
	steps: Iterable[Callable[[AskedDigest], DigestSection | None]] = (
		(_tickets, _escalations, _requests, _duties, _reviews)
		if is_staff(asked.user)
		else (_tickets, _requests, _reviews)
	)
	return tuple(section for section in (step(asked) for step in steps) if section)


def enclose_digest(named: Mapping[str, Any], reader: Reader) -> Enclosure:
	"""hooks.py, sla_id_enclosures: the digest of a subscription as it is now."""
	digest = frappe.get_doc("SLA Digest", named["name"])
	asked = AskedDigest(digest.user, digest.partner, reader, utc_now())
	now = say_instant(asked.at.replace(second=0, microsecond=0), reader.language, ZoneInfo(reader.zone))
	return Enclosure(asked.words[digest.frequency].format(now), sections=collect(asked))


def asked_by(digest: DigestRecord, at: datetime) -> AskedDigest:
	"""What an SLA Digest requests at an instant (aware)."""
	return AskedDigest(digest.user, digest.partner, Reader(*reader_of(digest.user)), at)


def _section(asked: AskedDigest, heading: str, total: int, lines: list[DigestItem]) -> DigestSection | None:
	if not total:
		return None
	left = total - len(lines)
	return DigestSection(heading, tuple(lines), asked.words["more"].format(left) if left else "")


def _tickets(asked: AskedDigest) -> DigestSection | None:
	"""Open tickets past their target or at risk, the most urgent first."""
	counts: dict[str, int] = {}
	rows: list[Any] = []
	for state in (BREACHED, AT_RISK):
		filters = [["state", "=", state], ["resolved_utc", "is", "not set"], *asked.of_partner()]
		counts[state] = len(asked.read("SLA Ticket", filters=filters, pluck="name"))
		left = MOST_LINES - len(rows)
		if left:
			fields = [*_TICKET, "escalation_level"]
			rows += asked.read(
				"SLA Ticket", filters=filters, fields=fields, order_by="due_utc asc", limit_page_length=left
			)
	heading = asked.words["tickets"].format(counts[BREACHED], counts[AT_RISK])
	return _section(asked, heading, sum(counts.values()), [_ticket_line(asked, row) for row in rows])


def _ticket_line(asked: AskedDigest, row: Any) -> DigestItem:
	words = asked.words
	text = " · ".join(filter(None, (_name(row), row.priority, _(row.state, asked.reader.language))))
	due = asked.say(row.due_utc, row)
	level = words["level"].format(row.escalation_level) if row.escalation_level else ""
	notes = (words["due"].format(due) if due else "", level, _partner(asked, row.partner))
	return DigestItem(text, asked.link("SLA Ticket", row.name), _note(notes))


def _escalations(asked: AskedDigest) -> DigestSection | None:
	"""Escalations of open tickets that nobody has taken over, the highest first, then the oldest."""
	rows = asked.read(
		"SLA Escalation",
		filters=[["closed_utc", "is", "not set"], ["acknowledged_by", "is", "not set"]],
		fields=["name", "sla_ticket", "level", "responsible", "tier_title", "fired_utc"],
		order_by="level desc, fired_utc asc",
	)
	found = _with_tickets(asked, rows)
	lines = []
	for row, ticket in found[:MOST_LINES]:
		who = row.responsible or row.tier_title
		notes = (
			asked.words["level"].format(row.level),
			who,
			asked.words["since"].format(asked.say(row.fired_utc, ticket)),
		)
		lines.append(DigestItem(_name(ticket), asked.link("SLA Ticket", ticket.name), _note(notes)))
	return _section(asked, asked.words["escalations"].format(len(found)), len(found), lines)


def _requests(asked: AskedDigest) -> DigestSection | None:
	"""Requests for an escalation that await a decision, those that count as valid soonest first."""
	rows = asked.read(
		"SLA Escalation Request",
		filters=[["status", "=", "Open"], *_by_partners(asked), *asked.of_partner()],
		fields=["name", "sla_ticket", "level", "decide_by_utc"],
		order_by="decide_by_utc asc",
	)
	found = _with_tickets(asked, rows)
	lines = []
	for row, ticket in found[:MOST_LINES]:
		about = ("SLA Escalation Request", row.name) if is_staff(asked.user) else ("SLA Ticket", ticket.name)
		until = asked.say(row.decide_by_utc, ticket)
		notes = (
			asked.words["level"].format(row.level),
			asked.words["decide"].format(until) if until else "",
			_partner(asked, ticket.partner),
		)
		lines.append(DigestItem(_name(ticket), asked.link(*about), _note(notes)))
	return _section(asked, asked.words["requests"].format(len(found)), len(found), lines)


def _by_partners(asked: AskedDigest) -> list[list[Any]]:
	"""The filter that hides agents' requests from partners, because these are internal. Empty for staff."""
	return [] if is_staff(asked.user) else [["party", "!=", "Agent"]]


def _duties(asked: AskedDigest) -> DigestSection | None:
	"""Duties of open tickets' tiers that aren't done in time, the longest overdue first."""
	task, fired, ticket = (frappe.qb.DocType(name) for name in (TASK, "SLA Escalation", "SLA Ticket"))
	late = (
		frappe.qb.from_(task)
		.join(fired)
		.on(task.parent == fired.name)
		.join(ticket)
		.on(fired.sla_ticket == ticket.name)
		.select(fired.name.as_("escalation"), fired.sla_ticket, task.label, task.label_en, task.due_utc)
		.where(task.done_utc.isnull() & (task.due_utc < to_utc(asked.at)))
		.where(ticket.resolved_utc.isnull() & (ticket.excluded == 0))
		.orderby(task.due_utc)
	).run(as_dict=True)
	visible = set(_visible(asked, "SLA Escalation", {row.escalation for row in late}, ["name"]))
	found = _with_tickets(asked, [row for row in late if row.escalation in visible])
	english = asked.reader.language == "en"
	lines = [
		DigestItem(
			f"{_name(ticket)}: {(row.label_en if english else row.label) or row.label or ''}",
			asked.link("SLA Ticket", ticket.name),
			asked.words["due"].format(asked.say(row.due_utc, ticket)),
		)
		for row, ticket in found[:MOST_LINES]
	]
	return _section(asked, asked.words["duties"].format(len(found)), len(found), lines)


def _reviews(asked: AskedDigest) -> DigestSection | None:
	"""Agreements in force whose review is overdue (X19)."""
	today = asked.at.astimezone(ZoneInfo(asked.reader.zone)).date()
	rows = asked.read(
		"SLA Agreement",
		filters=[
			["docstatus", "=", 1],
			["status", "=", "In Force"],
			["next_review", "is", "set"],
			["next_review", "<", today],
			*asked.of_partner(),
		],
		fields=["name", "title", "title_en", "version", "next_review", "partner"],
		order_by="next_review asc",
	)
	english = asked.reader.language == "en"
	lines = [
		DigestItem(
			f"{(english and row.title_en) or row.title}, {asked.words['version'].format(row.version)}",
			asked.link("SLA Agreement", row.name),
			_note(
				(
					asked.words["review"].format(say_date(getdate(row.next_review), asked.reader.language)),
					_partner(asked, row.partner),
				)
			),
		)
		for row in rows[:MOST_LINES]
	]
	return _section(asked, asked.words["reviews"].format(len(rows)), len(rows), lines)


def _with_tickets(asked: AskedDigest, rows: list[Any]) -> list[tuple[Any, Any]]:
	"""Rows with their SLA Ticket, in the same order. Rows whose ticket the reader may not see are left out."""
	seen = _visible(asked, "SLA Ticket", {row.sla_ticket for row in rows}, list(_TICKET), asked.of_partner())
	return [(row, seen[row.sla_ticket]) for row in rows if row.sla_ticket in seen]


def _visible(
	asked: AskedDigest, doctype: str, names: set[str], fields: list[str], filters: Iterable[list[Any]] = ()
) -> dict[str, Any]:
	"""Those of the records that the reader may see, by name."""
	wanted = sorted(names)
	found: dict[str, Any] = {}
	for start in range(0, len(wanted), CHUNK):
		chunk = [["name", "in", wanted[start : start + CHUNK]], *filters]
		found.update({row.name: row for row in asked.read(doctype, filters=chunk, fields=fields)})
	return found


def _name(ticket: Any) -> str:
	return f"{ticket.reference_name} {ticket.subject or ''}".strip()


def _partner(asked: AskedDigest, partner: str | None) -> str:
	"""The name of the partner, for staff. A partner's own people don't need it."""
	if not partner or asked.partner or not is_staff(asked.user):
		return ""
	return frappe.get_cached_value("SLA Partner", partner, "partner_name") or partner


def _note(parts: Iterable[str | None]) -> str:
	return " · ".join(part for part in parts if part)
