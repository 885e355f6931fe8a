"""The daily job of agreements: statuses by date, overdue reviews, months missed in a row, altered texts."""

from collections.abc import Callable
from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate, getdate, nowdate

from sla_id.agreement_lifecycle.missed_months import missed_in_a_row, months_of
from sla_id.agreement_lifecycle.notices import raise_notice
from sla_id.agreements.partners import partner_users
from sla_id.agreements.signing.proposal import is_unaltered
from sla_id.agreements.signing.versions import IN_FORCE, refresh_statuses
from sla_id.ledger.clock_facts import read_goal
from sla_id.record_types import AgreementRecord
from sla_id.reporting.rates import FULL
from sla_id.savepoints import own_transaction


def run_daily() -> list[str]:
	"""Run the daily checks. Returns the names of the notices raised. An agreement that fails doesn't stop the others."""
	refresh_statuses()
	raised: list[str] = []
	for name in frappe.get_all("SLA Agreement", filters={"docstatus": 1, "status": IN_FORCE}, pluck="name"):
		agreement = frappe.get_doc("SLA Agreement", name)
		for check in CHECKS:
			raised += filter(None, [_guarded(check, agreement)])
	return raised


def warn_of_review(agreement: AgreementRecord) -> str | None:
	"""Warn of an overdue review. The agreement stays in force (X19)."""
	if not agreement.next_review or getdate(agreement.next_review) >= getdate(nowdate()):
		return None
	day = formatdate(agreement.next_review, "d MMMM yyyy")
	return raise_notice(
		agreement,
		"Review Overdue",
		_("The review of {0} was due on {1}").format(agreement.name, day),
		_("The agreement stays in force. Hold the review, then record it as an SLA Agreement Review."),
		f"overdue:{agreement.name}:{agreement.next_review}",
	)


def warn_of_missed_months(agreement: AgreementRecord) -> str | None:
	"""Warn if as many months in a row were missed as the agreement states, because it may then be ended (002 §6)."""
	if not agreement.missed_months:
		return None
	row = missed_in_a_row(months_of(agreement), read_goal(agreement.compliance_percent) or FULL)
	if len(row) < agreement.missed_months:
		return None
	return raise_notice(
		agreement,
		"Missed Months",
		_("{0}: {1} months missed in a row").format(agreement.name, len(row)),
		_("Missed: {0}. The agreement may be ended for this reason.").format(", ".join(row)),
		f"missed:{agreement.agreement_code}:{row[-1]}",
		tell=partner_users([agreement.partner] if agreement.partner else []),
	)


def warn_of_alteration(agreement: AgreementRecord) -> str | None:
	"""Warn if an approved text no longer gives the hash that was approved."""
	if is_unaltered(agreement) is not False:
		return None
	return raise_notice(
		agreement,
		"Text Altered",
		_("{0} differs from what was approved").format(agreement.name),
		_(
			"The record, or something it refers to, has changed since it was approved. Compare it with the signed document. Then restore it, or have both sides approve a new version."
		),
		f"altered:{agreement.name}:{nowdate()}",
	)


CHECKS: tuple[Callable[[Any], str | None], ...] = (warn_of_review, warn_of_missed_months, warn_of_alteration)


def _guarded(check: Callable[[Any], str | None], agreement: AgreementRecord) -> str | None:
	with own_transaction(f"{agreement.name} could not be checked"):
		return check(agreement)
	return None
