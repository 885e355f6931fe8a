"""Files that are evidence of a claim stay as they were given: nobody deletes, replaces or moves them. hooks.py names it for File."""

from typing import Any

import frappe
from frappe import _

from sla_id.exclusions.claim_values import DOCTYPE

EVIDENCE = "SLA Exclusion Evidence"
_KEPT = ("attached_to_doctype", "attached_to_name", "file_url", "content_hash", "is_private")


def refuse_deleting_evidence(doc: Any, method: str | None = None) -> None:
	"""on_trash of File. Throws PermissionError."""
	if doc.attached_to_doctype == DOCTYPE and not frappe.flags.in_uninstall and _is_evidence(doc):
		_refuse(doc)


def refuse_changing_evidence(doc: Any, method: str | None = None) -> None:
	"""validate of File. Throws PermissionError."""
	before = doc.get_doc_before_save()
	if before is None or before.attached_to_doctype != DOCTYPE or not _is_evidence(doc):
		return
	if any(before.get(field) != doc.get(field) for field in _KEPT):
		_refuse(before)


def _is_evidence(doc: Any) -> bool:
	return bool(frappe.db.exists(EVIDENCE, {"file": doc.name, "parenttype": DOCTYPE}))


def _refuse(doc: Any) -> None:
	frappe.throw(
		_("{0} is evidence of {1} and stays as it was given.").format(doc.file_name, doc.attached_to_name),
		frappe.PermissionError,
	)
