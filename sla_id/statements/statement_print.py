"""A statement as PDF, by its print formats; the caller has checked that the reader may see it."""

from typing import Any

import frappe

FORMATS = {"id": "SLA Statement Indonesia", "en": "SLA Statement English"}


def print_statement(doc: Any, language: str) -> bytes:
	"""The PDF in "id" or "en"."""
	print_format = FORMATS["id" if language.startswith("id") else "en"]
	flags = frappe.local.flags
	before, flags.ignore_print_permissions = flags.ignore_print_permissions, True
	try:
		return bytes(frappe.get_print(doc.doctype, doc.name, print_format, as_pdf=True, no_letterhead=1))
	finally:
		flags.ignore_print_permissions = before
