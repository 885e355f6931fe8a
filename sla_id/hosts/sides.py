"""Who stands on which side of one ticket: the partner's people, those who answer for the provider, and
everybody else.

Sides belong to a ticket: an agent on one partner's tickets may be another partner's contact.
"""

from dataclasses import dataclass
from email.utils import getaddresses, parseaddr
from functools import cached_property
from typing import Any

import frappe
from frappe.query_builder.functions import Lower

from sla_id.agreements.partners import AGENTS, Reporter, domains_of, plain_address
from sla_id.hosts.base import record_name
from sla_id.hosts.counted import CountedAs, counted_field
from sla_id.hosts.registry import HOSTS

AGENT_ROLES = AGENTS | {"Agent Manager"}
CUSTOMERS = ("HD Customer", "Customer")
"""The hosts' records of customers."""
FOR_EVERYBODY = frozenset(
	{
		*(
			"gmail.com",
			"googlemail.com",
			"yahoo.com",
			"yahoo.co.id",
			"ymail.com",
			"rocketmail.com",
			"outlook.com",
		),
		*(
			"hotmail.com",
			"live.com",
			"msn.com",
			"icloud.com",
			"me.com",
			"aol.com",
			"proton.me",
			"protonmail.com",
		),
	}
)
"""Domains in which anybody has an address: who shares one is no colleague."""


@dataclass(frozen=True)
class Sides:
	"""The sides of one ticket. `partner` is the partner of its SLA Ticket. Addresses are in lower case."""

	doctype: str
	name: str
	partner: str | None
	reporter: str
	contact: str | None
	customer: str | None = None

	@cached_property
	def reporters(self) -> frozenset[str]:
		"""The addresses of those who raised the ticket."""
		addresses = {self.reporter}
		if self.contact:
			rows = frappe.get_all("Contact Email", {"parent": self.contact}, pluck="email_id")
			primary = frappe.db.get_value("Contact", self.contact, ["email_id", "user"]) or ()
			addresses |= {address_of(value) for value in (*rows, *primary)}
		return frozenset(addresses - {""})

	def is_agent(self, person: str) -> bool:
		"""Whether a user, or the user with that address, answers for the provider on this ticket."""
		user = find_user(person)
		return bool(user and AGENT_ROLES & set(frappe.get_roles(user)) and not self._lists(person))

	def is_partners(self, address: str) -> bool:
		"""Whether an address is on the partner's side: it raised the ticket, took part in it, or belongs to
		the partner.

		If an agent wrote down a call and none of the partner's people is known, everybody outside the
		provider counts.
		"""
		if address in self.reporters or self._lists(address):
			return True
		if self.is_agent(address) or is_mailbox(address):
			return False
		if self._has_domain(address) or self._is_customers(address):
			return True
		return (address in self._took_part or self._knows_nobody) and not self.is_internal(address)

	def is_internal(self, address: str) -> bool:
		"""Whether an address belongs to the provider: an agent, a colleague, or a mailbox of the helpdesk."""
		if address in self.reporters or self._lists(address) or self._has_domain(address):
			return False
		user = find_user(address)
		if user and frappe.get_cached_value("User", user, "user_type") == "System User":
			return True
		return is_mailbox(address) or self._has_our_domain(address)

	def _lists(self, person: str) -> bool:
		"""Whether the partner lists a person as its contact, by user or by address."""
		if not self.partner:
			return False
		row, wanted = frappe.qb.DocType("SLA Partner Contact"), plain_address(person)
		found = (
			frappe.qb.from_(row)
			.select(row.user, row.email)
			.where((row.parent == self.partner) & (row.parenttype == "SLA Partner"))
			.where((Lower(row.user) == wanted) | (Lower(row.email) == wanted))
		).run()
		return any(wanted in map(address_of, values) for values in found)

	def _has_domain(self, address: str) -> bool:
		domains = frappe.db.get_value("SLA Partner", self.partner, "email_domains") if self.partner else None
		return domain_of(address) in domains_of(domains)

	def _is_customers(self, address: str) -> bool:
		"""Whether a contact with that address belongs to the ticket's customer or to one of the partner's
		customers.
		"""
		rows = frappe.get_all("Contact Email", {"email_id": address}, ["parent", "email_id"])
		contacts = [row.parent for row in rows if address_of(row.email_id) == address]
		if not contacts:
			return False
		theirs = {(doctype, self.customer) for doctype in CUSTOMERS if self.customer}
		theirs |= set(self._links("SLA Partner Link", "SLA Partner", [self.partner] if self.partner else []))
		return bool(theirs & set(self._links("Dynamic Link", "Contact", contacts)))

	@staticmethod
	def _links(doctype: str, parenttype: str, parents: list[str]) -> list[tuple[str, str]]:
		filters = {"parenttype": parenttype, "parent": ["in", parents]}
		rows = frappe.get_all(doctype, filters, ["link_doctype", "link_name"]) if parents else []
		return [(row.link_doctype, row.link_name) for row in rows]

	@cached_property
	def _knows_nobody(self) -> bool:
		"""Whether only the provider's own people or mailboxes raised the ticket, so that none of the
		partner's people is known.
		"""
		return all(self.is_agent(address) or is_mailbox(address) for address in self.reporters)

	def _has_our_domain(self, address: str) -> bool:
		"""Whether an address shares a domain with one of our mailboxes, and those who raised the ticket
		don't.
		"""
		domain = domain_of(address)
		if domain in FOR_EVERYBODY or domain in map(domain_of, self.reporters):
			return False
		return bool(frappe.db.exists("Email Account", {"email_id": ["like", f"%@{domain}"]}))

	@cached_property
	def _took_part(self) -> frozenset[str]:
		"""The addresses that have written for the partner on this ticket."""
		field = counted_field()
		if not field:
			return frozenset()
		rows = frappe.get_all(
			"Communication",
			filters={
				"reference_doctype": self.doctype,
				"reference_name": self.name,
				field: ["in", [CountedAs.PARTNER, CountedAs.REPORT]],
			},
			pluck="sender",
		)
		return frozenset(map(address_of, rows))


