"""Whose ticket it is: a host's customer, contact or address to our `SLA Partner`, and portal users to partners."""

from collections.abc import Iterable
from dataclasses import dataclass

import frappe

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
		linked = frappe.db.get_value(
			"SLA Partner Link",
			{"link_doctype": doctype, "link_name": name, "parenttype": "SLA Partner"},
			"parent",
		)
		if linked and _enabled(linked):
			return str(linked)
	for field, value in (("contact", reporter.contact), ("user", reporter.user), ("email", reporter.email)):
		if value:
			found = frappe.db.get_value(
				"SLA Partner Contact", {field: value, "parenttype": "SLA Partner"}, "parent"
			)
			if found and _enabled(found):
				return str(found)
	return _by_domain(reporter.email or reporter.user)


def is_staff(user: str) -> bool:
	"""Whether a user sees records by role, and not by the partners they belong to."""
	return user == "Administrator" or bool(STAFF & set(frappe.get_roles(user)))


def partners_of(user: str) -> list[str]:
	"""The partners whose records a portal user may see."""
	if user in ("Guest", "Administrator"):
		return []
	contact, partner = frappe.qb.DocType("SLA Partner Contact"), frappe.qb.DocType("SLA Partner")
	rows = (
		frappe.qb.from_(contact)
		.join(partner)
		.on(contact.parent == partner.name)
		.select(partner.name)
		.distinct()
		.where((contact.user == user) & (contact.parenttype == "SLA Partner") & (partner.disabled == 0))
	).run()
	return [row[0] for row in rows]


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


def _enabled(partner: str) -> bool:
	return not frappe.db.get_value("SLA Partner", partner, "disabled")


def _by_domain(email: str | None) -> str | None:
	domain = (email or "").rpartition("@")[2].strip().lower()
	if not domain:
		return None
	rows = frappe.get_all(
		"SLA Partner",
		filters={"disabled": 0, "email_domains": ["like", f"%{domain}%"]},
		fields=["name", "email_domains"],
		order_by="name",
	)
	for row in rows:
		if domain in {line.strip().lower().lstrip("@") for line in (row.email_domains or "").splitlines()}:
			return str(row.name)
	return None
