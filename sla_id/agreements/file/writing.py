"""`dump`: writes an agreement file as text, so that `parse(dump(file)) == file`.

Public through the package. Every decision is written out, defaults included: the text is the whole agreement.
"""

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import yaml

from sla_id.agreements.file import model as m
from sla_id.agreements.file.plain_fields import unset_later
from sla_id.agreements.file.target_text import AgreedTarget

_BREAKS = "\n\r\x85\u2028\u2029"


def dump(file: m.AgreementFile) -> str:
	"""The YAML text of an agreement file. For a level, only what the level itself says."""
	document = {
		"format": m.FORMAT,
		"agreement": _without(_plain(file.agreement), "inherits", *file.agreement.inherits),
		"calendars": {calendar.code: _calendar(calendar) for calendar in file.calendars},
		"default_calendar": file.default_calendar,
		"priorities": _plain(file.priorities),
		"default_priority": file.default_priority,
		"matrix": _matrix(file.matrix),
		"channels": _plain(file.channels),
		"services": _plain(file.services),
		"required_facts": _plain(file.required_facts),
		"out_of_scope": [_item(item) for item in file.out_of_scope],
		"targets": [_target(row) for row in file.targets],
		"escalation": {"tiers": [_tier(tier) for tier in file.tiers]},
		"availability": _availability(file.availability),
		"terms": _plain(file.terms),
		**_sections_of_later(file),
	}
	if file.agreement.extends:
		document = {key: value for key, value in document.items() if value or key == "format"}
	text: str = yaml.dump(
		document, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110, default_flow_style=False
	)
	return text


def _sections_of_later(file: m.AgreementFile) -> dict[str, Any]:
	"""Sections that came into the format later: what was signed before has none, so it stays as it was."""
	found: dict[str, Any] = {}
	if file.pause_reasons:
		found["pause_reasons"] = _plain(file.pause_reasons)
	if file.breach_causes:
		causes = [_item(item) for item in file.breach_causes.causes]
		found["breach_causes"] = {**_plain(file.breach_causes), "causes": causes}
	if file.credit:
		found["credit"] = _plain(file.credit)
	return found


class _Dumper(yaml.SafeDumper):
	"""A SafeDumper that repeats values instead of using aliases, which `parse` refuses."""

	def ignore_aliases(self, data: Any) -> bool:
		return True


def _write_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
	"""Write texts with line breaks of any kind in double quotes. PyYAML would lose the rarer kinds otherwise."""
	style = '"' if any(mark in text for mark in _BREAKS) else None
	return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _write_text)


def _plain(value: Any) -> Any:
	if isinstance(value, m.Label):
		return value.id if value.id == value.en else {"id": value.id, "en": value.en}
	if isinstance(value, AgreedTarget):
		return str(value)
	if isinstance(value, date):
		return value
	if isinstance(value, Decimal):
		return int(value) if value == value.to_integral_value() else str(value)
	if isinstance(value, tuple):
		return [_plain(entry) for entry in value]
	if is_dataclass(value):
		silent = unset_later(value)
		return {
			field.name: _plain(getattr(value, field.name))
			for field in fields(value)
			if field.name not in silent
		}
	return value


def _target(row: m.TargetRow) -> dict[str, Any]:
	"""A row as YAML. It leaves out `starts_on` when that is the report: texts signed before the field existed stay the same."""
	plain: dict[str, Any] = _plain(row)
	return plain if row.starts_on != "received" else _without(plain, "starts_on")


def _without(plain: dict[str, Any], *names: str) -> dict[str, Any]:
	return {key: value for key, value in plain.items() if key not in names}


def _item(item: m.Item) -> dict[str, Any]:
	return _without(_plain(item), "required")


def _calendar(calendar: m.Calendar) -> dict[str, Any]:
	return {
		"hours": _week(calendar.week),
		"holidays": list(calendar.holidays),
		"region": calendar.region,
		"shifts": [
			{"from": shift.first, "to": shift.last, "hours": _week(shift.week), "name": shift.name}
			for shift in calendar.shifts
		],
		"breaks": [
			{"date": entry.day, "windows": _plain(entry.windows), "name": entry.name}
			for entry in calendar.breaks
		],
	}


def _week(week: m.Week) -> Any:
	return "24x7" if week.always else {day: _plain(windows) for day, windows in week.days}


def _matrix(matrix: m.Matrix | None) -> dict[str, Any] | None:
	if matrix is None:
		return None
	columns = [level.code for level in matrix.impact]
	return {
		"urgency": [_item(level) for level in matrix.urgency],
		"impact": [_item(level) for level in matrix.impact],
		"cells": {
			level.code: dict(zip(columns, row, strict=True))
			for level, row in zip(matrix.urgency, matrix.cells, strict=True)
		},
	}


def _tier(tier: m.TierRow) -> dict[str, Any]:
	return {
		**_without(_plain(tier), *_LATER["TierRow"]),
		"triggers": [_trigger(trigger) for trigger in tier.triggers],
		**_set(tier, "TierRow"),
	}


def _trigger(trigger: m.TriggerRow) -> dict[str, Any]:
	plain: dict[str, Any] = {"on": trigger.on}
	if trigger.clock is not None:
		plain["clock"] = trigger.clock
	if trigger.percent is not None:
		plain["value"] = trigger.percent
	if trigger.partners_hit is not None:
		plain["value"] = trigger.partners_hit
	if trigger.length is not None:
		plain["value" if trigger.on == "before_due" else "after"] = str(trigger.length)
	if trigger.calendar is not None:
		plain["calendar"] = trigger.calendar
	plain["priorities"] = _plain(trigger.priorities)
	if trigger.reasons:
		plain["reasons"] = [_item(reason) for reason in trigger.reasons]
	return {**plain, **_set(trigger, "TriggerRow")}


_LATER = {
	"TierRow": ("acknowledge_within", "repeat_every", "hours", "wakes_for", "duties"),
	"TriggerRow": ("services", "partners", "asked_by", "decide_within"),
}
"""Fields that came into the format after agreements had been signed in it. Where they say nothing they aren't written:
the text of such an agreement, and with it its hash, is what it was."""


def _set(entry: m.TierRow | m.TriggerRow, kind: str) -> dict[str, Any]:
	return {name: _plain(getattr(entry, name)) for name in _LATER[kind] if getattr(entry, name)}


def _availability(availability: m.Availability | None) -> dict[str, Any] | None:
	if availability is None:
		return None
	return {**_plain(availability), "exclusions": [_item(item) for item in availability.exclusions]}
