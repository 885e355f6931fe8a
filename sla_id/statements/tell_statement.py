"""Tells people of statements: the partner's that one was sealed or answered, the provider's that one waits or was answered."""

from typing import Any

from frappe import _
from frappe.utils import getdate

from sla_id.agreements.partners import partner_users
from sla_id.engine.words import say_instant
from sla_id.escalation.contacts import Person, contacts_of, partner_reading
from sla_id.instants import from_utc, site_zone, zone_of
from sla_id.notify.outbox import Message
from sla_id.notify.outbox.channels.mail import MAIL, has_outgoing_account
from sla_id.notify.outbox.write_messages import enqueue_all
from sla_id.notify.role_holders import users_of_role
from sla_id.notify.tell_people import tell
from sla_id.statements.statement_values import DOCTYPE

TEMPLATE = "notice"
TOLD_ROLES = ("Technical", "Management", "Authorised")


def tell_sealed(doc: Any) -> None:
	"""Send a sealed statement to its partner: users by their bell and mail, contacts without a user by mail."""
	key = f"statement:{doc.name}:sealed"
	tell(
		partner_users([doc.partner]),
		key,
		TEMPLATE,
		lambda language: {"title": _say_sealed(doc, language)},
		doc,
		email=True,
	)
	if has_outgoing_account():
		language, _zone = partner_reading(doc.partner)
		said = _say_sealed(doc, "en" if language == "en" else "id")
		enqueue_all(
			[
				Message(
					f"{key}:{person.email.lower()}",
					MAIL.title,
					person.email,
					TEMPLATE,
					{"reference": str(doc.name), "title": said, "for_partner": True},
					(DOCTYPE, str(doc.name)),
					language="en" if language == "en" else "id",
				)
				for person in _without_user(doc.partner)
			]
		)


def tell_drafted(doc: Any) -> None:
	"""Tell the SLA Managers that a statement waits for their review."""
	tell(
		users_of_role("SLA Manager"),
		f"statement:{doc.name}:drafted",
		TEMPLATE,
		lambda language: {
			"title": _("{0}: the statement of {1} for {2} waits for review", language).format(
				doc.name, doc.partner, _month(doc)
			)
		},
		doc,
	)


def tell_answered(doc: Any, line: Any, at: str) -> None:
	"""Tell the SLA Managers that the partner disputes a line; of what is accepted nobody is told."""
	tell(
		users_of_role("SLA Manager"),
		f"statement:{doc.name}:{line.name}:{at}",
		TEMPLATE,
		lambda language: {
			"title": _("{0}: {1} disputes “{2}”: {3}", language).format(
				doc.name, doc.partner, line.label or line.agreement, line.answer_reason
			)
		},
		doc,
		email=True,
	)


def tell_replied(doc: Any, line: Any, at: str) -> None:
	"""Tell whoever disputed a line what was replied."""
	tell(
		[line.answered_by] if line.answered_by else [],
		f"statement:{doc.name}:{line.name}:reply:{at}",
		TEMPLATE,
		lambda language: {
			"title": _("{0}: reply on “{1}”: {2}", language).format(
				doc.name, line.label or line.agreement, line.reply
			)
		},
		doc,
		email=True,
	)


def _say_sealed(doc: Any, language: str) -> str:
	until = from_utc(doc.answer_until_utc)
	if until is None:
		return _("Service level statement of {0}: {1}", language).format(_month(doc), doc.name)
	_language, zone = partner_reading(doc.partner)
	said = say_instant(until, language, zone_of(zone) or site_zone())
	return _("Service level statement of {0}: {1}. You may dispute it until {2}", language).format(
		_month(doc), doc.name, said
	)


def _month(doc: Any) -> str:
	return str(getdate(doc.month).strftime("%Y-%m"))


def _without_user(partner: str) -> list[Person]:
	found: dict[str, Person] = {}
	for role in TOLD_ROLES:
		for person in contacts_of(partner, role):
			if person.user is None:
				found.setdefault(person.email.lower(), person)
	return list(found.values())
