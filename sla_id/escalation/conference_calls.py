"""The emergency conference call with the partner's management (000 §4.2): started, invited to, held or
cancelled.

Invitations are calendar files in e-mails of the outbox. They keep the same UID, and each change raises the
SEQUENCE. The partner's people see only the participants from their own side.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.utils import get_datetime, now_datetime

from sla_id.agreements.code_lists import codes_of
from sla_id.agreements.ticket_language import agreement_reading
from sla_id.engine.words import say_duration, say_instant
from sla_id.escalation.call_in_calendar import close_event, write_event
from sla_id.escalation.checklist import call_due, say_late
from sla_id.escalation.contacts import MANAGEMENT, Person, contacts_of, partner_reading, user_person
from sla_id.escalation.tier_duties import CONFERENCE_CALL, fulfil_for_ticket, seconds_late
from sla_id.instants import from_site, from_utc, reader_language, to_utc, utc_now
from sla_id.notify.calendar_invitation import Attendee, Invitation, write_calendar
from sla_id.notify.outbox import Message, enqueue
from sla_id.notify.outbox.channels.mail import MAIL, has_outgoing_account
from sla_id.notify.outbox.enclosure import Attachment, Enclosure, Reader
from sla_id.notify.outbox.message_texts import say_due
from sla_id.record_types import CallParticipantRow, ConferenceCallRecord, EscalationRecord
from sla_id.ticket_record import TicketRecord

DOCTYPE = "SLA Conference Call"
PLANNED, HELD, CANCELLED = "Planned", "Held", "Cancelled"
PROVIDER, PARTNER = "Provider", "Partner"
KEPT = (
	*("status", "event", "uid", "sequence", "invited_utc", "invited_by", "invited_to", "invited_sha"),
	*("held_utc", "held_by", "cancel_reason"),
)
"""What only this module changes; a form or REST can't."""
KEPT_WHEN_OVER = ("starts_on", "duration_minutes")
QUARTER = 15


def start_call(escalation: EscalationRecord) -> Any:
	"""Return the planned call of an escalation, or create one with the participants that 000 §4.2 requires."""
	name = frappe.db.get_value(DOCTYPE, {"escalation": escalation.name, "status": PLANNED}, "name")
	if name:
		return frappe.get_doc(DOCTYPE, name)
	record = frappe.get_doc("SLA Ticket", escalation.sla_ticket)
	language, _zone = agreement_reading(record)
	subject = _("Emergency call: {0}", language).format(record.subject or record.reference_name)
	doc = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"subject": subject[:140],
			"sla_ticket": record.name,
			"escalation": escalation.name,
			"starts_on": _next_quarter(now_datetime()),
			"duration_minutes": 30,
			"agenda": escalation.protocol or "",
			"participants": _who(escalation, record),
		}
	)
	return doc.insert()


def check_call(doc: ConferenceCallRecord) -> None:
	"""validate of SLA Conference Call: each address appears once, and past actions can't be altered.

	Throws ValidationError.
	"""
	before = doc.get_doc_before_save()
	if not doc.flags.sla_id_working:
		_keep(doc, before)
	if not doc.invited_utc:
		doc.partner = frappe.db.get_value("SLA Ticket", doc.sla_ticket, "partner")
	if doc.escalation:
		ticket = frappe.db.get_value("SLA Escalation", doc.escalation, "sla_ticket")
		if ticket and ticket != doc.sla_ticket:
			frappe.throw(_("Escalation: this one belongs to another ticket, {0}.").format(ticket))
	if (doc.duration_minutes or 0) <= 0:
		frappe.throw(_("Duration: give the length of the call in minutes."))
	seen: set[str] = set()
	for row in doc.participants:
		_fill_in(row)
		if not row.email:
			continue
		if row.email.lower() in seen:
			frappe.throw(_("Participants, row {0}: {1} is listed twice.").format(row.idx, row.email))
		seen.add(row.email.lower())


