"""What the demo shows: people, agreements and tickets. Called by `demo` on a fresh site, as Administrator."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Login:
	"""Somebody the demo can be looked at as."""

	title: str
	user: str
	password: str


ADMINISTRATOR = Login("Administrator", "Administrator", "admin")
AGENT = Login("Agent", "agent@example.com", "Layanan-2026")
PARTNER = Login("Partner", "mitra@example.com", "Mitra-2026")


def load() -> None:
	"""Fill the open site. Commits nothing; the caller does."""
	import frappe

	_user(AGENT, "Sari Agen", "System User")
	frappe.get_doc({"doctype": "HD Agent", "user": AGENT.user, "agent_name": "Sari Agen"}).insert()
	_user(PARTNER, "Budi Mitra", "Website User")


def _user(login: Login, full_name: str, user_type: str) -> None:
	import frappe

	first_name, _, last_name = full_name.partition(" ")
	frappe.get_doc(
		{
			"doctype": "User",
			"email": login.user,
			"first_name": first_name,
			"last_name": last_name,
			"user_type": user_type,
			"new_password": login.password,
			"send_welcome_email": 0,
		}
	).insert(ignore_permissions=True)