def read_sides(doctype: str, name: str) -> Sides:
	"""The sides of a host's ticket as they are now."""
	partner = frappe.db.get_value("SLA Ticket", record_name(doctype, name), "partner")
	host = HOSTS[doctype]
	row = host.fetch(name)
	reporter = host.read_reporter(row) if row else Reporter()
	customer = reporter.customer[1] if reporter.customer else None
	return Sides(doctype, str(name), partner, address_of(reporter.email), reporter.contact, customer)


def find_user(person: str) -> str | None:
	"""The user with exactly that name or address. MariaDB alone would take "mitrá" for "mitra"."""
	if not person or person == "Guest":
		return None
	for field in ("name", "email"):
		user, email = frappe.db.get_value("User", {field: person}, ["name", "email"]) or ("", "")
		if plain_address(person) in (plain_address(user), plain_address(email)):
			return str(user)
	return None


def is_mailbox(address: str) -> bool:
	"""Whether the helpdesk itself reads or sends mail with this address."""
	return bool(frappe.db.exists("Email Account", {"email_id": address}))


def addresses_in(*texts: str | None) -> list[str]:
	"""The addresses in headers such as To and Cc, in lower case."""
	found = [address_of(address) for _name, address in getaddresses([text for text in texts if text])]
	return [address for address in found if "@" in address]


def domain_of(address: str) -> str:
	"""The part of an address after the @."""
	return address.rpartition("@")[2]


def address_of(header: Any) -> str:
	"""The bare address in "Budi <budi@maju.example>", in the form in which addresses are compared.

	"Administrator" is returned unchanged.
	"""
	text = str(header or "").strip()
	return plain_address(parseaddr(text)[1] or text) if "@" in text else text
