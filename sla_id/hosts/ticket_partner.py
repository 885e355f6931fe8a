"""Decides whose ticket it is, once, when it is first seen. After that only the provider's people can change
it.

What a ticket says of its reporter can change: a contact moves to another partner, or a form sends another
address. The ticket's partner stays the same. Otherwise promises to one partner would be kept to another.
"""

from dataclasses import replace

import frappe

from sla_id.agreements.partners import (
	AGENTS,
	Reporter,
	find_partner,
	is_staff,
	partners_of,
	plain_address,
)
from sla_id.hosts.base import RESOLVED, HostTicket
from sla_id.ticket_record import TicketRecord


def partner_of(record: TicketRecord, seen: HostTicket) -> str | None:
	"""The partner of an SLA Ticket: the one it has, or else the reporter's.

	A ticket solved without a partner keeps none.
	"""
	if record.partner or (record.host_state and seen.effect == RESOLVED):
		return str(record.partner or "") or None
	if is_portal_user(seen.made_by):
		return _own_partner(seen.made_by)
	return find_partner(_vouched(seen.reporter, seen.made_by))


def is_portal_user(user: str) -> bool:
	"""Whether users report for themselves.

	True for all but the provider's people and mail that the server fetched.
	"""
	if user in ("Guest", "Administrator") or is_staff(user) or AGENTS & set(frappe.get_roles(user)):
		return False
	return frappe.get_cached_value("User", user, "user_type") == "Website User" or bool(partners_of(user))


def _own_partner(user: str) -> str | None:
	"""A portal user's own partner. The name, customer and contact that the form sends are ignored."""
	email = frappe.get_cached_value("User", user, "email") or user
	found = find_partner(Reporter(user=user))
	for contact in [] if found else filter(_is_staffs, _contacts(user, email)):
		reporters = [Reporter(contact=contact), *map(_customer, _links(contact))]
		found = found or next(filter(None, map(find_partner, reporters)), None)
	return found or find_partner(Reporter(user=user, email=email))


def _vouched(reporter: Reporter, made_by: str) -> Reporter:
	"""The reporter that a ticket names, without anything taken from a contact that somebody outside wrote."""
	# mail is fetched as Administrator, who has every role
	typed_in = made_by != "Administrator" and AGENTS & set(frappe.get_roles(made_by))
	if not reporter.contact or typed_in or _is_staffs(reporter.contact):
		return reporter
	return replace(reporter, contact=None, customer=None)


def _is_staffs(contact: str) -> bool:
	"""Whether the provider wrote a contact.

	Frappe lets every login create one, with any address and customer.
	"""
	return not is_portal_user(frappe.db.get_value("Contact", contact, "owner") or "Guest")


def _contacts(user: str, email: str) -> list[str]:
	"""The contacts of a user, by login or by exactly their address."""
	own = frappe.get_all("Contact", filters={"user": user}, pluck="name", order_by="name")
	listed = frappe.get_all("Contact Email", filters={"email_id": email}, fields=["parent", "email_id"])
	same = [row.parent for row in listed if plain_address(row.email_id) == plain_address(email)]
	return list(dict.fromkeys([*own, *same]))


def _links(contact: str) -> list[tuple[str, str]]:
	"""The records that a contact belongs to, customers among them."""
	return frappe.get_all(
		"Dynamic Link",
		filters={"parent": contact, "parenttype": "Contact"},
		fields=["link_doctype", "link_name"],
		order_by="idx",
		as_list=True,
	)


def _customer(link: tuple[str, str]) -> Reporter:
	return Reporter(customer=(link[0], link[1]))
