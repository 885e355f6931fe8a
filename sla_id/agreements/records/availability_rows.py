"""Availability, credits, reasons for pauses and causes of breaches. Called by load.py and version.py.

Amounts and lengths are kept as texts, to the letter; services of the whole promise as links, those of a row as codes.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from sla_id.agreements.file import (
	AgreedScheme,
	AgreedTarget,
	AgreementFile,
	Availability,
	BreachCauses,
	ClaimTerms,
	ComponentRow,
	CreditStep,
	CreditTerms,
	CreditWindow,
	GuaranteeRow,
	MaintenanceTerms,
	PauseReason,
	StatementTerms,
	read_length,
)
from sla_id.agreements.file.availability_section import WEIGHT_PLACES
from sla_id.agreements.file.availability_terms import CREDIT_WINDOWS, SCHEMES
from sla_id.agreements.file.section_pieces import AMOUNT, amount_of
from sla_id.agreements.records.plain_rows import plain_columns, plain_values
from sla_id.agreements.records.row_pieces import (
	code_of,
	codes_of,
	decimal_of,
	item_rows,
	items_of,
	label_fields,
	label_of,
	need_label,
	text_of_codes,
)
from sla_id.record_types import AgreementGuaranteeRow, AgreementRecord

LENGTHS = {
	MaintenanceTerms: ("maintenance", ("notice",)),
	ClaimTerms: ("claims", ("within", "decide_within", "object_within")),
	StatementTerms: ("statement", ("answer_within",)),
}
"""Terms that are lengths on a calendar: what their fields in the record begin with, and which they are."""
AMOUNTS = {"each": "credit_each", "cap_amount": "credit_cap_amount"}
PERCENTS = {
	"daily_fees": "credit_daily_fees",
	"percent_of_fee": "credit_percent_of_fee",
	"cap_percent": "credit_cap_percent",
}
CALENDARS = ("maintenance_calendar", "claims_calendar", "statement_calendar", "availability_calendar")
"""Fields of an agreement that name a calendar; the first three are empty where they mean the agreement's own."""


def availability_fields(read: AgreementFile, calendars: Mapping[str, str]) -> dict[str, Any]:
	"""The agreement's fields and tables; `calendars` are record names by the file's codes."""
	promise = read.availability
	if promise is None:
		return {"availability_percent": 0, "exclusions": []}
	return {
		"availability_percent": float(promise.target_percent),
		**plain_columns(promise),
		"exclusions": item_rows(promise.exclusions),
		"availability_calendar": calendars[promise.calendar] if promise.calendar else None,
		"availability_minimum": _text(promise.minimum),
		"availability_services": [{"service": code} for code in promise.services],
		"guarantees": [_guarantee_row(row, calendars) for row in promise.guarantees],
		"components": [
			{"guarantee_row": number, **_component_row(part)}
			for number, row in enumerate(promise.guarantees, 1)
			for part in row.parts
		],
		**_length_fields(promise.maintenance, read, calendars),
		**(plain_columns(promise.maintenance) if promise.maintenance else {}),
		"maintenance_exclusion": promise.maintenance.exclusion if promise.maintenance else None,
		**_length_fields(promise.claims, read, calendars),
		**_length_fields(promise.statement, read, calendars),
	}


def pause_fields(read: AgreementFile, calendars: Mapping[str, str]) -> dict[str, Any]:
	"""The agreement's tables of reasons for pauses and of causes of breaches."""
	causes = read.breach_causes
	return {
		"pause_reasons": [
			{
				"code": reason.code,
				**label_fields("label", reason.label),
				**label_fields("description", reason.description),
				"longest": _text(reason.longest),
				"calendar": _own_calendar(reason.calendar, read, calendars),
				**plain_columns(reason),
			}
			for reason in read.pause_reasons
		],
		"breach_causes": item_rows(causes.causes) if causes else [],
		**(plain_columns(causes) if causes else {}),
	}


def read_availability(agreement: AgreementRecord, codes: Mapping[str, str]) -> Availability | None:
	"""The file's availability; None where no percentage is promised. `codes` are the file's codes by calendar record.

	"" stands for the default calendar. Raises UnreadableTarget.
	"""
	if not agreement.availability_percent:
		return None
	return Availability(
		target_percent=decimal_of(agreement.availability_percent),
		exclusions=items_of(agreement.exclusions),
		calendar=codes[agreement.availability_calendar] if agreement.availability_calendar else None,
		minimum=_length(agreement.availability_minimum),
		services=tuple(row.service for row in agreement.availability_services),
		guarantees=tuple(_guarantee(agreement, row, codes) for row in agreement.guarantees),
		maintenance=_lengths(
			MaintenanceTerms,
			agreement,
			codes,
			exclusion=agreement.maintenance_exclusion or None,
			**plain_values(MaintenanceTerms, agreement),
		),
		claims=_lengths(ClaimTerms, agreement, codes),
		statement=_lengths(StatementTerms, agreement, codes),
		**plain_values(Availability, agreement),
	)


def read_pause_reasons(agreement: AgreementRecord, codes: Mapping[str, str]) -> tuple[PauseReason, ...]:
	"""The file's reasons for pauses. Raises UnreadableTarget."""
	found = []
	for row in agreement.pause_reasons:
		longest = _length(row.longest)
		found.append(
			PauseReason(
				row.code,
				need_label(row, "label", row.code),
				label_of(row, "description"),
				longest=longest,
				calendar=(codes[row.calendar] if row.calendar else "") if longest else None,
				**plain_values(PauseReason, row),
			)
		)
	return tuple(found)


