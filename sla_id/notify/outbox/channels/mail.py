"""E-mail: put into Frappe's queue in one transaction with the row, so exactly once into the queue."""

from typing import Any

import frappe

from sla_id.notify.outbox.attempt_result import Kind, Result, permanent
from sla_id.notify.outbox.enclosure import enclosed
from sla_id.notify.outbox.message import DIGEST
from sla_id.notify.outbox.message_texts import EMAIL, render
from sla_id.notify.outbox.unsubscribe_link import add_headers, footer


def send(row: Any) -> Result:
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
	return Result(Kind.SENT, provider_id=str(entry.name))
