"""Tells people of claims through the outbox: who decides of what waits, who claimed and the partner of what was decided."""

from datetime import datetime

import frappe
from frappe import _

from sla_id.agreements.partners import partner_users
from sla_id.engine.words import say_instant
from sla_id.exclusions.claim_values import CHANGED, OPEN, WITHDRAWN
from sla_id.exclusions.claim_words import claim_zone, say_claimed_time, say_class, say_status
from sla_id.exclusions.who_decides import whom_to_tell
from sla_id.instants import from_utc
from sla_id.notify.tell_people import tell
from sla_id.record_types import ExclusionClaimRecord


def tell_of_claim(doc: ExclusionClaimRecord) -> None:
	"""Tell those who decide of a new claim."""
	_tell_deciders(doc, "claimed")


def tell_of_objection(doc: ExclusionClaimRecord) -> None:
	"""Tell those who decide that the partner objects."""
	_tell_deciders(doc, "objected")


def remind_of_claim(doc: ExclusionClaimRecord, now: datetime) -> None:
	"""Tell those who decide that a claim or an objection still waits; once for each `now`."""
	_tell_deciders(doc, now.isoformat())


def tell_of_decision(doc: ExclusionClaimRecord) -> None:
	"""Tell whoever claimed, and the partner's people, what was decided, until when they may object, or what became of that."""
	what = "answered" if doc.objection_outcome else doc.status
	claimed_by = doc.claimed_by or "Administrator"
	claimer = [] if claimed_by in (frappe.session.user, "Administrator") else [claimed_by]
	for users in (claimer, partner_users([doc.partner])):
		tell(
			users,
			f"claim:{doc.name}:{what}",
			"notice",
			lambda language: {"title": _say_decision(doc, language)},
			doc,
		)


def _tell_deciders(doc: ExclusionClaimRecord, what: str) -> None:
	tell(
		whom_to_tell(doc),
		f"claim:{doc.name}:{what}",
		"notice",
		lambda language: {"title": _say_waiting(doc, language)},
		doc,
		email=True,
	)


def _say_waiting(doc: ExclusionClaimRecord, language: str) -> str:
	time, partner = say_claimed_time(doc, language), _partner(doc)
	if doc.status != OPEN:
		return _("{0}: {1} objects to the decision about {2}. Keep or change it.", language).format(
			doc.name, partner, time
		)
	due = from_utc(doc.decide_by_utc)
	if due is None:
		return _("{0}: decide whether {1} counts as downtime for {2} ({3}).", language).format(
			doc.name, time, partner, say_class(doc, language)
		)
	return _("{0}: decide by {4} whether {1} counts as downtime for {2} ({3}).", language).format(
		doc.name, time, partner, say_class(doc, language), _say(doc, due, language)
	)


def _say_decision(doc: ExclusionClaimRecord, language: str) -> str:
	said = _("{0}: exclusion of {1} ({2}): {3}.", language).format(
		doc.name,
		say_claimed_time(doc, language),
		say_class(doc, language),
		say_status(doc.status, language),
	)
	until = from_utc(doc.object_until_utc)
	if doc.objection_outcome:
		more = (
			_("The decision was changed after the objection.", language)
			if doc.objection_outcome == CHANGED
			else _("The decision was kept after the objection.", language)
		)
	elif until is None or doc.status == WITHDRAWN:
		return said
	else:
		more = _("The partner may object until {0}.", language).format(_say(doc, until, language))
	return f"{said} {more}"


def _say(doc: ExclusionClaimRecord, at: datetime, language: str) -> str:
	return say_instant(at.replace(microsecond=0), language, claim_zone(doc))


def _partner(doc: ExclusionClaimRecord) -> str:
	return str(frappe.get_cached_value("SLA Partner", doc.partner, "partner_name") or doc.partner)
