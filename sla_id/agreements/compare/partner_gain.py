"""Whether a change gives the partner more (True) or less (False), or can't be judged (None). Called by `compare_versions`."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from sla_id.agreements.compare.promise_gain import ENTRIES
from sla_id.agreements.file import model as m
from sla_id.agreements.file.target_text import DAYS, DURATION, AgreedTarget


def judge_target(
	old: m.AgreementFile, before: m.TargetRow, new: m.AgreementFile, after: m.TargetRow
) -> bool | None:
	"""Compare two promises for the same tickets. The one due earlier is stricter; length and calendar both count."""
	if before.clock == "ola":
		return None
	return _earlier(
		_deadline(old, before.target),
		_deadline(new, after.target),
		_more_hours(_calendar(old, before.calendar), _calendar(new, after.calendar)),
	)


def judge_duty(old: m.AgreementFile, before: m.Duty, new: m.AgreementFile, after: m.Duty) -> bool | None:
	"""Compare the times of one duty. The earlier is stricter, and any time is stricter than none."""
	return _earlier(
		_deadline(old, before.within) if before.within else None,
		_deadline(new, after.within) if after.within else None,
		_more_hours(_calendar(old, before.calendar), _calendar(new, after.calendar)),
	)


def _earlier(
	one: tuple[str, Decimal] | None, other: tuple[str, Decimal] | None, by_hours: bool | None
) -> bool | None:
	"""Whether the second of two times is due earlier. `by_hours` is how their calendars compare."""
	if one is None or other is None:
		return None if one is other else one is None
	if one[0] != other[0]:
		return None
	by_length = None if one[1] == other[1] else other[1] < one[1]
	verdicts = {verdict for verdict in (by_length, by_hours) if verdict is not None}
	return verdicts.pop() if len(verdicts) == 1 else None


def judge_row(file: m.AgreementFile, row: m.TargetRow, other: m.AgreementFile, gained: bool) -> bool | None:
	"""Judge a promise that one version lacks. It can't be judged if a wider promise takes its place."""
	if row.clock == "ola" or not _bound(row.target):
		return None
	wider = any(
		all(mine in (None, its) for mine, its in zip(entry.scope[1:], row.scope[1:], strict=True))
		for entry in other.targets
		if entry.clock == row.clock
	)
	return None if wider else gained


def judge_field(kind: str, field: str, before: Any, after: Any) -> bool | None:
	"""Of a field: longer hours, fewer holidays, shorter working days are more for the partner."""
	if (kind, field) == ("Agreement", "hours_per_day"):
		return bool(after < before)
	if (kind, field) == ("Calendar", "week"):
		return _more(_minutes(before), _minutes(after))
	if (kind, field) == ("Calendar", "holidays"):
		return _more(set(after), set(before))
	return None


def judge_entry(section: str, gained: bool) -> bool | None:
	"""Judge an entry that one version lacks. Exclusions and out-of-scope classes give the partner less, a tier's duties
	more."""
	if section == "duties":
		return gained
	if section in ENTRIES:
		return gained == ENTRIES[section]
	return not gained if section in ("exclusions", "out_of_scope") else None


def _bound(target: AgreedTarget) -> bool:
	return target.kind in (DURATION, DAYS)


def _deadline(file: m.AgreementFile, target: AgreedTarget) -> tuple[str, Decimal] | None:
	"""How long a promise runs, with its unit if days can't be turned into hours. None if it has no deadline."""
	if target.kind == DURATION:
		return ("seconds", Decimal(target.seconds or 0))
	if target.kind != DAYS:
		return None
	if file.agreement.working_day == "end_of_day":
		return ("days", Decimal(target.days or 0))
	return ("seconds", Decimal(target.days or 0) * file.agreement.hours_per_day * 3600)


def _calendar(file: m.AgreementFile, code: str | None) -> m.Calendar | None:
	return next((entry for entry in file.calendars if entry.code == code), None)


def _more_hours(before: m.Calendar | None, after: m.Calendar | None) -> bool | None:
	if before is None or after is None or before.week == after.week:
		return None
	return _more(_minutes(before.week), _minutes(after.week))


def _more(before: set[Any], after: set[Any]) -> bool | None:
	"""Whether one set contains the other and more."""
	if before == after:
		return None
	return True if before < after else False if after < before else None


def _minutes(week: m.Week) -> set[int]:
	"""The minutes of a week that are open, counted from Monday midnight."""
	return set(range(7 * 1440)) if week.always else set(_open(week))


def _open(week: m.Week) -> Iterator[int]:
	for day, windows in week.days:
		base = m.WEEKDAYS.index(day) * 1440
		for start, end in windows:
			first, last = _minute(start), _minute(end)
			yield from range(base + first, base + (last if last > first else last + 1440))


def _minute(text: str) -> int:
	hours, minutes = text.split(":")
	return int(hours) * 60 + int(minutes)
