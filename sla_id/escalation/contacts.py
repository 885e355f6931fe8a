"""People with an address: a partner's technical contacts are told, their management is called (000 §4.2)."""

from dataclasses import dataclass

import frappe
from frappe import _
from frappe.utils import escape_html

from sla_id.record_types import PartnerContactRow, PartnerRecord

TECHNICAL, MANAGEMENT = "Technical", "Management"


@dataclass(frozen=True, slots=True)
class Person:
	"""A person with an address. `user` is set if they have an enabled user."""

	email: str
	full_name: str
	user: str | None = None


def contacts_of(partner: str | None, role: str) -> list[Person]:
	"""The contacts of a partner in a role, each address once. Those without any address are left out."""
	if not partner:
		return []
	rows = frappe.get_all(
		"SLA Partner Contact",
		filters={"parent": partner, "parenttype": "SLA Partner", "contact_role": role},
		fields=["user", "email", "contact"],
		order_by="idx",
	)
	found: dict[str, Person] = {}
	for row in rows:
		user = user_person(row.user) if row.user else None
		email = address_of(row).strip()
		if email:
			name = user.full_name if user else _contact_name(row.contact) or email
			found.setdefault(email.lower(), Person(email, name, row.user if user else None))
	return list(found.values())


def address_of(row: PartnerContactRow) -> str:
	"""The address of a partner's contact: the row's own, an enabled user's, or the linked contact's. "" if
	there is none.
	"""
	if row.email:
		return str(row.email)
	user = user_person(row.user) if row.user else None
	if user:
		return user.email
	return str((frappe.db.get_value("Contact", row.contact, "email_id") if row.contact else None) or "")


def warn_of_contacts(doc: PartnerRecord, method: str | None = None) -> None:
	"""on_update of SLA Partner: warn of contacts that plans, calls and announcements don't reach."""
	silent = [row for row in doc.contacts if not address_of(row)]
	if (
		not silent
		or doc.disabled
		or frappe.flags.in_install
		or frappe.flags.in_migrate
		or frappe.flags.in_import
	):
		return
	lines = [
		_("Row {0}, {1}: no e-mail address, and no enabled user with one. Give one of them.").format(
			row.idx, row.user or row.contact or row.job_title or _(row.contact_role)
		)
		for row in silent
	]
	frappe.msgprint(
		"<br>".join(map(escape_html, lines)), title=_("Contacts who can't be reached"), indicator="orange"
	)


def user_person(user: str) -> Person | None:
	"""An enabled user as a person, or None."""
	row = frappe.db.get_value("User", user, ["email", "full_name", "enabled"], as_dict=True)
	if not row or not row.enabled or not row.email:
		return None
	return Person(row.email, row.full_name or row.email, user)


def partner_reading(partner: str | None) -> tuple[str | None, str | None]:
	"""The (language, zone) for those of a partner's contacts who have no user of their own."""
	if not partner:
		return None, None
	language, zone = frappe.db.get_value("SLA Partner", partner, ["language", "time_zone"]) or (None, None)
	return language, zone


def _contact_name(contact: str | None) -> str:
	if not contact:
		return ""
	names = frappe.db.get_value("Contact", contact, ["first_name", "last_name"]) or ("", "")
	return " ".join(filter(None, names))