def read_breach_causes(agreement: AgreementRecord) -> BreachCauses | None:
	"""The file's causes of breaches; None where nothing is said of them."""
	causes = BreachCauses(causes=items_of(agreement.breach_causes), **plain_values(BreachCauses, agreement))
	return None if causes == BreachCauses() else causes


def _text(length: AgreedTarget | None) -> str | None:
	return str(length) if length is not None else None


def _length(text: str | None) -> AgreedTarget | None:
	return read_length(text) if text else None


def _own_calendar(code: str | None, read: AgreementFile, calendars: Mapping[str, str]) -> str | None:
	"""The record of a calendar, None where it is the agreement's own."""
	return calendars[code] if code and code != read.default_calendar else None


def _length_fields(
	terms: MaintenanceTerms | ClaimTerms | StatementTerms | None,
	read: AgreementFile,
	calendars: Mapping[str, str],
) -> dict[str, Any]:
	if terms is None:
		return {}
	prefix, names = LENGTHS[type(terms)]
	return {
		**{f"{prefix}_{name}": _text(getattr(terms, name)) for name in names},
		f"{prefix}_calendar": _own_calendar(terms.calendar, read, calendars),
	}


def _lengths(kind: type, agreement: AgreementRecord, codes: Mapping[str, str], **others: Any) -> Any:
	"""Terms of that kind; None where they say nothing."""
	prefix, names = LENGTHS[kind]
	lengths = {name: _length(agreement.get(f"{prefix}_{name}")) for name in names}
	named = agreement.get(f"{prefix}_calendar")
	calendar = (codes[named] if named else "") if any(lengths.values()) else None
	terms = kind(**lengths, calendar=calendar, **others)
	return None if terms == kind() else terms


def _guarantee_row(row: GuaranteeRow, calendars: Mapping[str, str]) -> dict[str, Any]:
	return {
		"services": text_of_codes(row.services),
		"target_percent": float(row.target_percent or 0),
		"calendar": calendars[row.calendar] if row.calendar else None,
		"minimum": _text(row.minimum),
		**plain_columns(row),
	}


def _component_row(part: ComponentRow) -> dict[str, Any]:
	return {"code": part.code, **label_fields("label", part.label), "weight": float(part.weight)}


def _guarantee(
	agreement: AgreementRecord, row: AgreementGuaranteeRow, codes: Mapping[str, str]
) -> GuaranteeRow:
	return GuaranteeRow(
		codes_of(row.services),
		target_percent=decimal_of(row.target_percent) if row.target_percent else None,
		calendar=codes[row.calendar] if row.calendar else None,
		minimum=_length(row.minimum),
		parts=tuple(
			ComponentRow(
				part.code, need_label(part, "label", part.code), decimal_of(part.weight or 0, WEIGHT_PLACES)
			)
			for part in agreement.components
			if part.guarantee_row == row.idx
		),
		**plain_values(GuaranteeRow, row),
	)


def credit_fields(credit: CreditTerms | None) -> dict[str, Any]:
	"""The agreement's fields of what a missed month costs the provider."""
	if credit is None:
		return {}
	window, scheme = credit.window, credit.scheme
	return {
		**plain_columns(credit),
		"credit_fee": _plain(credit.fee),
		"credit_window_kind": CREDIT_WINDOWS[window.kind] if window else None,
		"credit_window_count": window.count if window else 0,
		**(_scheme_fields(scheme) if scheme else {}),
	}


def _scheme_fields(scheme: AgreedScheme) -> dict[str, Any]:
	return {
		"credit_kind": SCHEMES[scheme.kind],
		"credit_steps": [
			{"below": float(step.below), "percent": float(step.percent)} for step in scheme.steps
		],
		**{field: _plain(getattr(scheme, name)) for name, field in AMOUNTS.items()},
		**{field: float(getattr(scheme, name) or 0) for name, field in PERCENTS.items()},
		**plain_columns(scheme),
	}


def _plain(amount: Decimal | None) -> str | None:
	return str(amount) if amount is not None else None


def read_credit(agreement: AgreementRecord) -> CreditTerms | None:
	"""The file's credit; None where nothing is said of it."""
	kind = code_of(CREDIT_WINDOWS, agreement.credit_window_kind or None)
	credit = CreditTerms(
		fee=_amount(agreement.credit_fee),
		scheme=_scheme(agreement),
		window=CreditWindow(kind, agreement.credit_window_count or 0) if kind else None,
		**plain_values(CreditTerms, agreement),
	)
	return None if credit == CreditTerms() else credit


def _scheme(agreement: AgreementRecord) -> AgreedScheme | None:
	"""The scheme, with what its kind has alone: another kind's fields may still be filled in behind the form."""
	kind = code_of(SCHEMES, agreement.credit_kind or None)
	if kind is None:
		return None
	values: dict[str, Any] = {
		"steps": tuple(
			CreditStep(decimal_of(row.below or 0), decimal_of(row.percent or 0))
			for row in sorted(agreement.credit_steps, key=lambda row: -(row.below or 0))
		),
		**{name: _amount(agreement.get(field)) for name, field in AMOUNTS.items()},
		**{
			name: decimal_of(agreement.get(field)) if agreement.get(field) else None
			for name, field in PERCENTS.items()
		},
		**plain_values(AgreedScheme, agreement),
	}
	used = AgreedScheme.fields_of(kind)
	return AgreedScheme(kind, **{name: value for name, value in values.items() if name in used})


def _amount(text: str | None) -> Decimal | None:
	"""An amount of the form, which has refused any other text."""
	plain = (text or "").strip()
	return amount_of(plain) if AMOUNT.match(plain) else None
