"""Turns targets of an agreement ("4 h", "3 days", "> 40 h") into the engine's `Target`.

The syntax is that of the agreement file (`agreements/file/target_text.py`). This file adds what a working day
means in the agreement.
"""

from datetime import datetime

from sla_id.agreements.file import AgreedTarget as Written
from sla_id.agreements.file import read_length
from sla_id.engine import Target, TargetKind


def engine_target(
	written: Written,
	*,
	hours_per_day: float | None,
	release: datetime | None = None,
	estimate: str | None = None,
) -> Target:
	"""The engine's target. `hours_per_day` None: days end with the Nth working day.

	`release` is the planned instant of the linked release, `estimate` the length given on the ticket. Raises
	sla_id.agreements.file.UnreadableTarget for an estimate nobody can read; its message says what to write.
	"""
	kind = TargetKind(written.kind)
	if kind is TargetKind.ESTIMATE and estimate:
		written = read_length(estimate)
		kind = TargetKind(written.kind)
	seconds = written.seconds or 0
	if kind is TargetKind.OPEN_ENDED and written.days:
		seconds = round(written.days * (hours_per_day or 8) * 3600)
	return Target(
		kind,
		seconds=seconds,
		days=written.days or 0 if kind is TargetKind.DAYS else 0,
		hours_per_day=hours_per_day if kind is TargetKind.DAYS else None,
		release=release if kind is TargetKind.NEXT_RELEASE else None,
	)
