"""Validates what an agreement's form says of availability, credits, pauses and causes. Called by validation.py.

What is refused here is what a file is refused for: lengths and amounts that can't be read, weights above 1, an
exclusion that isn't there. Lengths and amounts are kept as the file writes them.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _

from sla_id.agreements.code_lists import refuse_value
from sla_id.agreements.file import UnreadableTarget, read_length
from sla_id.agreements.file.availability_section import MOST_COUNT, MOST_DAILY_FEES
from sla_id.agreements.file.section_pieces import AMOUNT, amount_of
from sla_id.agreements.records.availability_rows import AMOUNTS, LENGTHS
from sla_id.agreements.records.row_pieces import codes_of
from sla_id.agreements.say_errors import say_error
from sla_id.record_types import AgreementGuaranteeRow, AgreementRecord

_LENGTHS = tuple(f"{prefix}_{name}" for prefix, names in LENGTHS.values() for name in names)


_COUNTS = {
	"availability_percent": 100,
	"credit_percent_of_fee": 100,
	"credit_cap_percent": 100,
	"credit_daily_fees": int(MOST_DAILY_FEES),
	"credit_period_seconds": 31_622_400,
	"credit_days": MOST_COUNT,
	"credit_window_count": MOST_COUNT,
}
"""The largest number that a field may hold; 0 says nothing."""
_OF_A_PROMISE = (
	*("availability_calendar", "availability_minimum", "availability_unknown", "availability_downtime_from"),
	*("availability_part_month", "availability_services", "guarantees", "maintenance_exclusion", *_LENGTHS),
)
"""What belongs to a promise of availability: without its percentage nobody would read it."""


def check_promises(agreement: AgreementRecord) -> None:
	"""Throws ValidationError with the field, or with table, row and field."""
	for field, most in _COUNTS.items():
		if not 0 <= (agreement.get(field) or 0) <= most:
			_refuse(agreement, field, _("give a number from 0 to {0}.").format(most))
	_check_percentage(agreement)
	for field in _LENGTHS:
		_check_length(agreement, field)
	_check_length(agreement, "availability_minimum", in_days=False)
	for field in ("credit_fee", *AMOUNTS.values()):
		_check_amount(agreement, field)
	_check_guarantees(agreement)
	_check_exclusion(agreement)
	_check_credit(agreement)
	for row in agreement.pause_reasons:
		_check_length(row, "longest")
	for table in ("exclusions", "pause_reasons", "breach_causes"):
		_check_codes(agreement.get(table))


def _check_percentage(agreement: Any) -> None:
	filled = next((field for field in _OF_A_PROMISE if agreement.get(field)), None)
	if filled and not agreement.availability_percent:
		_refuse(
			agreement,
			"availability_percent",
			_("give the percentage: without it there is no promise that {0} could be about.").format(
				_(agreement.meta.get_label(filled))
			),
		)


def _refuse(doc: Any, field: str, why: str) -> None:
	"""Throws ValidationError with the place of a field, of a row or of the agreement itself."""
	if doc.get("parentfield"):
		refuse_value(doc, field, why)
	frappe.throw(_("{0}: {1}").format(_(doc.meta.get_label(field)), why))


def _check_length(doc: Any, field: str, *, in_days: bool = True) -> None:
	if not doc.get(field):
		return
	try:
		length = read_length(doc.get(field))
	except UnreadableTarget as error:
		_refuse(doc, field, say_error(error))
		return
	if length.seconds is None and not in_days:
		_refuse(doc, field, _("give hours, minutes or seconds, e.g. 5 min."))
	doc.set(field, str(length))


def _check_amount(agreement: AgreementRecord, field: str) -> None:
	text = str(agreement.get(field) or "").strip()
	if not text:
		return
	if not AMOUNT.match(text):
		_refuse(
			agreement,
			field,
			_("{0} is no amount. Write digits without marks of thousands, e.g. 25000000.").format(text),
		)
	agreement.set(field, str(amount_of(text)))


def _check_guarantees(agreement: AgreementRecord) -> None:
	listed = {row.service for row in agreement.services}
	named: set[str] = set()
	for row in agreement.guarantees:
		if not 0 <= (row.target_percent or 0) <= 100:
			_refuse(row, "target_percent", _("give a percentage from 0 to 100."))
		_check_length(row, "minimum", in_days=False)
		for code in codes_of(row.services):
			if code in named:
				_refuse(row, "services", _("{0} is in another row already. Remove it in one.").format(code))
			_check_listed(agreement, row, "services", code, listed)
			named.add(code)
		_check_weights(agreement, row)
	for covered in agreement.availability_services:
		_check_listed(agreement, agreement, "availability_services", covered.service, listed)
	for component in agreement.components:
		if not 0 < (component.guarantee_row or 0) <= len(agreement.guarantees):
			_refuse(component, "guarantee_row", _("there is no such row of guarantees."))
		if not 0 <= (component.weight or 0) <= 1:
			_refuse(component, "weight", _("give a share from 0 to 1, e.g. 0.7."))


def _check_listed(agreement: AgreementRecord, doc: Any, field: str, code: str, listed: Iterable[str]) -> None:
	"""A whole agreement promises availability for services that it lists; a level may mean its base's."""
	if code not in listed and not agreement.based_on:
		_refuse(
			doc, field, _("{0} is no service of this agreement. Add it to its services first.").format(code)
		)


def _check_weights(agreement: AgreementRecord, row: AgreementGuaranteeRow) -> None:
	parts = [part for part in agreement.components if part.guarantee_row == row.idx]
	_check_codes(parts)
	if row.components != "Weighted":
		return
	whole = round(sum(part.weight or 0 for part in parts), 6)
	if not whole:
		_refuse(row, "components", _("list the components of this row below, each with its weight."))
	if whole > 1:
		_refuse(row, "components", _("the weights come to {0}. Make them 1 together.").format(whole))


def _check_exclusion(agreement: AgreementRecord) -> None:
	code = agreement.maintenance_exclusion
	known = [row.code for row in agreement.exclusions]
	if code and code not in known and not agreement.based_on:
		_refuse(
			agreement,
			"maintenance_exclusion",
			_("{0} is not among the exclusions. Use {1}.").format(code, ", ".join(known) or "–"),
		)


def _check_credit(agreement: AgreementRecord) -> None:
	if agreement.credit_enabled and not agreement.credit_kind:
		_refuse(agreement, "credit_kind", _("choose how a missed month is credited."))
	if agreement.credit_kind == "Stepped" and not agreement.credit_steps:
		_refuse(agreement, "credit_steps", _("add a step, e.g. below 99.9 %: 10 % of the fee."))
	if agreement.credit_kind == "Per Missed Target":
		if not agreement.credit_each and not agreement.credit_percent_of_fee:
			_refuse(agreement, "credit_each", _("give an amount, or a percentage of the fee."))
	if agreement.credit_window_kind in ("Days", "Working Days") and not agreement.credit_window_count:
		_refuse(agreement, "credit_window_count", _("give a number of days."))
	edges = Counter(row.below or 0 for row in agreement.credit_steps)
	for row in agreement.credit_steps:
		for field in ("below", "percent"):
			if not 0 < (row.get(field) or 0) <= 100:
				_refuse(row, field, _("give a percentage above 0, at most 100."))
		if edges[row.below or 0] > 1:
			_refuse(row, "below", _("there are two steps for this figure. Remove one."))


def _check_codes(rows: Iterable[Any]) -> None:
	seen: set[str] = set()
	for row in rows:
		if row.code in seen:
			_refuse(row, "code", _("{0} is there already. Give each its own code.").format(row.code))
		seen.add(row.code)
