"""Tells partners of maintenance, each once and in their language, and the provider's own people.

What a partner was told is a row of the maintenance with a unique key, written in the transaction of the messages: two workers at
once, or one that was killed, tell nobody twice and leave nobody out. The caller has locked the record and saves it.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import frappe
from frappe import _
from frappe.utils import get_system_timezone

from sla_id.engine.sentences import Sentence, say
from sla_id.engine.words import say_instant
from sla_id.escalation.contacts import Person, contacts_of, partner_reading
from sla_id.instants import from_utc, to_utc, utc_now, zone_of
from sla_id.maintenance.announced_time import ToldPlan, unannounced
from sla_id.maintenance.concerned_partners import ConcernedPartner, services_to_say, tellings_to
from sla_id.maintenance.maintenance_values import (
	ANNOUNCED,
	CANCELLED,
	CHANGED,
	DOCTYPE,
	ENDED,
	KINDS,
	OVERRUN,
	STARTED,
	planned_span,
	services_of,
	text_in,
)
from sla_id.maintenance.maintenance_words import (
	say_changes,
	say_heading,
	say_in_zones,
	say_late_end,
	say_services,
)
from sla_id.notify.outbox import Message
from sla_id.notify.outbox.channels.mail import MAIL, has_outgoing_account
from sla_id.notify.outbox.reader_language import reader_of
from sla_id.notify.outbox.write_messages import enqueue_all
from sla_id.notify.role_holders import users_of_role
from sla_id.notify.tell_people import tell

TEMPLATE = "maintenance"
CONTACT_ROLES = ("Technical", "Management", "Authorised")
NO_CONTACT = Sentence("No contact with an e-mail address")
NO_ACCOUNT = Sentence("This site has no outgoing e-mail account")


@dataclass(frozen=True, slots=True)
class MaintenanceNews:
	"""What is told: one of KINDS, why, and the plan as it was before a change."""

	kind: str
	reason: str = ""
	before: Any = None


def tell_partner(doc: Any, concerned: ConcernedPartner, news: MaintenanceNews) -> None:
	"""Tell one partner's contacts, and add what was told to the locked record."""
	now = utc_now()
	people = contacts_for(concerned)
	why_not = "" if people else NO_CONTACT
	if people and not has_outgoing_account():
		people, why_not = [], NO_ACCOUNT
	start, end = planned_span(doc)
	told = None if why_not else now
	tellings = tellings_to(doc, concerned.partner)
	if told and news.kind in (ANNOUNCED, CHANGED):
		tellings.append(ToldPlan(told, start, end))
	in_time = bool(tellings) and not unannounced(tellings, concerned.notice.is_kept)
	doc.append(
		"announcements",
		{
			"partner": concerned.partner,
			"agreement": concerned.agreement.name,
			"kind": news.kind,
			"written_utc": to_utc(now),
			"told_utc": to_utc(told),
			"in_time": int(in_time),
			"latest_utc": to_utc(concerned.notice.latest(start)),
			"why_not_told": str(why_not),
			"touched_services": "\n".join(services_to_say(services_of(doc), concerned)),
			"recipients": "\n".join(person.email for person in people),
			"sequence": doc.sequence or 0,
			"planned_start_utc": doc.planned_start_utc,
			"planned_end_utc": doc.planned_end_utc,
			"told_key": _told_key(doc, news.kind, concerned.partner),
		},
	)
	enqueue_all([_message(doc, concerned, person, news) for person in people])


def contacts_for(concerned: ConcernedPartner) -> list[Person]:
	"""The partner's contacts and those that the agreement names for it, each address once."""
	found: dict[str, Person] = {}
	for role in CONTACT_ROLES:
		for person in contacts_of(concerned.partner, role):
			found.setdefault(person.email.lower(), person)
	for contact in concerned.agreement.file.terms.contacts:
		if contact.party == "customer" and contact.email:
			person = Person(contact.email, contact.name or contact.email)
			found.setdefault(contact.email.lower(), person)
	return list(found.values())


def tell_staff(doc: Any, kind: str, reason: str = "") -> None:
	"""Tell the provider's people: the owners of its services, who planned it, and of an overrun the SLA Managers too."""
	codes = [row.service for row in doc.services]
	owners = frappe.get_all(
		"SLA Service", filters={"name": ["in", codes], "service_owner": ["is", "set"]}, pluck="service_owner"
	)
	users = [*owners, doc.owner, *(users_of_role("SLA Manager") if kind == OVERRUN else ())]
	tell(
		[user for user in users if user != frappe.session.user and _may_be_told(user)],
		f"maintenance:{doc.uid}:{doc.sequence or 0}:{kind}",
		"notice",
		lambda language: {"title": _staff_line(doc, kind, reason, language)},
		doc,
		email=kind == OVERRUN,
	)


