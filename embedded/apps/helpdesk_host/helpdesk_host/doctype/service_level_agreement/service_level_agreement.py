"""ERPNext's own agreement, reduced to how it treats an Issue on every save: it wipes or rewrites the SLA fields."""

from datetime import timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import cint, get_datetime, now_datetime


class ServiceLevelAgreement(Document):
	pass


def apply(doc: Document, method: str | None = None) -> None:
	"""On validate of every DocType, after the hooks on the DocType itself. With no record it leaves the Issue alone."""
	if doc.doctype != "Issue" or frappe.flags.in_install or frappe.flags.in_uninstall:
		return
	agreements = frappe.get_all(
		"Service Level Agreement",
		{"document_type": "Issue", "enabled": 1},
		["name", "response_time", "resolution_time"],
		order_by="default_service_level_agreement desc",
	)
	if not agreements:
		return
	if not cint(frappe.db.get_single_value("Support Settings", "track_service_level_agreement")):
		doc.service_level_agreement = doc.response_by = doc.resolution_by = None
		return
	agreement = next((row for row in agreements if row.name == doc.service_level_agreement), agreements[0])
	doc.service_level_agreement = agreement.name
	doc.service_level_agreement_creation = doc.service_level_agreement_creation or now_datetime()
	started = get_datetime(doc.service_level_agreement_creation)
	doc.response_by = started + timedelta(seconds=agreement.response_time or 0)
	doc.resolution_by = started + timedelta(seconds=agreement.resolution_time or 0)
	if doc.status in ("Resolved", "Closed"):
		doc.resolution_date = doc.resolution_date or now_datetime()
