"""Target times."""

from typing import Any

from sla_id.agreements.file import (
	AgreementFile,
	TargetRow,
	default_met_by,
	default_met_when,
	read_target,
)
from sla_id.agreements.records.plain_rows import plain_columns, plain_values
from sla_id.agreements.records.row_pieces import (
	codes_of,
	text_of_codes,
)
from sla_id.record_types import AgreementRecord


def load_promises(read: AgreementFile, calendars: dict[str, str]) -> dict[str, Any]:
	"""The agreement's fields; `calendars` are record names by the file's codes."""
	return {
		"targets": [_target_row(read, row, calendars) for row in read.targets],
	}


def read_targets(agreement: AgreementRecord, codes: dict[str, str]) -> tuple[TargetRow, ...]:
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