def _staff_line(doc: Any, kind: str, reason: str, language: str) -> str:
	said = f"{doc.name}: {say_heading(doc, kind, language)}"
	return f"{said} ({reason})" if reason else said


def _told_key(doc: Any, kind: str, partner: str) -> str:
	"""One of its own for each thing that a partner is told, short enough for a column."""
	said = f"{doc.uid}:{doc.sequence or 0}:{kind}:{partner}"
	return hashlib.sha256(said.encode()).hexdigest()


def _may_be_told(user: str) -> bool:
	return user not in ("Administrator", "Guest") and bool(frappe.db.get_value("User", user, "enabled"))


def _message(doc: Any, concerned: ConcernedPartner, person: Person, news: MaintenanceNews) -> Message:
	language, zone = _reading(person, concerned.partner)
	return Message(
		f"maintenance:{doc.uid}:{doc.sequence or 0}:{news.kind}:{concerned.partner}:{person.email.lower()}",
		MAIL.title,
		person.email,
		TEMPLATE,
		{
			"reference": str(doc.name),
			"title": say_heading(doc, news.kind, language),
			"facts": _facts(doc, concerned, news, language, zone),
			"for_partner": True,
			"partner": concerned.partner,
			"told_key": _told_key(doc, news.kind, concerned.partner),
		},
		(DOCTYPE, str(doc.name)),
		person.user,
		language=language,
		zone=str(zone),
	)


def _reading(person: Person, partner: str) -> tuple[str, ZoneInfo]:
	"""The language and zone in which somebody reads: their own, else their partner's, else the site's."""
	language, zone = reader_of(person.user)
	if person.user is None:
		theirs = partner_reading(partner)
		language = ("id" if theirs[0].startswith("id") else "en") if theirs[0] else language
		zone = theirs[1] or zone
	return language, zone_of(zone) or ZoneInfo(get_system_timezone())


def _facts(
	doc: Any, concerned: ConcernedPartner, news: MaintenanceNews, language: str, zone: ZoneInfo
) -> list[str]:
	agreed = concerned.agreement.zone
	services = say_services(services_to_say(services_of(doc), concerned), language)
	when = say_in_zones(*planned_span(doc), language, zone, agreed)
	lines: list[str] = []
	if news.kind == CHANGED:
		lines = say_changes(news.before, doc, language, zone, agreed)
	elif news.kind == ANNOUNCED:
		impact = text_in(doc, "impact", language)
		lines = [
			_("When: {0}", language).format(when),
			_("Services: {0}", language).format(services),
			_("What you will notice: {0}", language).format(impact) if impact else "",
		]
	elif news.kind == CANCELLED:
		lines = [_("It was planned for: {0}", language).format(when)]
	else:
		lines = [_at_which(doc, news.kind, language, zone, agreed), _("Planned: {0}", language).format(when)]
	if news.kind == ENDED and (late := say_late_end(doc, language)):
		lines.append(_("Longer than planned by: {0}", language).format(late))
	if news.reason:
		lines.append(_("Reason: {0}", language).format(news.reason))
	return [line for line in lines if line]


def _at_which(doc: Any, kind: str, language: str, zone: ZoneInfo, agreed: ZoneInfo) -> str:
	"""When it started or ended, in both zones."""
	field, sentence = {
		STARTED: ("actual_start_utc", _("Started: {0}", language)),
		OVERRUN: ("planned_end_utc", _("Should have ended: {0}", language)),
		ENDED: ("actual_end_utc", _("Ended: {0}", language)),
	}[kind]
	at = from_utc(doc.get(field))
	return sentence.format(_in_both(at, language, zone, agreed)) if at else ""


def _in_both(at: datetime, language: str, zone: ZoneInfo, agreed: ZoneInfo) -> str:
	at = at.replace(microsecond=0)
	said = say_instant(at, language, zone)
	if at.astimezone(agreed).utcoffset() == at.astimezone(zone).utcoffset():
		return said
	return f"{said} ({say_instant(at, language, agreed)})"


def say_kind(kind: str, language: str) -> str:
	"""What a partner was told, in a language."""
	return say(KINDS[kind], language)
