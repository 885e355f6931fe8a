"""Issue of the host app. As in ERPNext, replies and the quick status functions write past the document's hooks."""

import json
from email.utils import parseaddr

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, cint, now_datetime

from helpdesk_host.people import get_customers


class Issue(Document):
	def validate(self) -> None:
		if self.is_new() and self.via_customer_portal:
			self.flags.create_communication = True
		self.raised_by = self.raised_by or frappe.session.user
		self.set_contact()

	def on_update(self) -> None:
		if self.flags.create_communication and self.via_customer_portal:
			self.flags.create_communication = False
			self.create_communication()

	def set_contact(self) -> None:
		address = parseaddr(self.raised_by)[1]
		if not address or self.contact or self.customer:
			return
		self.contact = frappe.db.get_value("Contact", {"email_id": address})
		if self.contact:
			self.customer = frappe.get_doc("Contact", self.contact).get_link_for("Customer")

	def create_communication(self) -> None:
		communication = frappe.new_doc("Communication")
		communication.update(
			{
				"communication_type": "Communication",
				"communication_medium": "Email",
				"sent_or_received": "Received",
				"email_status": "Open",
				"subject": self.subject,
				"sender": self.raised_by,
				"content": self.description,
				"status": "Linked",
				"reference_doctype": "Issue",
				"reference_name": self.name,
			}
		)
		communication.flags.ignore_permissions = True
		communication.flags.ignore_mandatory = True
		communication.save()


@frappe.whitelist()
def set_status(name: str, status: str) -> None:
	"""The list's quick action: no hook of the Issue runs."""
	frappe.db.set_value("Issue", name, "status", status)


@frappe.whitelist()
def set_multiple_status(names: str, status: str) -> None:
	"""The same for a JSON list of names."""
	for name in json.loads(names):
		frappe.db.set_value("Issue", name, "status", status)


def auto_close_tickets() -> None:
	"""Daily: close Issues that were answered and then left alone."""
	days = cint(frappe.db.get_single_value("Support Settings", "close_issue_after_days")) or 7
	limit = add_days(now_datetime(), -days)
	for name in frappe.get_all("Issue", {"modified": ["<", limit], "status": "Replied"}, pluck="name"):
		issue = frappe.get_doc("Issue", name)
		issue.status = "Closed"
		issue.flags.ignore_permissions = True
		issue.flags.ignore_mandatory = True
		issue.save()


def has_website_permission(doc: Document, ptype: str, user: str, verbose: bool = False) -> bool:
	"""Portal users see what they raised and what their customer raised."""
	return doc.raised_by == user or bool(doc.customer and doc.customer in get_customers(user, "Customer"))
