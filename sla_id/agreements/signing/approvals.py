"""Decisions of the parties on a proposed text: who has to decide, who may, and whether everyone has."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _

from sla_id.agreements.levels import agreement_zone
from sla_id.agreements.partners import authorised_users, partners_of
from sla_id.engine.words import say_instant
from sla_id.instants import to_utc, utc_now
from sla_id.record_types import AgreementRecord

PROVIDER, CUSTOMER = "Provider", "Customer"
APPROVED, RETURNED = "Approved", "Returned"
DESK, PORTAL, PAPER = "Desk", "Portal", "Paper"
MANAGERS = frozenset({"SLA Manager", "System Manager"})
MAY_SIGN = ("Authorised", "Management")


@dataclass(frozen=True, slots=True)
class Seat:
	"""A decision that is needed: the side, and the address of the person (empty: any authorised user of the side)."""

	party: str
	email: str
	title: str
	name: str


def seats(agreement: AgreementRecord) -> list[Seat]:
	"""The decisions that an agreement needs.

	Each signatory with an address decides personally. For a side without one, any of its authorised users decides. An
	agreement for everybody (001 §1) has no partner who could sign it, so it is announced.
	"""
	named = [
		Seat(row.party, row.email.strip().lower(), row.label or "", row.full_name or "")
		for row in agreement.signatories
		if row.email
	]
	sides = [PROVIDER, *([CUSTOMER] if agreement.partner else [])]
	open_sides = [side for side in sides if side not in {seat.party for seat in named}]
	return [*named, *(_open_seat(agreement, side) for side in open_sides)]


def decisions(agreement: str, content_hash: str) -> list[Any]:
	"""The decisions on that text, oldest first."""
	return frappe.get_all(
		"SLA Agreement Approval",
		filters={"agreement": agreement, "content_hash": content_hash},
		fields=[
			"party",
			"decision",
			"approved_by",
			"signatory",
			"signatory_title",
			"at_text",
			"through",
			"name",
		],
		order_by="at_utc asc, creation asc",
	)


def missing(agreement: AgreementRecord) -> list[Seat]:
	"""The decisions that are still needed on the proposed text."""
	given = [
		row for row in decisions(agreement.name, agreement.content_hash or "") if row.decision == APPROVED
	]
	on_paper = {row.party for row in given if row.through == PAPER}
	taken = {(row.party, (row.approved_by or "").lower()) for row in given}
	return [
		seat
		for seat in seats(agreement)
		if seat.party not in on_paper
		and (
			(seat.party, seat.email) not in taken
			if seat.email
			else seat.party not in {row.party for row in given}
		)
	]


def seat_of(agreement: AgreementRecord, user: str) -> Seat | None:
	"""The decision that a user may make now, or None. Nobody decides for both sides."""
	if any(row.approved_by == user for row in decisions(agreement.name, agreement.content_hash or "")):
		return None
	mine = {user.lower(), (frappe.db.get_value("User", user, "email") or "").lower()}
	for seat in missing(agreement):
		if seat.email in mine or (not seat.email and _is_authorised(agreement, seat.party, user)):
			return seat
	return None


def record_decision(
	agreement: AgreementRecord,
	seat: Seat,
	decision: str,
	*,
	through: str,
	user: str,
	comment: str = "",
	at_text: str = "",
) -> str:
	"""Add a decision on the proposed text. Returns its name."""
	now = utc_now()
	zone = agreement_zone(agreement)
	entry = frappe.get_doc(
		{
			"doctype": "SLA Agreement Approval",
			"agreement": agreement.name,
			"party": seat.party,
			"decision": decision,
			"signatory": seat.name or frappe.get_cached_value("User", user, "full_name") or user,
			"signatory_title": seat.title,
			"comment": comment,
			"approved_by": user,
			"at_text": at_text or say_instant(now, agreement.language or "id", zone),
			"at_utc": to_utc(now),
			"through": through,
			"ip_address": getattr(frappe.local, "request_ip", None),
			"content_hash": agreement.content_hash,
			"approval_key": ":".join(
				(agreement.name, agreement.content_hash or "", seat.party, seat.email or user)
			),
		}
	)
	entry.insert(ignore_permissions=True)
	return str(entry.name)


def need_approvals(agreement: AgreementRecord) -> None:
	"""before_submit: refuse a text that both sides haven't approved as it stands. Throws ValidationError."""
	waiting = missing(agreement)
	if waiting:
		frappe.throw(
			_("{0} still has to be approved by: {1}. Propose it, and let them approve.").format(
				agreement.name, ", ".join(say_seat(seat) for seat in waiting)
			)
		)


def say_seat(seat: Seat) -> str:
	"""Say whose decision is awaited."""
	who = seat.name or seat.email or _("any authorised user")
	return f"{_(seat.party, context='SLA Agreement')} ({', '.join(filter(None, (seat.title, who)))})"


def users_of(agreement: AgreementRecord, seats_: Iterable[Seat]) -> list[str]:
	"""The users who may make those decisions."""
	users: dict[str, None] = {}
	for seat in seats_:
		if seat.email:
			found = frappe.db.get_value("User", {"email": seat.email, "enabled": 1})
			users.update(dict.fromkeys([found] if found else []))
		elif seat.party == CUSTOMER:
			users.update(dict.fromkeys(authorised_users(agreement.partner, MAY_SIGN)))
	return list(users)


def _open_seat(agreement: AgreementRecord, side: str) -> Seat:
	row = next((row for row in agreement.signatories if row.party == side), None)
	return Seat(side, "", row.label if row else "", (row.full_name or "") if row else "")


def _is_authorised(agreement: AgreementRecord, party: str, user: str) -> bool:
	if party == PROVIDER:
		return user == "Administrator" or bool(MANAGERS & set(frappe.get_roles(user)))
	if agreement.partner not in partners_of(user):
		return False
	return bool(
		frappe.db.exists(
			"SLA Partner Contact",
			{"parent": agreement.partner, "user": user, "contact_role": ["in", MAY_SIGN]},
		)
	)
