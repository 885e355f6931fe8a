"""The host's side of a replay: a prepared site, an incident as a ticket, a row as what an agent does to it.

Everything goes through the host's own documents, as a desk or a mail pull would; nothing here writes an SLA record.
"""

from __future__ import annotations

import re
from typing import Any

from embedded.replay.log import AWAITING, Incident, Row

AGENT = "lini.dua@hai.example"
LEAD = "kepala@hai.example"
PARTNER = "SATKER"
DOMAIN = "satker.example"
AGREEMENT = "hai_djpb"
TIERS_FROM = "innovasia_mitra"
OPENING_STATE = "New"
ANSWER, NOTE = "Sedang kami tangani.", "Catatan internal."
HOSTS = ("HD Ticket", "Issue")
STATUS = {"New": "Open", "Active": "Open", "Resolved": "Resolved", "Closed": "Closed"}


def _add_user(email: str, name: str, roles: tuple[str, ...]) -> None:
	import frappe

	held = [{"role": role} for role in roles if frappe.db.exists("Role", role)]
	user = {"doctype": "User", "email": email, "first_name": name, "send_welcome_email": 0, "roles": held}
	frappe.get_doc(user).insert(ignore_permissions=True)


def prepare(tiers: bool = False) -> str:
	"""An agent, whom the tiers call, the callers' partner and the agreement, on the open site; the agreement's name.

	With `tiers` the agreement gets the escalation tiers of the Innovasia sample (000 §4.2), for 001 has none.
	"""
	import frappe

	from sla_id.agreements.records.load import load_agreement
	from sla_id.fixtures.sample_agreements import sample_agreement

	_add_user(AGENT, "Lini Dua", ("Agent", "SLA Agent", "Support Team"))
	_add_user(LEAD, "Kepala Layanan", ("SLA Manager", "SLA Executive"))
	if frappe.db.exists("DocType", "HD Agent"):
		frappe.get_doc(
			{"doctype": "HD Agent", "user": AGENT, "agent_name": "Lini Dua", "is_active": 1}
		).insert()
	frappe.get_doc(
		{
			"doctype": "SLA Partner",
			"partner_code": PARTNER,
			"partner_name": "Satuan Kerja",
			"email_domains": DOMAIN,
		}
	).insert()
	text = sample_agreement(AGREEMENT)
	if tiers:
		text = with_tiers(text, sample_agreement(TIERS_FROM))
	return load_agreement(text, f"{AGREEMENT}.yaml")


def with_tiers(agreement: str, other: str) -> str:
	"""The text of an agreement file with the tiers of another; they watch the fulfilment instead of the resolution."""
	tiers = _block(other, "escalation").replace("clock: resolution", "clock: fulfilment")
	calendars = _block(agreement, "calendars")
	text = agreement.replace(_block(agreement, "escalation"), tiers)
	text = text.replace(calendars, f"{calendars}  always: {{hours: 24x7}}\n")
	return re.sub(r'^  version: "(.*)"$', r'  version: "\1 with tiers"', text, count=1, flags=re.MULTILINE)


def _block(text: str, key: str) -> str:
	"""The lines of a top-level key."""
	found = re.search(rf"^{key}:.*\n(?:[ \t]+.*\n)*", text, flags=re.MULTILINE)
	if found is None:
		raise ValueError(f"the agreement file has no {key}")
	return found[0]


