"""Limits how much a partner's user may send in a day: enough for any report, too little to flood a helpdesk."""

import frappe
from frappe import _
from frappe.utils import add_to_date, now_datetime

REPLIES, FILES, CHANGES = 30, 20, 5
"""Of one user in 24 hours: replies and files on one ticket, changes of contact data in all."""
LONGEST_CHANGE = 2_000


def check_replies(doctype: str, name: str) -> None:
	"""Throws ValidationError if the reader has reached the day's limit of replies on a ticket."""
	filters = {"reference_doctype": doctype, "reference_name": name, "sender": frappe.session.user}
	if _today("Communication", filters) >= REPLIES:
		frappe.throw(
			_("You have sent {0} answers on this ticket within a day. Continue tomorrow, or call us.").format(
				REPLIES
			)
		)


def check_files(doctype: str, name: str) -> None:
	"""Throws ValidationError if the reader has reached the day's limit of files on a ticket."""
	filters = {"attached_to_doctype": doctype, "attached_to_name": name, "owner": frappe.session.user}
	if _today("File", filters) >= FILES:
		frappe.throw(
			_(
				"You have sent {0} files on this ticket within a day. Go on tomorrow, or send them by e-mail."
			).format(FILES)
		)


def check_contact_change(change: str) -> None:
	"""The same for changes of contact data, and their length."""
	if len(change) > LONGEST_CHANGE:
		frappe.throw(_("Write at most {0} characters.").format(LONGEST_CHANGE))
	filters = {"kind": "Contact Change", "raised_by": frappe.session.user}
	if _today("SLA Notice", filters) >= CHANGES:
		frappe.throw(
			_("You have reported {0} changes within a day. Send any others in one report tomorrow.").format(
				CHANGES
			)
		)


def _today(doctype: str, filters: dict[str, str]) -> int:
	since = add_to_date(now_datetime(), hours=-24)
	return int(frappe.db.count(doctype, {**filters, "creation": [">", since]}))
