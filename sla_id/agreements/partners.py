"""Whose ticket it is: finds the `SLA Partner` of a host's customer, contact or address, and the partners of
portal users.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.query_builder.functions import Lower
from pypika import Criterion

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
	if listed := _listed_partner(reporter):
		return listed
	domain = plain_address((reporter.email or reporter.user or "").rpartition("@")[2])
	return next(iter(domain_partners(domain)), None) if domain else None


def _listed_partner(reporter: Reporter) -> str | None:
	"""The enabled partner that lists a reporter's contact, or else their user, or else their address.

	One query for all three.
	"""
	row, partner = frappe.qb.DocType("SLA Partner Contact"), frappe.qb.DocType("SLA Partner")
	addresses = [plain_address(address) for address in (reporter.user, reporter.email) if address]
	wanted = [(row.contact == reporter.contact)] if reporter.contact else []
	wanted += [Lower(field).isin(addresses) for field in (row.user, row.email) if addresses]
	if not wanted:
		return None
	found = (
		frappe.qb.from_(row)
		.join(partner)
		.on(row.parent == partner.name)
		.select(partner.name, row.contact, row.user, row.email)
		.where(Criterion.any(wanted) & (row.parenttype == "SLA Partner") & (partner.disabled == 0))
		.orderby(partner.name)
	).run(as_dict=True)
	# compared again here, as in `_enabled_partners`
	named = [held.name for held in found if reporter.contact and _is_same(held.contact, reporter.contact)]
	for address in addresses:
		named += [held.name for held in found if address in map(plain_address, (held.user, held.email))]
	return str(named[0]) if named else None


def _is_same(held: str | None, wanted: str) -> bool:
	return plain_address(held) == plain_address(wanted)


def linked_partners(doctype: str, name: str) -> list[str]:
	"""The enabled partners that a host's record belongs to.

	More than one only if the rows are older than the check.
	"""
	link = frappe.qb.DocType("SLA Partner Link")
	named = (link.link_doctype == doctype) & (link.link_name == name)
	return _enabled_partners(link, [link.link_name], named, name)


def partners_listing_contact(name: str) -> list[str]:
	"""The enabled partners that list a Contact.

	A contact's name may look like an address, but isn't treated as one.
	"""
	contact = frappe.qb.DocType("SLA Partner Contact")
	return _enabled_partners(contact, [contact.contact], contact.contact == name, name)


def partners_listing_address(address: str) -> list[str]:
	"""The enabled partners that list a user or an e-mail address, ignoring case."""
	contact, wanted = frappe.qb.DocType("SLA Partner Contact"), plain_address(address)
	named = (Lower(contact.user) == wanted) | (Lower(contact.email) == wanted)
	return _enabled_partners(contact, [contact.user, contact.email], named, address)


def _enabled_partners(child: Any, columns: list[Any], condition: Any, value: str) -> list[str]:
	"""The enabled partners with such a row, by name: one of the columns holds the value, but for its case.

	Compared again here, since MariaDB takes mitrá@… for mitra@….
	"""
	partner = frappe.qb.DocType("SLA Partner")
	rows = (
		frappe.qb.from_(child)
		.join(partner)
		.on(child.parent == partner.name)
		.select(partner.name, *columns)
		.where(condition & (child.parenttype == "SLA Partner") & (partner.disabled == 0))
		.orderby(partner.name)
	).run()
	wanted = plain_address(value)
	return list(dict.fromkeys(str(name) for name, *held in rows if wanted in map(plain_address, held)))


def plain_address(value: str | None) -> str:
	"""The form in which addresses are compared: without case and surrounding blanks, in Unicode form NFC."""
	return unicodedata.normalize("NFC", (value or "").strip()).lower()


def domains_of(text: str | None) -> list[str]:
	"""The e-mail domains of a partner, one for each line, without what people write around them."""
	lines = (plain_address(line).lstrip("@") for line in (text or "").splitlines())
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
	"""Whether a user sees records by role instead of by the partners they belong to."""
	return user == "Administrator" or bool(STAFF & set(frappe.get_roles(user)))


def partners_of(user: str) -> list[str]:
	"""The partners that a user belongs to and whose records they may see. None for a disabled user."""
	if not _may_belong(user):
		return []
	contact = frappe.qb.DocType("SLA Partner Contact")
	return _enabled_partners(contact, [contact.user], Lower(contact.user) == plain_address(user), user)


def reading_of_partners(users: Iterable[str]) -> dict[str, tuple[str | None, str | None]]:
	"""The language and zone of the partner that each user belongs to: the first of `partners_of`, asked for all at once."""
	row, partner = frappe.qb.DocType("SLA Partner Contact"), frappe.qb.DocType("SLA Partner")
	wanted = {plain_address(user): user for user in users if _may_belong(user)}
	if not wanted:
		return {}
	found = (
		frappe.qb.from_(row)
		.join(partner)
		.on(row.parent == partner.name)
		.select(row.user, partner.language, partner.time_zone)
		.where(Lower(row.user).isin(list(wanted)) & (row.parenttype == "SLA Partner"))
		.where(partner.disabled == 0)
		.orderby(partner.name)
	).run()
	reading: dict[str, tuple[str | None, str | None]] = {}
	for user, language, zone in found:
		# compared again here, as in `_enabled_partners`
		if plain_address(user) in wanted:
			reading.setdefault(wanted[plain_address(user)], (language, zone))
	return reading


def _may_belong(user: str) -> bool:
	return user not in ("Guest", "Administrator") and bool(frappe.get_cached_value("User", user, "enabled"))


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
