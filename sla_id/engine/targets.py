"""Targets as data: how long a clock may run, and what that length means in working seconds.

The kinds cover what the five source documents promise: hours (24x7 or business, by the calendar they are read
in), working days, the next release (000 §2.1 P3), an open end (001 §6.3 P6, "> 40 jam kerja"), an estimate
given ticket by ticket (004 §5a) and none at all (001 §6.4, "-").
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import isfinite

from sla_id.engine.errors import InvalidTarget
from sla_id.engine.pauses import micros
from sla_id.engine.sentences import Sentence
from sla_id.engine.working_calendar import WorkingCalendar


class TargetKind(StrEnum):
	"""What the number of a target counts."""

	DURATION = "duration"
	DAYS = "days"
	NEXT_RELEASE = "next_release"
	OPEN_ENDED = "open_ended"
	ESTIMATE = "estimate"
	NONE = "none"


@dataclass(frozen=True, slots=True)
class Target:
	"""A promise of time.

	`seconds` are working seconds of the clock's calendar: the length of a duration, the warning point of an
	open end, the estimate where one was given (0: none yet). `days` are working days; `hours_per_day` makes
	each that many hours (X9), None means the end of the Nth working day. `release` is the instant at which
	the linked release is planned (X4; no pause moves it), None while none is. Raises InvalidTarget, and NaiveTime for
	a release without a zone.
	"""

	kind: TargetKind
	seconds: int = 0
	days: int = 0
	hours_per_day: float | None = None
	release: datetime | None = None

	def __post_init__(self) -> None:
		if type(self.kind) is not TargetKind:
			object.__setattr__(self, "kind", _read_kind(self.kind))
		if not _is_number(self.seconds) or not _is_number(self.days) or self.days != int(self.days):
			raise InvalidTarget(
				Sentence(
					"{seconds!r} seconds or {days!r} days: give numbers, whole ones for days",
					seconds=self.seconds,
					days=self.days,
				)
			)
		if self.release is not None:
			micros(self.release)
		if self.seconds < 0 or self.days < 0:
			raise InvalidTarget(
				Sentence(
					"{kind} target of {value}: give 0 or more",
					kind=self.kind,
					value=self.seconds or self.days,
				)
			)
		if self.hours_per_day is not None and not (
			_is_number(self.hours_per_day) and 0 < self.hours_per_day <= 24
		):
			raise InvalidTarget(
				Sentence(
					"{hours_per_day} hours per working day: give more than 0, 24 at most",
					hours_per_day=self.hours_per_day,
				)
			)

	@property
	def breaches(self) -> bool:
		"""Whether exceeding this target can break the agreement."""
		if self.kind is TargetKind.ESTIMATE:
			return self.seconds > 0
		if self.kind is TargetKind.NEXT_RELEASE:
			return self.release is not None
		return self.kind in (TargetKind.DURATION, TargetKind.DAYS)

	def working_seconds(self, calendar: WorkingCalendar, start: datetime) -> float | None:
		"""The working time that this target gives a clock that starts at `start`. None if the target isn't a
		length.

		N working days without a fixed length last until the end of the Nth one, measured on the calendar
		without pauses. A pause then gives back exactly the working time it withheld.
		"""
		if self.kind is TargetKind.DURATION:
			return self.seconds
		if self.kind is TargetKind.ESTIMATE:
			return self.seconds or None
		if self.kind is TargetKind.DAYS:
			if self.hours_per_day is not None:
				return round(self.days * self.hours_per_day * 3600)
			return calendar.elapsed(start, calendar.day_end(start, self.days))
		return None


def _read_kind(name: object) -> TargetKind:
	try:
		return TargetKind(name)  # type: ignore[arg-type]
	except ValueError:
		raise InvalidTarget(
			Sentence(
				"{name!r} is no kind of target; use one of {known}", name=name, known=", ".join(TargetKind)
			)
		) from None


def _is_number(value: object) -> bool:
	return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