def refuse_delete(doc: ConferenceCallRecord) -> None:
	"""on_trash of SLA Conference Call: a call stays on record once people were invited.

	Throws ValidationError.
	"""
	if (doc.invited_utc or doc.status == HELD) and not frappe.flags.in_uninstall:
		frappe.throw(_("People were invited to this call, so it stays on record. Cancel it instead."))


def invite(doc: ConferenceCallRecord) -> list[str]:
	"""Invite every participant with an address to a planned call whose row is locked, or tell them what has
	changed.

	The call also goes into the calendar, and participants who were removed get a cancellation. Returns the
	addresses. Throws ValidationError.
	"""
	_check_invitable(doc)
	record = frappe.get_doc("SLA Ticket", doc.sla_ticket)
	asked, before = _asked(doc), _invited(doc)
	if doc.invited_utc:
		doc.sequence = (doc.sequence or 0) + 1
	else:
		doc.partner = record.partner
		doc.invited_by = frappe.session.user
		doc.uid = f"{doc.name}@{frappe.local.site}"
		doc.sequence = 0
	doc.invited_utc = to_utc(utc_now())
	doc.invited_to = json.dumps(asked)
	doc.invited_sha = _sha(doc)
	doc.event = write_event(doc)
	_save(doc)
	still = {person["email"].lower() for person in asked}
	for person in asked:
		_send(doc, record, person, "conference_call")
	for person in before:
		if person["email"].lower() not in still:
			_send(doc, record, person, "conference_call_cancelled", taken_out=True)
	_say_uninvited(doc)
	return [person["email"] for person in asked]


def _say_uninvited(doc: ConferenceCallRecord) -> None:
	"""Tell the user who invites that some of the participants have no address."""
	rows = [str(row.idx) for row in doc.participants if not row.email]
	if rows:
		frappe.msgprint(
			_("Participants, row {0}: no e-mail address, so nobody was invited there.").format(
				", ".join(rows)
			),
			indicator="orange",
		)


def cancel_call(doc: ConferenceCallRecord, reason: str) -> None:
	"""Cancel a planned call whose row is locked, and tell everybody who was invited. Throws ValidationError."""
	_check_planned(doc)
	record = frappe.get_doc("SLA Ticket", doc.sla_ticket)
	doc.status = CANCELLED
	doc.cancel_reason = reason
	if doc.invited_utc:
		doc.sequence = (doc.sequence or 0) + 1
	_save(doc)
	close_event(doc, "Cancelled")
	for person in _invited(doc):
		_send(doc, record, person, "conference_call_cancelled")


def hold_call(doc: ConferenceCallRecord, minutes: str = "") -> None:
	"""Record that a call whose row is locked took place.

	Its duty counts as done when the call began. Throws ValidationError.
	"""
	_check_planned(doc)
	doc.minutes = minutes.strip() or (doc.minutes or "").strip()
	if not doc.minutes:
		frappe.throw(_("Minutes: write down what was said, then record the call as held."))
	began, now, user = from_site(doc.starts_on), utc_now(), frappe.session.user
	at = min(began, now) if began else now
	doc.status = HELD
	doc.update({"held_utc": to_utc(at), "held_by": user})
	_save(doc)
	close_event(doc, "Completed")
	fulfil_for_ticket(doc.sla_ticket, CONFERENCE_CALL, at, user, (DOCTYPE, str(doc.name)))


def describe_standing(doc: ConferenceCallRecord) -> dict[str, Any]:
	"""What the form shows: whether the call has `changed` since people were invited, when it was owed, and
	how late it is.
	"""
	due, starts = call_due(doc), from_utc(doc.held_utc) or from_site(doc.starts_on)
	late = seconds_late(due, starts) if starts and doc.status != CANCELLED else 0
	zone = agreement_reading(frappe.get_doc("SLA Ticket", doc.sla_ticket))[1] if due else None
	return {
		"changed": bool(doc.invited_utc and doc.status == PLANNED and doc.invited_sha != _sha(doc)),
		"due_text": say_instant(due, reader_language(), zone) if due else "",
		"late_text": say_late(late),
	}


