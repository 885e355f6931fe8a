"""HD Ticket of the host app: saves itself in the same order, and as often, as Helpdesk 1.25 does.

What a plug-in can trip over is kept on purpose: creating a ticket inserts a Communication, which saves the ticket
again inside its own after_insert; a portal reply saves the ticket and then adds the Communication, which saves it
once more; automatic closing skips validate.
"""

import json
import uuid
from email.utils import parseaddr

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Max
from frappe.utils import add_days, cint, now_datetime

from helpdesk_host.helpdesk_host.doctype.hd_service_level_agreement.hd_service_level_agreement import find_for
from helpdesk_host.people import agent_only, get_customers, is_admin, is_agent


class HDTicket(Document):
	@property
	def default_open_status(self) -> str:
		return self._status_from_agreement("default_ticket_status")

	@property
	def ticket_reopen_status(self) -> str:
		return self._status_from_agreement("ticket_reopen_status")

	@property
	def has_agent_replied(self) -> bool:
		return bool(
			frappe.db.exists(
				"Communication",
				{
					"reference_doctype": "HD Ticket",
					"reference_name": self.name,
					"sent_or_received": "Sent",
				},
			)
		)

	def autoname(self) -> str | None:
		return self.name

	def before_insert(self) -> None:
		self.key = str(uuid.uuid4())

	def before_validate(self) -> None:
		self.check_update_perms()
		self.ticket_type = self.ticket_type or frappe.db.get_single_value(
			"HD Settings", "default_ticket_type"
		)
		self.raised_by = self.raised_by or frappe.session.user
		self.set_priority()
		self.set_first_responded_on()
		if self.is_new():
			self.status = self.default_open_status
		self.status_category = self.status_category or frappe.db.get_value(
			"HD Ticket Status", self.status, "category"
		)
		if agreement := find_for(self):
			self.sla = agreement
		self.set_contact()
		self.set_customer()

	def before_save(self) -> None:
		if self.sla:
			frappe.get_doc("HD Service Level Agreement", self.sla).apply(self)

	def after_insert(self) -> None:
		if self.description:
			self.create_communication_via_contact(self.description, new_ticket=True)

	def on_trash(self) -> None:
		for comment in frappe.get_all("HD Ticket Comment", {"reference_ticket": self.name}, pluck="name"):
			frappe.db.delete("HD Ticket Comment", {"name": comment})

	def check_update_perms(self) -> None:
		if self.is_new() or is_agent() or not self.via_customer_portal:
			return
		if self.get_doc_before_save().status == "Closed":
			frappe.throw(_("Closed tickets cannot be updated by non-agents"), frappe.PermissionError)

	def set_priority(self) -> None:
		if self.priority:
			return
		self.priority = frappe.get_cached_value(
			"HD Ticket Type", self.ticket_type, "priority"
		) or frappe.db.get_single_value("HD Settings", "default_priority")

	def set_first_responded_on(self) -> None:
		if self.is_new() or self.first_responded_on:
			return
		before = self.get_doc_before_save()
		closed_at_once = (
			bool(before) and before.status_category == "Open" and self.status_category == "Resolved"
		)
		if self.status_category == "Paused" or closed_at_once:
			self.first_responded_on = now_datetime()

	def set_contact(self) -> None:
		address = parseaddr(self.raised_by)[1]
		if address and not self.contact:
			self.contact = frappe.db.get_value("Contact", {"email_id": address})

	def set_customer(self) -> None:
		if self.customer or not self.contact:
			return
		customers = get_customers(self.contact)
		if len(customers) == 1:
			self.customer = customers[0]

	@frappe.whitelist()
	@agent_only
	def assign_agent(self, agent: str) -> None:
		from frappe.desk.form.assign_to import add

		add({"assign_to": [agent], "doctype": "HD Ticket", "name": self.name})

	@frappe.whitelist()
	def new_comment(self, content: str, attachments: list[str] | None = None) -> None:
		"""An internal note: a record of its own, no reply and no event of the ticket."""
		if not is_agent():
			frappe.throw(_("You are not permitted to add a comment"), frappe.PermissionError)
		comment = frappe.new_doc("HD Ticket Comment")
		comment.commented_by = frappe.session.user
		comment.content = content
		comment.reference_ticket = self.name
		comment.save()

	@frappe.whitelist()
	@agent_only
	def reply_via_agent(
		self,
		message: str,
		from_email: dict | None = None,
		to: str | None = None,
		cc: str | None = None,
		bcc: str | None = None,
		attachments: list[str] | None = None,
	) -> None:
		"""The agent's answer: a sent Communication, which saves the ticket (`on_communication_update`)."""
		if to == "Administrator":
			to = frappe.db.get_value("User", to, "email")
		frappe.get_doc(
			{
				"doctype": "Communication",
				"communication_medium": "Email",
				"communication_type": "Communication",
				"content": message,
				"email_status": "Open",
				"recipients": to,
				"cc": cc,
				"bcc": bcc,
				"reference_doctype": "HD Ticket",
				"reference_name": self.name,
				"sender": (from_email or {}).get("email_id") or frappe.session.user,
				"sent_or_received": "Sent",
				"status": "Linked",
				"subject": f"Re: {self.subject}",
			}
		).insert(ignore_permissions=True)

	@frappe.whitelist()
	def create_communication_via_contact(
		self, message: str, attachments: list[dict] | None = None, new_ticket: bool = False
	) -> None:
		"""The customer's message: reopens the ticket first (one save), then adds the Communication (another)."""
		if not new_ticket:
			self.status = self.ticket_reopen_status
			self.save(ignore_permissions=True)

		communication = frappe.new_doc("Communication")
		communication.update(
			{
				"communication_type": "Communication",
				"communication_medium": "Email",
				"sent_or_received": "Received",
				"email_status": "Open",
				"subject": f"Re: {self.subject}",
				"sender": frappe.session.user,
				"content": message,
				"status": "Linked",
				"reference_doctype": "HD Ticket",
				"reference_name": self.name,
			}
		)
		communication.flags.ignore_mandatory = True
		communication.save(ignore_permissions=True)
		self.move_attachments(communication.name, self.get("attachments") or attachments or [])

	def move_attachments(self, communication: str, attachments: list[dict]) -> None:
		"""Uploaded files go to the message past their hooks, and once more to the ticket as files of their own."""
		names = [attachment["name"] for attachment in attachments]
		if not names:
			return
		file = frappe.qb.DocType("File")
		(
			frappe.qb.update(file)
			.set(file.attached_to_doctype, "Communication")
			.set(file.attached_to_name, communication)
			.where(file.name.isin(names))
		).run()
		for url in frappe.get_all("File", {"name": ["in", names]}, pluck="file_url"):
			copy = frappe.new_doc("File")
			copy.update({"attached_to_doctype": "HD Ticket", "attached_to_name": self.name, "file_url": url})
			copy.save(ignore_permissions=True)

	def on_communication_update(self, communication: Document) -> None:
		"""Called by the framework on a fresh copy of the ticket whenever one of its Communications is saved."""
		if communication.sent_or_received == "Received":
			self.status = self.ticket_reopen_status if self.has_agent_replied else self.default_open_status
			self.last_customer_response = now_datetime()
		if communication.sent_or_received == "Sent":
			if communication.communication_type == "Automated Message":
				return
			self.first_responded_on = self.first_responded_on or now_datetime()
			self.last_agent_response = now_datetime()
			if frappe.db.get_single_value("HD Settings", "auto_update_status"):
				self.status = frappe.db.get_single_value("HD Settings", "update_status_to")
		self.description = self.description or communication.content
		self.save()

	def _status_from_agreement(self, field: str) -> str:
		own = frappe.db.get_value("HD Service Level Agreement", self.sla, field) if self.sla else None
		return own or frappe.db.get_single_value("HD Settings", field)


