"""Decisions made on paper. The person who brings the signed document vouches for it, which is recorded."""

import frappe
from frappe import _
from frappe.utils import formatdate

from sla_id.agreements.records.read_agreement import signed_text
from sla_id.agreements.rules.signed_part import hash_of
from sla_id.agreements.signing.approvals import APPROVED, PAPER, missing, record_decision
from sla_id.agreements.signing.versions import PROPOSED
from sla_id.record_types import AgreementRecord


def approve_on_paper(agreement: AgreementRecord) -> None:
	"""Record every missing decision on a draft as made on paper. The text as it stands is what was signed."""
	text = signed_text(agreement)
	values = {"signed_text": text, "content_hash": hash_of(text), "status": PROPOSED}
	agreement.update(values)
	agreement.db_set(values, update_modified=False)
	signed = {row.party: row.signed_on for row in agreement.signatories if row.signed_on}
	for seat in missing(agreement):
		day = signed.get(seat.party)
		record_decision(
			agreement,
			seat,
			APPROVED,
			through=PAPER,
			user=frappe.session.user,
			comment=_("Signed on paper; recorded by {0}.").format(frappe.session.user),
			at_text=formatdate(day, "d MMMM yyyy") if day else "",
		)