class Desk:
	"""Opens and changes the tickets of one host, as the agent."""

	def __init__(self, host: str) -> None:
		if host not in HOSTS:
			raise ValueError(f"{host} is not a host; use one of {', '.join(HOSTS)}")
		self.host = host
		self.tickets: dict[str, str] = {}
		"""Number of the incident: name of the ticket."""
		self._answered: set[str] = set()
		self._known: set[tuple[str, str]] = set()

	def open(self, incident: Incident) -> None:
		"""The ticket, as the agent enters it for the caller; its classification is the first row's."""
		import frappe

		first = incident.rows[0]
		ticket = frappe.get_doc(
			{
				"doctype": self.host,
				"subject": f"{incident.number}: {incident.category}",
				"description": f"{incident.caller}: {incident.category}",
				"raised_by": _address(incident.caller),
				"sla_id_kind": "Incident",
				"sla_id_channel": incident.channel,
				"sla_id_impact": first.impact,
				"sla_id_urgency": first.urgency,
				"sla_id_handed_over": 1,
			}
		).insert()
		self.tickets[incident.number] = str(ticket.name)
		if self.host == "Issue":
			# as ERPNext does for mail; Helpdesk adds the message by itself
			self._message(ticket, "Received", _address(incident.caller))

	def apply(self, incident: Incident, row: Row) -> bool:
		"""What the row says, as one save; before it the public reply, where the row is the first that isn't New.

		A row that changes nothing the host knows of is an internal note: no reply, and no event for any clock. Returns
		whether it changed anything.
		"""
		import frappe

		name = self.tickets[incident.number]
		if row.state not in (None, OPENING_STATE) and name not in self._answered:
			self._answered.add(name)
			self._reply(frappe.get_doc(self.host, name))
		ticket = frappe.get_doc(self.host, name)
		wanted = self._values(row)
		changes = {field: value for field, value in wanted.items() if value and ticket.get(field) != value}
		if changes:
			ticket.update(changes).save()
		assigned = bool(row.group) and self.host == "Issue" and self._assign(ticket, row.group or "")
		if not changes and not assigned:
			self._note(ticket)
		return bool(changes) or assigned

	def _values(self, row: Row) -> dict[str, str | None]:
		"""The fields of the ticket that a row speaks of; None or empty where it doesn't know."""
		values = {"sla_id_impact": row.impact, "sla_id_urgency": row.urgency}
		if row.state:
			values["status"] = self._status(row.state)
		if row.group and self.host == "HD Ticket":
			values["agent_group"] = self._team(row.group)
		return values

	def _note(self, ticket: Any) -> None:
		if self.host == "HD Ticket":
			ticket.new_comment(NOTE)
		else:
			ticket.add_comment("Comment", NOTE)

	def _reply(self, ticket: Any) -> None:
		if self.host == "HD Ticket":
			ticket.reply_via_agent(ANSWER, to=ticket.raised_by)
		else:
			self._message(ticket, "Sent", AGENT)

	def _message(self, ticket: Any, direction: str, sender: str) -> None:
		import frappe

		frappe.get_doc(
			{
				"doctype": "Communication",
				"communication_type": "Communication",
				"communication_medium": "Email",
				"sent_or_received": direction,
				"subject": f"Re: {ticket.subject}" if direction == "Sent" else ticket.subject,
				"content": ANSWER if direction == "Sent" else ticket.description,
				"sender": sender,
				"status": "Linked",
				"reference_doctype": ticket.doctype,
				"reference_name": str(ticket.name),
			}
		).insert(ignore_permissions=True)

	def _status(self, state: str) -> str:
		if not state.startswith(AWAITING):
			return STATUS[state]
		if self.host == "Issue":
			return "On Hold"
		return self._made(
			"HD Ticket Status", state, label_agent=state, category="Paused", color="Blue", enabled=1
		)

	def _team(self, group: str) -> str:
		return self._made("HD Team", group, team_name=group)

	def _assign(self, ticket: Any, group: str) -> bool:
		"""An Issue knows no teams: an open ToDo for the group's user, and none for the others'; whether that is new."""
		import frappe

		user = self._made(
			"User",
			_address(group, "hai.example"),
			email=_address(group, "hai.example"),
			first_name=group,
			send_welcome_email=0,
		)
		todos = frappe.get_all(
			"ToDo",
			filters={"reference_type": ticket.doctype, "reference_name": ticket.name, "status": "Open"},
			fields=["name", "allocated_to"],
		)
		if [todo.allocated_to for todo in todos] == [user]:
			return False
		for todo in todos:
			closed = frappe.get_doc("ToDo", todo.name)
			closed.status = "Cancelled"
			closed.save(ignore_permissions=True)
		frappe.get_doc(
			{
				"doctype": "ToDo",
				"allocated_to": user,
				"assigned_by": AGENT,
				"reference_type": ticket.doctype,
				"reference_name": ticket.name,
				"description": ticket.subject,
			}
		).insert(ignore_permissions=True)
		return True

	def _made(self, doctype: str, name: str, **values: Any) -> str:
		"""A record of that name, made when it is first needed."""
		import frappe

		if (doctype, name) not in self._known:
			self._known.add((doctype, name))
			if not frappe.db.exists(doctype, name):
				frappe.get_doc({"doctype": doctype, "name": name, **values}).insert(ignore_permissions=True)
		return name


def _address(person: str, domain: str = DOMAIN) -> str:
	return f"{re.sub(r'[^a-z0-9]+', '.', person.lower()).strip('.')}@{domain}"