def has_permission(doc: Document, user: str | None = None, ptype: str | None = None) -> bool:
	"""Agents see every ticket (or their teams', if so set); others what they raised or what their customer raised."""
	user = user or frappe.session.user
	if (
		user in (doc.contact, doc.raised_by, doc.owner)
		or is_admin(user)
		or (doc.customer and doc.customer in get_customers(user))
	):
		return True
	if not is_agent(user):
		return False
	if not _restricted():
		return True
	if not doc.get("agent_group") and frappe.db.get_single_value(
		"HD Settings", "do_not_restrict_tickets_without_an_agent_group"
	):
		return True
	if user in json.loads(doc.get("_assign") or "[]"):
		return True
	teams = _teams(user)
	return any(team.ignore_restrictions for team in teams) or doc.get("agent_group") in [
		team.team_name for team in teams
	]


def permission_query(user: str | None) -> str | None:
	"""The same rule as a condition of a list's query."""
	user = user or frappe.session.user
	if is_admin(user):
		return None
	escaped = frappe.db.escape(user)
	conditions = [f"`tabHD Ticket`.`{field}` = {escaped}" for field in ("owner", "contact", "raised_by")]
	conditions += [f"`tabHD Ticket`.`customer` = {frappe.db.escape(name)}" for name in get_customers(user)]
	if is_agent(user):
		if not _restricted():
			return None
		teams = _teams(user)
		if frappe.db.get_single_value("HD Settings", "do_not_restrict_tickets_without_an_agent_group"):
			conditions.append("coalesce(`tabHD Ticket`.`agent_group`, '') = ''")
		if any(team.ignore_restrictions for team in teams):
			conditions.append("coalesce(`tabHD Ticket`.`agent_group`, '') != ''")
		conditions += [f"`tabHD Ticket`.`agent_group` = {frappe.db.escape(team.team_name)}" for team in teams]
		quoted = frappe.db.escape(f'%"{user}"%')
		conditions.append(f"`tabHD Ticket`.`_assign` like {quoted}")
	return f"({' or '.join(conditions)})"


