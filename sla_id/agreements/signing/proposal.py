"""Proposing a draft: its text gets a hash, and decisions count only for that text."""

import frappe
from frappe import _
from frappe.utils import now_datetime

from sla_id.agreements.records.read_agreement import content_hash, kept_text, signed_text
from sla_id.agreements.rules.signed_part import hash_of
from sla_id.agreements.signing.approvals import (
	APPROVED,
	CUSTOMER,
	DESK,
	PORTAL,
	RETURNED,
	Seat,
	missing,
	record_decision,
	seat_of,
)
from sla_id.agreements.signing.versions import DRAFT, PROPOSED
from sla_id.computed_fields import writes_computed
from sla_id.record_types import AgreementRecord


def propose(agreement: AgreementRecord) -> list[Seat]:
	"""Propose a draft to both sides. Returns the decisions that it needs. Throws ValidationError if it isn't a draft."""
	if agreement.docstatus != 0:
		frappe.throw(_("{0} is already approved. Make a new version to change it.").format(agreement.name))
	agreement.signed_text = signed_text(agreement)
	agreement.content_hash = hash_of(agreement.signed_text)
	agreement.status = PROPOSED
	agreement.proposed_on = now_datetime()
	writes_computed(agreement).save()
	return missing(agreement)


def decide(
	agreement: AgreementRecord, user: str, decision: str, seen_hash: str, comment: str = ""
) -> list[Seat]:
	"""Record a user's decision on the proposed text that they have read. Returns the decisions still needed.

	The last decision submits the version. `seen_hash` is the hash shown beside the text: if the text has changed
	meanwhile, the decision is refused. Throws ValidationError or PermissionError.
	"""
	if agreement.status != PROPOSED or agreement.docstatus != 0:
		frappe.throw(_("{0} isn't waiting for approval.").format(agreement.name))
	if seen_hash != agreement.content_hash or content_hash(agreement) != agreement.content_hash:
		frappe.throw(_("The text has changed since you opened it. Read it again, then decide."))
	seat = seat_of(agreement, user)
	if seat is None:
		frappe.throw(
			_("There is nothing for you to decide on {0}.").format(agreement.name), frappe.PermissionError
		)
	if decision == RETURNED and not comment.strip():
		frappe.throw(_("Say what should be changed."))
	through = PORTAL if seat.party == CUSTOMER else DESK
	record_decision(agreement, seat, decision, through=through, user=user, comment=comment)
	agreement.flags.ignore_permissions = True
	if decision == RETURNED:
		_make_draft(agreement)
		agreement.save()
		return []
	waiting = missing(agreement)
	if decision == APPROVED and not waiting:
		agreement.submit()
	return waiting


def withdraw_if_changed(agreement: AgreementRecord) -> None:
	"""validate: make a proposed text that was edited a draft again. Decisions on the old text no longer count."""
	if agreement.docstatus:
		return
	if agreement.status != PROPOSED:
		# a status follows from what happened: nothing has, as long as it isn't proposed
		_make_draft(agreement)
		return
	if agreement.is_new() or content_hash(agreement) != agreement.content_hash:
		_make_draft(agreement)
		if not agreement.is_new():
			frappe.msgprint(
				_(
					"The text has changed, so it is a draft again. Propose it again; earlier approvals don't count."
				),
				indicator="orange",
				alert=True,
			)


def _make_draft(agreement: AgreementRecord) -> None:
	agreement.update(dict.fromkeys(("content_hash", "signed_text", "proposed_on"), None))
	agreement.status = DRAFT


def is_unaltered(agreement: AgreementRecord) -> bool | None:
	"""Whether an approved version still says what was approved. None if there is nothing to compare with."""
	if agreement.docstatus != 1 or not agreement.content_hash:
		return None
	return {content_hash(agreement), hash_of(kept_text(agreement))} == {str(agreement.content_hash)}
