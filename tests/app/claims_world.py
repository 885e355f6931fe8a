"""What the tests of pauses with reasons, claims and causes start from: the Innovasia agreement with reasons and causes signed."""

from typing import Any

import frappe

from tests.app import world

AGREEMENT = "INNOVASIA-MITRA v1.0"
WAIT, VENDOR, PROVEN = "WAIT", "VENDOR", "PROVEN"
FORCE = "force_majeure"


def sign_reasons() -> None:
	"""Three reasons: waiting for the partner, 2 hours at most; a vendor, approved; one with evidence, 3 hours at most, approved. Two causes."""
	doc = frappe.get_doc("SLA Agreement", AGREEMENT)
	rows = (
		{"code": WAIT, "label": "Menunggu mitra", "label_en": "Waiting for the partner", "longest": "2 h"},
		{"code": VENDOR, "label": "Menunggu vendor", "label_en": "Waiting for a vendor", "approval": 1},
		{
			"code": PROVEN,
			"label": "Izin akses",
			"label_en": "Access permit",
			"longest": "3 h",
			"evidence": 1,
			"approval": 1,
		},
	)
	for row in rows:
		doc.append("pause_reasons", row)
	for code, label, english in (("HUMAN", "Kelalaian", "Human error"), ("TOOL", "Peralatan", "Equipment")):
		doc.append("breach_causes", {"code": code, "label": label, "label_en": english})
	doc.ask_breach_cause = 1
	for row in (*doc.pause_reasons, *doc.breach_causes):
		row.parent, row.parenttype = doc.name, doc.doctype
		row.db_insert()
	frappe.db.set_value("SLA Agreement", doc.name, "ask_breach_cause", 1, update_modified=False)
	frappe.clear_document_cache("SLA Agreement", doc.name)
	world.sign_again(AGREEMENT)


def names(doc: Any) -> tuple[str, str]:
	"""A host's ticket as the functions name it."""
	return doc.doctype, str(doc.name)
