"""Notices: things about an agreement that its parties must know. Each is raised once and acknowledged by a person."""

from collections.abc import Iterable

import frappe
from frappe import _

from sla_id.agreements.levels import agreement_zone
from sla_id.agreements.partners import partners_of
from sla_id.engine.words import say_instant
from sla_id.instants import to_utc, utc_now
from sla_id.notify.role_holders import users_of_role
from sla_id.notify.tell_people import tell as tell_people
from sla_id.record_types import AgreementRecord, NoticeRecord

MANAGER = "SLA Manager"


def raise_notice(
	agreement: AgreementRecord, kind: str, subject: str, details: str, key: str, *, tell: Iterable[str] = ()
) -> str | None:
	"""Add a notice unless there is one with that key, and tell the managers and `tell`. Returns its name."""
	if frappe.db.exists("SLA Notice", {"notice_key": key}):
		return None
	now = utc_now()
	notice = frappe.get_doc(
		{
			"doctype": "SLA Notice",
			"kind": kind,
			"agreement": agreement.name,
			"partner": agreement.partner,
			"raised_by": frappe.session.user,
			"raised_utc": to_utc(now),
			"raised_text": say_instant(now, agreement.language or "id", agreement_zone(agreement)),
			"subject": subject[:140],
			"details": details,
			"notice_key": key,
		}
	).insert(ignore_permissions=True)
	told = (*users_of_role(MANAGER), *tell)
	tell_people(told, f"notice:{notice.name}", "notice", lambda _language: {"title": subject}, notice)
	return str(notice.name)


def acknowledge(notice: NoticeRecord, answer: str) -> None:
	"""Record that a person has taken note. Throws ValidationError if somebody already has."""
	if notice.state == "Acknowledged":
		frappe.throw(_("{0} has already acknowledged this.").format(notice.acknowledged_by))
	notice.db_set(
		{
			"state": "Acknowledged",
			"answer": answer,
			"acknowledged_by": frappe.session.user,
			"acknowledged_utc": to_utc(utc_now()),
		}
	)


def report_contact_change(agreement: AgreementRecord, change: str) -> str:
	"""Record a party's written notice that its contact data has changed (000 §7.3). Throws if it is empty."""
	if not change.strip():
		frappe.throw(_("Say what has changed: the old contact, the new one, and from when."))
	user = frappe.session.user
	side = _("the partner") if agreement.partner in partners_of(user) else _("the provider")
	key = f"contact:{agreement.name}:{user}:{utc_now().isoformat()}"
	name = raise_notice(
		agreement,
		"Contact Change",
		_("{0}: {1} has new contact data").format(agreement.name, side),
		change,
		key,
	)
	assert name is not None
	return name
