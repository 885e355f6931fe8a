"""Targets and availability."""

from decimal import Decimal
from typing import Any

from sla_id.agreements.file import (
	AgreementFile,
	Availability,
	TargetRow,
	default_met_by,
	default_met_when,
	read_target,
)
from sla_id.agreements.records.plain_rows import plain_columns, plain_values
from sla_id.agreements.records.row_pieces import (
	FORMULAS,
	code_of,
	codes_of,
	item_rows,
	items_of,
	text_of_codes,
)


def load_promises(read: AgreementFile, calendars: dict[str, str]) -> dict[str, Any]:
	"""The agreement's fields; `calendars` are record names by the file's codes."""
	return {
		"targets": [_target_row(read, row, calendars) for row in read.targets],
		**_availability_fields(read.availability),
	}


def read_targets(agreement: Any, codes: dict[str, str]) -> tuple[TargetRow, ...]:
	"""The file's targets; `codes` are the file's codes by calendar record, "" stands for the default calendar.

	Raises UnreadableTarget.
	"""
	return tuple(
		TargetRow(
			clock=row.clock,
			target=read_target(row.target),
			calendar=codes[row.calendar] if row.calendar else "",
			met_by=codes_of(row.met_by) or default_met_by(row.clock, row.starts_on or "received"),
			met_when=row.met_when or default_met_when(row.clock, row.starts_on or "received"),
			starts_on=row.starts_on or "received",
			priority=row.priority or None,
			channel=row.channel or None,
			service=row.service or None,
			**plain_values(TargetRow, row),
		)
		for row in agreement.targets
	)


def read_availability(agreement: Any) -> Availability | None:
	"""The file's availability; None where no percentage is promised."""
	if not agreement.availability_percent:
		return None
	return Availability(
		target_percent=decimal_of(agreement.availability_percent),
		formula=code_of(FORMULAS, agreement.availability_formula, "whole_period"),
		exclusions=items_of(agreement.exclusions),
		**plain_values(Availability, agreement),
	)


def decimal_of(number: float) -> Decimal:
	"""A number of the database as it was written, to the thousandth."""
	return Decimal(str(round(number, 3))).normalize() + 0


def _target_row(read: AgreementFile, row: TargetRow, calendars: dict[str, str]) -> dict[str, Any]:
	return {
		"clock": row.clock,
		"priority": row.priority,
		"service": row.service,
		"channel": row.channel,
		"target": str(row.target),
		"calendar": calendars[row.calendar] if row.calendar != read.default_calendar else None,
		"met_by": text_of_codes(row.met_by),
		"met_when": row.met_when,
		"starts_on": row.starts_on if row.starts_on != "received" else None,
		**plain_columns(row),
	}


def _availability_fields(availability: Availability | None) -> dict[str, Any]:
	if availability is None:
		return {"availability_percent": 0, "exclusions": []}
	return {
		"availability_percent": float(availability.target_percent),
		"availability_formula": FORMULAS[availability.formula],
		**plain_columns(availability),
		"exclusions": item_rows(availability.exclusions),
	}
