"""E-mail: put into Frappe's queue in one transaction with the row, so exactly once into the queue."""

from typing import Any

import frappe
from frappe import _

from sla_id.notify.outbox.attempt_result import Ending, Result, permanent
from sla_id.notify.outbox.channel import Channel
from sla_id.notify.outbox.enclosure import enclosed
from sla_id.notify.outbox.message import DIGEST
from sla_id.notify.outbox.message_texts import EMAIL, render
from sla_id.notify.outbox.unsubscribe_link import add_headers, footer
from sla_id.record_types import OutboxRecord

NO_ADDRESS = "User has no e-mail address"
UNSUBSCRIBED = "Address has unsubscribed"
MAIL_OFF = "E-mail is switched off in SLA Settings"
NO_MAIL = "Site has no outgoing e-mail account"
SUSPENDED = "Sending of e-mail is suspended on this site"


def send(row: OutboxRecord) -> Result:
	"""An entry of Frappe's e-mail queue, with what the message encloses; from a digest its reader can unsubscribe."""
	enclosure = enclosed(row)
	if enclosure is None:
		return permanent("what the message was about is gone")
	text = render(row, EMAIL, enclosure)
	entry = frappe.sendmail(
		recipients=[row.recipient],
		subject=text.subject,
		message=text.body + (footer(row) if row.kind == DIGEST else ""),
		reference_doctype=row.reference_doctype,
		reference_name=row.reference_name,
		add_unsubscribe_link=0,
		attachments=[
			{"fname": file.name, "fcontent": file.content, "content_type": file.content_type}
			for file in enclosure.attachments
		],
	)
	if not entry:
		return permanent(
			f"Frappe sends nothing to {row.recipient}: the address has unsubscribed or e-mail is off"
		)
	if row.kind == DIGEST:
		add_headers(entry, row)
	return Result(Ending.SENT, provider_id=str(entry.name))


def find_mail_address(person: Any) -> tuple[str, str]:
	"""The user's address where the site sends e-mail to it."""
	is_wanted, is_sending, is_unsubscribed = _ask_of_address(person.email)
	if not is_wanted:
		return "", MAIL_OFF
	if not is_sending:
		return "", NO_MAIL
	if is_mail_suspended():
		return "", SUSPENDED
	if not person.email:
		return "", NO_ADDRESS
	return ("", UNSUBSCRIBED) if is_unsubscribed else (person.email, "")


def _ask_of_address(email: str | None) -> tuple[bool, bool, bool]:
	"""In one question: whether people are told by e-mail (also where nobody has said), whether the site can send it, and
	whether that address has unsubscribed from all of it.
	"""
	# three questions in one statement, which the query builder can't ask; the address is bound
	((wanted, is_sending, is_unsubscribed),) = frappe.db.sql(  # nosemgrep
		"""select
			(select value from `tabSingles` where doctype = 'SLA Settings' and field = 'email_on_escalation'),
			exists(select 1 from `tabEmail Account` where default_outgoing = 1 and enable_outgoing = 1),
			exists(select 1 from `tabEmail Unsubscribe` where email = %s and global_unsubscribe = 1)""",
		[email or ""],
	)
	return wanted is None or bool(frappe.utils.cint(wanted)), bool(is_sending), bool(is_unsubscribed)


def has_outgoing_account() -> bool:
	"""Whether the site can send e-mail at all."""
	return bool(frappe.db.exists("Email Account", {"default_outgoing": 1, "enable_outgoing": 1}))


def is_mail_suspended() -> bool:
	"""Whether somebody has told Frappe to send no e-mail for now ("Suspend Sending" in its Email Queue)."""
	return bool(frappe.utils.cint(frappe.db.get_default("suspend_email_queue")))


MAIL = Channel(
	title="E-mail",
	code="email",
	key="mail",
	is_local=True,
	is_usual=True,
	send=send,
	find_address=find_mail_address,
	reasons=(NO_ADDRESS, UNSUBSCRIBED, MAIL_OFF, NO_MAIL, SUSPENDED),
	# the queue's entry and the row are one transaction: neither is there without the other
	resends=lambda row: True,
	say_title=lambda language: _("e-mail", language),
)
