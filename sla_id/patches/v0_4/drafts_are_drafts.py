"""A status follows from what happened: drafts that were given another one are drafts."""

import frappe

from sla_id.agreements.signing.versions import DRAFT, PROPOSED


def execute() -> None:
	"""Run any number of times; a proposed text has its hash, so one without was never proposed."""
	agreement = frappe.qb.DocType("SLA Agreement")
	typed = agreement.status.notin([DRAFT, PROPOSED]) | (
		(agreement.status == PROPOSED) & (agreement.content_hash.isnull() | (agreement.content_hash == ""))
	)
	frappe.qb.update(agreement).set(agreement.status, DRAFT).where((agreement.docstatus == 0) & typed).run()
