"""What Helpdesk's front ends call: a new ticket from the portal, and the merging of two tickets."""

from copy import deepcopy

import frappe
from frappe import _
from frappe.utils import now_datetime

from helpdesk_host.people import agent_only


@frappe.whitelist()
def new(doc: dict, attachments: list[dict] | None = None) -> object:
	"""Create a ticket from the portal as the user who is logged in."""
	values = {**doc, "doctype": "HD Ticket", "via_customer_portal": 1, "attachments": attachments or []}
	return frappe.get_doc(values).insert()


@frappe.whitelist()
@agent_only
def merge_ticket(source: str, target: str) -> None:
	"""Copy the source's comments and Communications into the target with their dates, and close the source."""
	for name in (source, target):
		if not frappe.db.exists("HD Ticket", name):
			frappe.throw(_("Ticket {0} does not exist").format(name))
	if source == target:
		frappe.throw(_("Source and target ticket cannot be same"))

	for comment in frappe.get_all("HD Ticket Comment", {"reference_ticket": source}, pluck="name"):
		_copy("HD Ticket Comment", comment, "reference_ticket", target)
	for communication in frappe.get_all(
		"Communication", {"reference_doctype": "HD Ticket", "reference_name": source}, pluck="name"
	):
		_copy("Communication", communication, "reference_name", target)

	ticket = frappe.get_doc("HD Ticket", source)
	ticket.status = "Closed"
	ticket.is_merged = 1
	ticket.merged_with = target
	ticket.save()
	ticket.reply_via_agent(_("This ticket (#{0}) has been merged with ticket #{1}.").format(source, target))

	note = frappe.new_doc("HD Ticket Comment")
	note.commented_by = frappe.session.user
	note.reference_ticket = target
	note.content = _("Ticket #{0} has been merged with ticket #{1}.").format(source, target)
	note.save()


@frappe.whitelist()
@agent_only
def split_ticket(subject: str, communication_id: str) -> str:
	"""A new ticket like the old one, which takes over this message and all later ones past their hooks; a notice stays."""
	reference, since = frappe.db.get_value("Communication", communication_id, ["reference_name", "creation"])
	ticket = frappe.get_doc("HD Ticket", reference)
	split = deepcopy(ticket)
	split.update(
		{
			"subject": subject,
			"status": "Open",
			"ticket_split_from": ticket.name,
			"description": None,
			"first_responded_on": None,
			"creation": now_datetime(),
			"sla": None,
			"response_by": None,
			"resolution_by": None,
			"resolution_date": None,
			"on_hold_since": None,
		}
	)
	split.insert(ignore_permissions=True)
	frappe.db.set_value(
		"Communication",
		{"reference_doctype": "HD Ticket", "reference_name": reference, "creation": [">=", since]},
		"reference_name",
		split.name,
		update_modified=False,
	)
	link = frappe.utils.get_url(f"/helpdesk/tickets/{split.name}")
	ticket.reply_via_agent(
		_("This ticket has been split to a new ticket. Please follow up on <a href={0}>#{1}</a>.").format(
			link, split.name
		)
	)
	return str(split.name)


def _copy(doctype: str, name: str, reference_field: str, target: str) -> None:
	original = frappe.get_doc(doctype, name)
	duplicate = frappe.copy_doc(original)
	duplicate.set(reference_field, target)
	duplicate.insert(ignore_permissions=True)
	frappe.db.set_value(
		doctype,
		duplicate.name,
		{field: original.get(field) for field in ("creation", "modified", "owner", "modified_by")},
		update_modified=False,
	)
