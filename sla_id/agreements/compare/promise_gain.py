"""Whether a changed promise of availability, a credit or a pause gives the partner more (True), less (False), or neither (None).

Called by `compare_versions`, for fields that partner_gain.py says nothing about.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sla_id.agreements.file import model as m
from sla_id.agreements.file.target_text import AgreedTarget

Field = tuple[str, str]
_FROM_LEAST: Mapping[Field, tuple[str, ...]] = {
	("Availability", "formula"): ("whole_period", "reduced_by_excluded_downtime", "reduced_period"),
	("Availability", "unknown_counts_as"): ("up", "left_out", "down"),
	("Availability", "downtime_from"): ("declared", "first_failed_check"),
	("Availability", "part_month"): ("whole_month", "days_in_force"),
	("GuaranteeRow", "components"): ("all", "weighted", "any"),
	("AgreedScheme", "downtime"): ("excess", "all"),
}
"""Codes of a field, the one that gives the partner least first: the same outages weigh more under the next."""
_UNSAID: Mapping[Field, Any] = {
	("Availability", "unknown_counts_as"): "up",
	("Availability", "downtime_from"): "first_failed_check",
	("Availability", "part_month"): "whole_month",
	("GuaranteeRow", "components"): "any",
	("AgreedScheme", "downtime"): "all",
	("AgreedScheme", "period_seconds"): 86_400,
	("AgreedScheme", "daily_fees"): 1,
	("AgreedScheme", "each"): 0,
	("AgreedScheme", "percent_of_fee"): 0,
	("AgreedScheme", "cap_percent"): 100,
	("AgreedScheme", "cap_amount"): Decimal("Infinity"),
}
"""What a field means that says nothing."""
_MORE_GIVES_MORE = {
	*(("Availability", "target_percent"), ("GuaranteeRow", "target_percent"), ("CreditStep", "percent")),
	*(("CreditTerms", name) for name in ("enabled", "fee")),
	*(
		("AgreedScheme", name)
		for name in ("divide_by_target", "daily_fees", "each", "percent_of_fee", "cap_percent", "cap_amount")
	),
	*(("PauseReason", "evidence"), ("PauseReason", "approval"), ("BreachCauses", "ask")),
	("CreditWindow", "count"),
}
_MORE_GIVES_LESS = {("AgreedScheme", name) for name in ("period_seconds", "days", "only_when_missed")}
_LONGER_GIVES_MORE = {
	("MaintenanceTerms", "notice"),
	("ClaimTerms", "object_within"),
	("StatementTerms", "answer_within"),
}
_LONGER_GIVES_LESS = {
	*(("Availability", "minimum"), ("GuaranteeRow", "minimum"), ("PauseReason", "longest")),
	*(("ClaimTerms", "within"), ("ClaimTerms", "decide_within")),
}
_NO_TIME_IS_FOREVER = {("PauseReason", "longest"), ("ClaimTerms", "within"), ("ClaimTerms", "decide_within")}
_NO_TIME_IS_NONE = {
	*(("Availability", "minimum"), ("GuaranteeRow", "minimum"), ("MaintenanceTerms", "notice")),
}
_OF_CREDITS = ("CreditTerms", "AgreedScheme", "CreditStep", "CreditWindow")
ENTRIES = {"steps": True, "pause_reasons": False}
"""Lists of which an entry gives the partner something, or takes it."""


def judge_promise(
	field: Field,
	before: Any,
	after: Any,
	files: tuple[m.AgreementFile, m.AgreementFile],
	owners: tuple[Any, Any],
) -> bool | None:
	"""Of a changed field; `owners` are the values it belongs to in both versions, None where one lacks them."""
	if field[0] in _OF_CREDITS and field[1] != "enabled" and not owes_credit(*files):
		return None
	if field in _LONGER_GIVES_MORE | _LONGER_GIVES_LESS:
		verdict = _judge_length(field, before, after, files, owners)
		return verdict if verdict is None or field in _LONGER_GIVES_MORE else not verdict
	if field == ("Availability", "services"):
		return _judge_services(before, after)
	if field == ("AgreementFile", "credit"):
		return _judge_credit(before, after)
	if field == ("Availability", "maintenance"):
		return _judge_notice(before, after)
	if field == ("CreditWindow", "count") and _differ(owners, "kind"):
		return None
	one, other = (_UNSAID.get(field) if value is None else value for value in (before, after))
	if one is None or other is None or one == other:
		return None
	if field in _FROM_LEAST:
		order = _FROM_LEAST[field]
		return order.index(other) > order.index(one)
	if field in _MORE_GIVES_MORE:
		return bool(other > one)
	return bool(other < one) if field in _MORE_GIVES_LESS else None


def judge_guarantee(row: m.GuaranteeRow, file: m.AgreementFile, gained: bool) -> bool | None:
	"""Of a row that one version lacks: a higher figure than what holds for all gives the partner more, a lower one less."""
	promise = file.availability
	if promise is None or row.target_percent is None or row.target_percent == promise.target_percent:
		return None
	return gained == (row.target_percent > promise.target_percent)


def owes_credit(*files: m.AgreementFile) -> bool:
	"""Whether credits are agreed in each of the versions: what isn't owed gives nobody more or less."""
	return all(file.credit is not None and file.credit.enabled for file in files)


def _judge_length(
	field: Field,
	before: AgreedTarget | None,
	after: AgreedTarget | None,
	files: tuple[m.AgreementFile, m.AgreementFile],
	owners: tuple[Any, Any],
) -> bool | None:
	"""Whether the second is longer; None where that can't be said, as of hours on different calendars."""
	if before is None or after is None:
		longer = before is None
		if field in _NO_TIME_IS_NONE:
			return longer
		return not longer if field in _NO_TIME_IS_FOREVER else None
	if field[1] != "minimum" and _weeks(files, owners) is None:
		return None
	one, other = (_seconds(length, file) for length, file in zip((before, after), files, strict=True))
	return None if one is None or other is None or one == other else other > one


def _weeks(files: tuple[m.AgreementFile, m.AgreementFile], owners: tuple[Any, Any]) -> m.Week | None:
	"""The week that both lengths are counted on; None where they differ."""
	weeks = [
		next((entry.week for entry in file.calendars if entry.code == getattr(owner, "calendar", None)), None)
		for file, owner in zip(files, owners, strict=True)
	]
	return weeks[0] if weeks[0] == weeks[1] else None


def _seconds(length: AgreedTarget, file: m.AgreementFile) -> Decimal | None:
	if length.days is None:
		return Decimal(length.seconds or 0)
	if file.agreement.working_day == "end_of_day":
		return None
	return length.days * file.agreement.hours_per_day * 3600


def _judge_services(before: tuple[str, ...], after: tuple[str, ...]) -> bool | None:
	"""All of the catalogue is more than some of it."""
	if not before or not after:
		return None if before == after else bool(before)
	one, other = set(before), set(after)
	return True if one < other else False if other < one else None


def _judge_credit(before: m.CreditTerms | None, after: m.CreditTerms | None) -> bool | None:
	owed = [credit is not None and credit.enabled for credit in (before, after)]
	return None if owed[0] == owed[1] else owed[1]


def _judge_notice(before: m.MaintenanceTerms | None, after: m.MaintenanceTerms | None) -> bool | None:
	told = [terms is not None and terms.notice is not None for terms in (before, after)]
	return None if told[0] == told[1] else told[1]


def _differ(owners: tuple[Any, Any], name: str) -> bool:
	return None in owners or getattr(owners[0], name) != getattr(owners[1], name)
