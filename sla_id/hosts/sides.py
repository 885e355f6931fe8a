"""Who stands on which side of one ticket: its partner's people, who answers for the provider, and everybody else.

Sides are a ticket's own: who works on one partner's tickets may be another partner's contact.
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
	"""The sides of one ticket. `partner` is the one that its SLA Ticket holds; addresses are in small letters."""

	doctype: str
	name: str
	partner: str | None
	reporter: str
	contact: str | None
	customer: str | None = None

	@cached_property
	def reporters(self) -> frozenset[str]:
		"""The addresses of who raised it."""
		addresses = {self.reporter}
		if self.contact:
			rows = frappe.get_all("Contact Email", {"parent": self.contact}, pluck="email_id")
			primary = frappe.db.get_value("Contact", self.contact, ["email_id", "user"]) or ()
			addresses |= {address_of(value) for value in (*rows, *primary)}
		return frozenset(addresses - {""})

	def is_agent(self, person: str) -> bool:
		"""Whether a user, or who has that address, answers for the provider on this ticket."""
		user = find_user(person)
		return bool(user and AGENT_ROLES & set(frappe.get_roles(user)) and not self._lists(person))

	def is_partners(self, address: str) -> bool:
		"""Whether an address is on the partner's side: of who raised it, of who took part, or one of the partner's own.

		Where an agent wrote down a call and nobody of the partner's is known, it is anybody who isn't the provider's.
		"""
		if address in self.reporters or self._lists(address):
			return True
		if self.is_agent(address) or is_mailbox(address):
			return False
		if self._has_domain(address) or self._is_customers(address):
			return True
		return (address in self._took_part or self._knows_nobody) and not self.is_internal(address)

	def is_internal(self, address: str) -> bool:
		"""Whether an address is the provider's own: an agent's, a colleague's, or a mailbox of the helpdesk."""
		if address in self.reporters or self._lists(address) or self._has_domain(address):
			return False
		user = find_user(address)
		if user and frappe.get_cached_value("User", user, "user_type") == "System User":
			return True
		return is_mailbox(address) or self._has_our_domain(address)

	def _lists(self, person: str) -> bool:
		"""Whether the partner lists somebody as its contact, by user or by address."""
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
		"""Whether a contact of that address belongs to the ticket's customer, or to one of the partner's."""
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
		"""Whether those who raised it are the provider's own, so that the partner's people are known to nobody."""
		return all(self.is_agent(address) or is_mailbox(address) for address in self.reporters)

	def _has_our_domain(self, address: str) -> bool:
		"""Whether it has the domain of a mailbox of ours, where those who raised the ticket have another."""
		domain = domain_of(address)
		if domain in FOR_EVERYBODY or domain in map(domain_of, self.reporters):
			return False
		return bool(frappe.db.exists("Email Account", {"email_id": ["like", f"%@{domain}"]}))

	@cached_property
	def _took_part(self) -> frozenset[str]:
		"""The addresses that wrote for the partner on this ticket before."""
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
	"""The user of that name or address, exactly: to MariaDB "mitrá" and "mitra" are one."""
	if not person or person == "Guest":
		return None
	for field in ("name", "email"):
		user, email = frappe.db.get_value("User", {field: person}, ["name", "email"]) or ("", "")
		if plain_address(person) in (plain_address(user), plain_address(email)):
			return str(user)
	return None


def is_mailbox(address: str) -> bool:
	"""Whether an address is one that the helpdesk itself reads or writes as."""
	return bool(frappe.db.exists("Email Account", {"email_id": address}))


def addresses_in(*texts: str | None) -> list[str]:
	"""The addresses in headers such as To and Cc, in small letters."""
	found = [address_of(address) for _name, address in getaddresses([text for text in texts if text])]
	return [address for address in found if "@" in address]


def domain_of(address: str) -> str:
	"""What stands behind the @."""
	return address.rpartition("@")[2]


def address_of(header: Any) -> str:
	"""The address alone of "Budi <budi@maju.example>", as addresses are compared; "Administrator" as it is."""
	text = str(header or "").strip()
	return plain_address(parseaddr(text)[1] or text) if "@" in text else text
