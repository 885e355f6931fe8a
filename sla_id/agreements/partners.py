"""Whose ticket it is: a host's customer, contact or address to our `SLA Partner`, and portal users to partners."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.query_builder.functions import Lower

STAFF = frozenset({"System Manager", "SLA Manager", "SLA Agent", "SLA Executive"})
"""Who sees the app's records by role."""
AGENTS = frozenset({"SLA Agent", "SLA Manager", "System Manager", "Agent", "Support Team"})
"""Who works on tickets: by the app's roles or the hosts' own."""


@dataclass(frozen=True, slots=True)
class Reporter:
	"""What a host knows of who raised a ticket. `customer` is its record, e.g. ("HD Customer", "PT Maju")."""

	customer: tuple[str, str] | None = None
	contact: str | None = None
	user: str | None = None
	email: str | None = None


def find_partner(reporter: Reporter) -> str | None:
	"""The partner a ticket belongs to: by customer record, contact, user or address, then e-mail domain."""
	for doctype, name in filter(None, (reporter.customer, _pair("Contact", reporter.contact))):
		for partner in linked_partners(doctype, name):
			return partner
	for value in filter(None, (reporter.contact, reporter.user, reporter.email)):
		for partner in listed_partners(value):
			return partner
	domain = (reporter.email or reporter.user or "").rpartition("@")[2].strip().lower()
	return next(iter(domain_partners(domain)), None) if domain else None


def linked_partners(doctype: str, name: str) -> list[str]:
	"""The enabled partners that a host's record stands for: one, unless the rows are older than the check."""
	link = frappe.qb.DocType("SLA Partner Link")
	return _enabled_partners(link, (link.link_doctype == doctype) & (link.link_name == name))


def listed_partners(value: str) -> list[str]:
	"""The enabled partners that list a contact, user or address, in whatever case it is written: databases differ there."""
	contact, wanted = frappe.qb.DocType("SLA Partner Contact"), value.strip().lower()
	named = (contact.contact == value) | (Lower(contact.user) == wanted) | (Lower(contact.email) == wanted)
	return _enabled_partners(contact, named)


def _enabled_partners(child: Any, condition: Any) -> list[str]:
	"""The enabled partners with such a row, by name."""
	partner = frappe.qb.DocType("SLA Partner")
	rows = (
		frappe.qb.from_(child)
		.join(partner)
		.on(child.parent == partner.name)
		.select(partner.name)
		.distinct()
		.where(condition & (child.parenttype == "SLA Partner") & (partner.disabled == 0))
		.orderby(partner.name)
	).run()
	return [str(row[0]) for row in rows]


def domains_of(text: str | None) -> list[str]:
	"""The e-mail domains of a partner, one a line, without what people write around them."""
	lines = (line.strip().lower().lstrip("@") for line in (text or "").splitlines())
	return list(dict.fromkeys(filter(None, lines)))


def domain_partners(domain: str) -> list[str]:
	"""The enabled partners that an e-mail domain belongs to."""
	rows = frappe.get_all(
		"SLA Partner",
		filters={"disabled": 0, "email_domains": ["like", f"%{domain}%"]},
		fields=["name", "email_domains"],
		order_by="name",
	)
	return [str(row.name) for row in rows if domain in domains_of(row.email_domains)]


def is_staff(user: str) -> bool:
	"""Whether a user sees records by role, and not by the partners they belong to."""
	return user == "Administrator" or bool(STAFF & set(frappe.get_roles(user)))


def partners_of(user: str) -> list[str]:
	"""The partners whose records a portal user may see."""
	if user in ("Guest", "Administrator"):
		return []
	contact = frappe.qb.DocType("SLA Partner Contact")
	return _enabled_partners(contact, contact.user == user)


def authorised_users(partner: str | None, roles: Iterable[str]) -> list[str]:
	"""The users of a partner whose contact has one of those roles, e.g. "Authorised"."""
	if not partner:
		return []
	return frappe.get_all(
		"SLA Partner Contact",
		filters={
			"parent": partner,
			"parenttype": "SLA Partner",
			"contact_role": ["in", list(roles)],
			"user": ["is", "set"],
		},
		pluck="user",
	)


def partner_users(partners: Iterable[str]) -> list[str]:
	"""The portal users of those partners, each once."""
	users = frappe.get_all(
		"SLA Partner Contact",
		filters={"parent": ["in", list(partners)], "parenttype": "SLA Partner", "user": ["is", "set"]},
		pluck="user",
		order_by="parent, idx",
	)
	return list(dict.fromkeys(users))


def _pair(doctype: str, name: str | None) -> tuple[str, str] | None:
	return (doctype, name) if name else None