def enclose_call(named: Mapping[str, Any], reader: Reader) -> Enclosure:
	"""The call as it is now, for one invited person: when, where, what about, and the calendar file."""
	doc = frappe.get_doc(DOCTYPE, named["name"])
	starts, ends = _span(doc)
	cancelled = doc.status == CANCELLED or bool(named.get("taken_out"))
	agreed = str(agreement_reading(frappe.get_doc("SLA Ticket", doc.sla_ticket))[1])
	shown = _seen_by(doc, str(named["to"]))
	language = reader.language
	facts = [
		_("When: {0}", language).format(say_due(starts.isoformat(), language, reader.zone, agreed)),
		_("How long: {0}", language).format(say_duration((ends - starts).total_seconds(), language)),
		_("Bridge: {0}", language).format(doc.bridge) if doc.bridge else "",
		_("Agenda: {0}", language).format(doc.agenda) if doc.agenda else "",
		_("Participants: {0}", language).format(", ".join(person.name for person in shown)),
	]
	if cancelled:
		facts = [facts[0], _("Reason: {0}", language).format(doc.cancel_reason) if doc.cancel_reason else ""]
	invitation = Invitation(
		uid=doc.uid,
		sequence=doc.sequence or 0,
		starts=starts,
		ends=ends,
		written=utc_now(),
		summary=doc.subject,
		organizer=_organizer(doc),
		attendees=shown,
		description=doc.agenda or "",
		location=doc.bridge or "",
		cancelled=cancelled,
	)
	return Enclosure(
		doc.subject,
		tuple(filter(None, facts)),
		(Attachment("invite.ics", write_calendar(invitation), invitation.content_type),),
	)


def _seen_by(doc: ConferenceCallRecord, email: str) -> tuple[Attendee, ...]:
	"""The participants whom an invited person sees: all for the provider's people, their own side for the
	partner's.
	"""
	people = [(row, row.email) for row in doc.participants if row.email]
	own = next((row for row, address in people if address.lower() == email.lower()), None)
	if own is None:
		return (Attendee(email, email),)
	return tuple(
		Attendee(address, row.full_name or address)
		for row, address in people
		if own.party != PARTNER or row.party == PARTNER
	)


def _organizer(doc: ConferenceCallRecord) -> Attendee:
	"""Who started the call.

	Answers go to them, because the helpdesk's own mailbox would turn answers into tickets.
	"""
	person = user_person(doc.invited_by) if doc.invited_by else None
	if person:
		return Attendee(person.email, person.full_name)
	account = frappe.db.get_value("Email Account", {"default_outgoing": 1, "enable_outgoing": 1}, "email_id")
	return Attendee(account)


def _asked(doc: ConferenceCallRecord) -> list[dict[str, Any]]:
	"""The participants with an address, in the form in which `invited_to` keeps them once they are invited."""
	return [
		{"email": row.email, "party": row.party, "user": row.user or None}
		for row in doc.participants
		if row.email
	]


def _invited(doc: ConferenceCallRecord) -> list[dict[str, Any]]:
	return json.loads(doc.invited_to) if doc.invited_to else []


def _send(
	doc: ConferenceCallRecord,
	record: TicketRecord,
	person: Mapping[str, Any],
	template: str,
	*,
	taken_out: bool = False,
) -> None:
	theirs = person["party"] == PARTNER
	language, zone = partner_reading(doc.partner) if theirs and not person["user"] else (None, None)
	context = {
		"reference": record.reference_name,
		"priority": record.priority,
		"state": record.state,
		"for_partner": theirs,
		"enclosure": {"doctype": DOCTYPE, "name": doc.name, "to": person["email"], "taken_out": taken_out},
	}
	enqueue(
		Message(
			f"conference_call:{doc.name}:{doc.sequence}:{template}:{person['email'].lower()}",
			MAIL.title,
			person["email"],
			template,
			context,
			("SLA Ticket", record.name),
			person["user"],
			language=language,
			zone=zone,
		)
	)


