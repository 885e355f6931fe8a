"""What a manager or a partner does with an agreement, and who is told about it.

Called by `api/agreement.py`, which has checked the permission.
"""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_months, formatdate, getdate, nowdate

from sla_id.agreement_lifecycle.notices import MANAGER, raise_notice
from sla_id.agreements.partners import partner_users
from sla_id.agreements.signing.approvals import RETURNED, Seat, say_seat, users_of
from sla_id.agreements.signing.proposal import decide, propose
from sla_id.agreements.signing.versions import last_day, status_on
from sla_id.agreements.words.calendar_words import say_date
from sla_id.instants import utc_now
from sla_id.notify.role_holders import users_of_role
from sla_id.notify.tell_people import say_untold, tell
from sla_id.record_types import AgreementRecord


def propose_agreement(agreement: AgreementRecord) -> list[Seat]:
	"""Propose a draft to both sides and tell the people who have to decide."""
	waiting = propose(agreement)
	told = [*users_of(agreement, waiting)]
	if any(seat.party == "Provider" and not seat.email for seat in waiting):
		told += users_of_role(MANAGER)
	key = f"approval:{agreement.name}:{agreement.proposed_on}"
	untold = tell(
		told,
		key,
		"approval_awaited",
		lambda language: {"title": _title(agreement, language)},
		agreement,
		email=True,
	)
	say_untold(agreement, [*untold, *_seats_without_user(agreement, waiting)])
	agreement.add_comment(
		"Info", _("Proposed. Still to approve: {0}.").format("; ".join(map(say_seat, waiting)))
	)
	return waiting


def _seats_without_user(agreement: AgreementRecord, waiting: list[Seat]) -> list[str]:
	"""Decisions that are awaited but nobody can make: the address belongs to no user, or nobody is authorised."""
	managed = [seat for seat in waiting if seat.party == "Provider" and not seat.email]
	return [say_seat(seat) for seat in waiting if seat not in managed and not users_of(agreement, [seat])]


def decide_agreement(
	agreement: AgreementRecord, user: str, decision: str, seen_hash: str, comment: str
) -> list[Seat]:
	"""Record a decision and tell the other side."""
	waiting = decide(agreement, user, decision, seen_hash, comment)

	def say(language: str) -> dict[str, str]:
		title = _title(agreement, language)
		if decision == RETURNED:
			return {"title": _("{0} was returned: {1}", language).format(title, comment)}
		if waiting:
			return {"title": _("{0} was approved by {1}", language).format(title, user)}
		return {"title": _("Both sides have approved {0}", language).format(title)}

	tell(
		[name for name in users_of_role(MANAGER) if name != user],
		f"decision:{agreement.name}:{user}:{utc_now().isoformat()}",
		"notice",
		say,
		agreement,
	)
	return waiting


def announce_agreement(agreement: AgreementRecord) -> list[str]:
	"""Announce an approved version to its partner, or to every partner that it is the default for (001 §1, §5.4)."""
	if agreement.docstatus != 1:
		frappe.throw(_("{0} isn't approved yet, so there is nothing to announce.").format(agreement.name))
	if agreement.announced_on:
		frappe.throw(
			_("{0} was announced on {1}.").format(agreement.name, formatdate(agreement.announced_on))
		)
	users = partner_users(_partners(agreement))
	agreement.db_set("announced_on", getdate(nowdate()))
	untold = tell(
		users,
		f"announced:{agreement.name}",
		"announced",
		lambda language: {
			"title": _("{0}, version {1}", language).format(_title(agreement, language), agreement.version),
			"note": _("in force from {0}", language).format(
				say_date(getdate(agreement.effective_from), language)
			),
		},
		agreement,
		email=True,
	)
	told = [user for user in users if user not in untold]
	say_untold(agreement, untold)
	agreement.add_comment("Info", _("Announced to {0} users.").format(len(told)))
	return told


def end_agreement(agreement: AgreementRecord, last: date, reason: str) -> None:
	"""End a version today or on a later day. Throws ValidationError for an earlier one."""
	if agreement.docstatus != 1:
		frappe.throw(_("{0} isn't approved. Delete the draft instead.").format(agreement.name))
	if not reason.strip():
		frappe.throw(_("Say why the agreement ends."))
	if last < getdate(nowdate()):
		frappe.throw(_("Last day: an agreement can't end in the past. Choose today or later."))
	held = last_day(agreement)
	if held and held <= last:
		frappe.throw(_("Last day: {0} already ends on {1}.").format(agreement.name, held))
	agreement.db_set({"ended_on": last, "end_reason": reason})
	agreement.db_set("status", status_on(agreement, getdate(nowdate())), update_modified=False)
	untold = tell(
		partner_users(_partners(agreement)),
		f"ended:{agreement.name}:{last}",
		"notice",
		lambda language: {
			"title": _("{0} ends on {1}", language).format(
				_title(agreement, language), say_date(last, language)
			)
		},
		agreement,
		email=True,
	)
	say_untold(agreement, untold)
	agreement.add_comment("Info", _("Ends on {0}: {1}").format(last, reason))


def record_review(review: Any) -> None:
	"""on_submit of an SLA Agreement Review: update the agreement's review dates (000 §7.1, 001 §4)."""
	agreement = frappe.get_doc("SLA Agreement", review.agreement)
	next_review = review.next_review or add_months(review.review_date, agreement.review_months or 12)
	agreement.db_set({"last_review": review.review_date, "next_review": next_review})
	agreement.add_comment("Info", _("Reviewed on {0}: {1}.").format(review.review_date, _(review.outcome)))
	if review.outcome != "Keep":
		raise_notice(
			agreement,
			"Review Outcome",
			_("Review of {0}: {1}").format(agreement.name, _(review.outcome)),
			frappe.utils.strip_html(review.minutes or ""),
			f"review:{review.name}",
		)


def _title(agreement: AgreementRecord, language: str) -> str:
	return str((language != "id" and agreement.title_en) or agreement.title)


def _partners(agreement: AgreementRecord) -> list[str]:
	if agreement.partner:
		return [agreement.partner]
	filters: dict[str, Any] = {"disabled": 0}
	if agreement.partner_group:
		filters["partner_group"] = agreement.partner_group
	elif not agreement.is_default:
		return []
	return frappe.get_all("SLA Partner", filters=filters, pluck="name")
