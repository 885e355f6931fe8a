"""What a partner does in the portal about a ticket. Permission first, typed."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import escape_html

from sla_id.access import need_ticket
from sla_id.agreements.partners import partners_of
from sla_id.api.arguments import answerable, read_dict
from sla_id.api.limits import check_files, check_replies

MAX_TEXT = 5_000
MAX_BYTES = 10 * 2**20
ENDINGS = (
	".png",
	".jpg",
	".jpeg",
	".gif",
	".webp",
	".mp4",
	".mov",
	".webm",
	".pdf",
	".txt",
	".log",
	".docx",
	".xlsx",
)


@frappe.whitelist(methods=["POST"])
@answerable
def give_facts(sla_ticket: str, values: dict[str, str] | str) -> int:
	"""Give facts that a report lacked, by their code. They become a reply by the partner. Returns how many
	facts are still missing.
	"""
	record = _own(sla_ticket)
	said = read_dict(values, "values")
	lines = []
	for row in record.facts:
		text = str(said.get(row.code) or "").strip()
		if len(text) > MAX_TEXT:
			frappe.throw(
				_("{0}: write at most {1} characters, or attach a file.").format(row.label, MAX_TEXT)
			)
		if text:
			lines.append((row.label, text))
	if not lines:
		frappe.throw(_("Fill in at least one of the fields."))
	check_replies(record.reference_doctype, record.reference_name)
	frappe.get_doc(
		{
			"doctype": "Communication",
			"communication_type": "Communication",
			"communication_medium": "Other",
			"sent_or_received": "Received",
			"status": "Linked",
			"subject": record.subject,
			"content": "".join(f"<p>{escape_html(label)}: {escape_html(text)}</p>" for label, text in lines),
			"sender": frappe.session.user,
			"reference_doctype": record.reference_doctype,
			"reference_name": record.reference_name,
		}
	).insert(ignore_permissions=True)
	return _still_missing(record.name)


@frappe.whitelist(methods=["POST"])
@answerable
def give_file(sla_ticket: str) -> int:
	"""Give a file as evidence (multipart field "file"). Returns how many facts are still missing."""
	record = _own(sla_ticket)
	upload = frappe.request.files.get("file") if frappe.request else None
	if upload is None or not upload.filename:
		frappe.throw(_("Choose a file first."))
	if not upload.filename.lower().endswith(ENDINGS):
		frappe.throw(_("This kind of file isn't taken. Use {0}.").format(", ".join(ENDINGS)))
	check_files(record.reference_doctype, record.reference_name)
	content = upload.stream.read(MAX_BYTES + 1)
	if len(content) > MAX_BYTES:
		frappe.throw(_("The file is larger than {0} MB.").format(MAX_BYTES // 2**20))
	frappe.get_doc(
		{
			"doctype": "File",
			"file_name": upload.filename,
			"content": content,
			"attached_to_doctype": record.reference_doctype,
			"attached_to_name": record.reference_name,
			"is_private": 1,
		}
	).insert(ignore_permissions=True)
	return _still_missing(record.name)


def _own(sla_ticket: str) -> Any:
	"""Return the record if it belongs to the reader's partner, because what is given counts as the partner's.
	Staff use the desk.
	"""
	record = need_ticket(sla_ticket)
	if record.partner not in partners_of(frappe.session.user):
		frappe.throw(_("This isn't your ticket."), frappe.PermissionError)
	return record


def _still_missing(name: str) -> int:
	return int(frappe.db.count("SLA Ticket Fact", {"parent": name, "given": 0}))