def _who(escalation: EscalationRecord, record: TicketRecord) -> list[dict[str, Any]]:
	"""The tier's responsible people and the partner's management (000 §4.2), each address once."""
	ours = [person for person in map(user_person, codes_of(escalation.notified)) if person]
	theirs = contacts_of(record.partner, MANAGEMENT)
	return _rows([(PROVIDER, person) for person in ours] + [(PARTNER, person) for person in theirs])


def _rows(people: Iterable[tuple[str, Person]]) -> list[dict[str, Any]]:
	rows: dict[str, dict[str, Any]] = {}
	for party, person in people:
		row = {"user": person.user, "email": person.email, "full_name": person.full_name, "party": party}
		rows.setdefault(person.email.lower(), row)
	return list(rows.values())


def _fill_in(row: CallParticipantRow) -> None:
	"""Fill in the details of a participant who is a user, so that naming the user is enough."""
	person = user_person(row.user) if row.user else None
	row.email = (row.email or (person.email if person else "")).strip()
	row.full_name = row.full_name or (person.full_name if person else "") or row.email
	try:
		if row.email:
			Attendee(row.email)
	except ValueError as error:
		frappe.throw(_("Participants, row {0}, E-mail: {1}").format(row.idx, str(error)))


def _check_planned(doc: ConferenceCallRecord) -> None:
	if doc.status == HELD:
		frappe.throw(_("This call has already been held."))
	if doc.status == CANCELLED:
		frappe.throw(_("This call is cancelled. Set up another one."))


def _check_invitable(doc: ConferenceCallRecord) -> None:
	_check_planned(doc)
	if not any(row.email for row in doc.participants):
		frappe.throw(_("Participants: add at least one with an e-mail address."))
	if _span(doc)[1] <= utc_now():
		frappe.throw(_("Starts on: this time has passed. Choose a later one, or record the call as held."))
	if doc.invited_utc and doc.invited_sha == _sha(doc):
		frappe.throw(_("Nothing has changed since people were invited."))
	if not has_outgoing_account():
		frappe.throw(
			_(
				"This site has no outgoing e-mail account, so nobody can be invited. Set one up, or tell people yourself and record the call afterwards."
			)
		)


def _span(doc: ConferenceCallRecord) -> tuple[datetime, datetime]:
	starts = from_site(doc.starts_on)
	assert starts is not None
	return starts, starts + timedelta(minutes=doc.duration_minutes)


def _sha(doc: ConferenceCallRecord) -> str:
	"""A short hash of what an invitation says."""
	said = [
		*(doc.subject, str(get_datetime(doc.starts_on)), int(doc.duration_minutes or 0)),
		*(doc.bridge or "", doc.agenda or "", sorted((row.email or "").lower() for row in doc.participants)),
	]
	return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _next_quarter(now: datetime) -> datetime:
	"""The next full quarter of an hour that leaves people at least another quarter to gather."""
	at = now.replace(second=0, microsecond=0) + timedelta(minutes=QUARTER)
	return at + timedelta(minutes=-at.minute % QUARTER)


def _keep(doc: ConferenceCallRecord, before: Any) -> None:
	"""Restore the fields that the form and REST may not change."""
	over = before is not None and before.status != PLANNED
	for field in KEPT + (KEPT_WHEN_OVER if over else ()):
		doc.set(field, before.get(field) if before else None)
	if not before:
		doc.update({"status": PLANNED, "sequence": 0})


def _save(doc: ConferenceCallRecord) -> None:
	doc.flags.sla_id_working = True
	doc.save()