def close_tickets_after_n_days() -> None:
	"""Daily: close tickets in the configured status whose last message is old. Validation is skipped."""
	settings = frappe.get_single("HD Settings")
	if not cint(settings.auto_close_tickets):
		return
	ticket = frappe.qb.DocType("HD Ticket")
	communication = frappe.qb.DocType("Communication")
	limit = add_days(now_datetime(), -cint(settings.auto_close_after_days))
	silent = (
		frappe.qb.from_(ticket)
		.join(communication)
		.on(communication.reference_name == ticket.name)
		.select(ticket.name)
		.where(communication.reference_doctype == "HD Ticket")
		.where(ticket.status == settings.auto_close_status)
		.groupby(ticket.name)
		.having(Max(communication.communication_date) < limit)
		.run(pluck=True)
	)
	for name in silent:
		document = frappe.get_doc("HD Ticket", name)
		document.status = "Closed"
		document.flags.ignore_validate = True
		document.save(ignore_permissions=True)
		frappe.db.commit()  # one ticket's failure must not undo the others


def update_sla_status_in_ticket() -> None:
	"""Hourly: rewrite agreement_status of open tickets from their stored dates, without any hook."""
	for name in frappe.get_all("HD Ticket", {"status_category": "Open", "sla": ["is", "set"]}, pluck="name"):
		ticket = frappe.get_doc("HD Ticket", name)
		frappe.get_doc("HD Service Level Agreement", ticket.sla).set_agreement_status(ticket)
		frappe.db.set_value(
			"HD Ticket", name, "agreement_status", ticket.agreement_status, update_modified=False
		)


def _restricted() -> bool:
	return bool(cint(frappe.db.get_single_value("HD Settings", "restrict_tickets_by_agent_group")))


def _teams(user: str) -> list:
	team, member = frappe.qb.DocType("HD Team"), frappe.qb.DocType("HD Team Member")
	return (
		frappe.qb.from_(member)
		.join(team)
		.on(team.name == member.parent)
		.select(team.team_name, team.ignore_restrictions)
		.where(member.user == user)
		.run(as_dict=True)
	)
