"""Targets as people write them ("4 h", "3 days", "> 40 h") to the engine's `Target`.

The language itself is the agreement file's (`agreements/file/targets.py`); here the agreement's own meaning of a
working day is added.
"""

from datetime import datetime

from sla_id.agreements.file import read_length, read_target
from sla_id.engine import Target, TargetKind


def engine_target(
	text: str,
	*,
	hours_per_day: float | None,
	release: datetime | None = None,
	estimate: str | None = None,
) -> Target:
	"""The engine's target of a text. `hours_per_day` None: days end with the Nth working day.

	`release` is the planned instant of the linked release, `estimate` the length given on the ticket. Raises
	sla_id.agreements.file.UnreadableTarget, whose message says what to write.
	"""
	read = read_target(text)
	kind = TargetKind(read.kind)
	if kind is TargetKind.ESTIMATE and estimate:
		read = read_length(estimate)
		kind = TargetKind(read.kind)
	seconds = read.seconds or 0
	if kind is TargetKind.OPEN_ENDED and read.days:
		seconds = round(read.days * (hours_per_day or 8) * 3600)
	return Target(
		kind,
		seconds=seconds,
		days=read.days or 0 if kind is TargetKind.DAYS else 0,
		hours_per_day=hours_per_day if kind is TargetKind.DAYS else None,
		release=release if kind is TargetKind.NEXT_RELEASE else None,
	)


def length_seconds(text: str) -> int:
	"""Seconds of a length such as "4 h". Raises UnreadableTarget; days aren't a length without an agreement."""
	return read_length(text).seconds or 0
