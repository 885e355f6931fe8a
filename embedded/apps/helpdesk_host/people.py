"""Who somebody is to the helpdesk: agent, administrator, contact of a customer."""

import functools
from collections.abc import Callable
from typing import Any

import frappe
from frappe import _


def is_admin(user: str | None = None) -> bool:
	"""Whether the user is the Administrator."""
	return (user or frappe.session.user) == "Administrator"


def is_agent(user: str | None = None) -> bool:
	"""Whether the user answers tickets."""
	user = user or frappe.session.user
	if is_admin(user):
		return True
	roles = frappe.get_roles(user)
	return "Agent" in roles or "Agent Manager" in roles or bool(frappe.db.exists("HD Agent", {"name": user}))


def agent_only(function: Callable[..., Any]) -> Callable[..., Any]:
	"""Refuse the call to anybody else."""

	@functools.wraps(function)
	def wrapper(*args: Any, **kwargs: Any) -> Any:
		if not is_agent():
			frappe.throw(_("You are not permitted to access this resource."), frappe.PermissionError)
		return function(*args, **kwargs)

	return wrapper


def get_customers(contact_or_user: str, doctype: str = "HD Customer") -> list[str]:
	"""Customers linked to a contact, named by its record or by its e-mail address."""
	link = frappe.qb.DocType("Dynamic Link")
	contact = frappe.qb.DocType("Contact")
	return (
		frappe.qb.from_(link)
		.join(contact)
		.on(link.parent == contact.name)
		.select(link.link_name)
		.where(link.parenttype == "Contact")
		.where(link.parentfield == "links")
		.where(link.link_doctype == doctype)
		.where((contact.name == contact_or_user) | (contact.email_id == contact_or_user))
		.run(pluck=True)
	)
