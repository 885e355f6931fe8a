"""An agreement file into records: the one way in, for the app's samples and for a user's own file alike.

Idempotent: the same file twice changes nothing, and a version that exists is never rewritten.
"""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _

from sla_id.agreements.file import (
	AgreementFile,
	AgreementFileError,
	Calendar,
	Label,
	TargetRow,
	Tier,
	Trigger,
	parse,
)
from sla_id.data.reader import sample_agreement, sample_agreements

DAYS = dict(
	zip(
		("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
		("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
		strict=True,
	)
)
KINDS = {"incident": "Incident", "request": "Service Request", None: None}
STAGES = {"first_line": "First Line", "handed_over": "Handed Over", None: None}
CLOCK_STARTS = {"received": "Received", "queue_answered": "Queue Answered", "agent_screen": "Agent Screen"}


def load_samples(names: Iterable[str] | None = None) -> list[str]:
	"""Load the sample agreements that the app ships; all of them, or those named."""
	return [load_agreement(sample_agreement(name), name) for name in (names or sample_agreements())]


def load_agreement(text: str, file_name: str, *, partner: str | None = None, submit: bool = True) -> str:
	"""Create the agreement version that a file describes, with the records it needs; its name.

	`partner` stands in for the file's own. A file with mistakes creates nothing: every mistake is thrown at
	once, each with line and field. Raises frappe.ValidationError.
	"""
	try:
		read = parse(text, file_name)
	except AgreementFileError as error:
		frappe.throw(
			"<br>".join(frappe.utils.escape_html(str(problem)) for problem in error.problems),
			title=_("The agreement file {0} can't be used yet").format(file_name),
		)
	partner = partner or read.agreement.partner
	if partner and not frappe.db.exists("SLA Partner", partner):
		frappe.throw(
			_(
				"agreement.partner: there is no SLA Partner {0}. Create it first, or write another code."
			).format(partner)
		)
	name = f"{read.agreement.code} v{read.agreement.version}"
	if frappe.db.exists("SLA Agreement", name):
		return _unchanged(name, text)
	_load_masters(read)
	agreement = frappe.get_doc(_agreement(read, text, partner)).insert()
	if submit:
		agreement.submit()
	return str(agreement.name)


def _unchanged(name: str, text: str) -> str:
	if frappe.db.get_value("SLA Agreement", name, "source_file") != text:
		frappe.throw(
			_(
				"agreement.version: {0} exists with another text. A signed version is never rewritten: raise the version."
			).format(name)
		)
	return name


def _load_masters(read: AgreementFile) -> None:
	code = read.agreement.code
	for calendar in read.calendars:
		_ensure("SLA Calendar", _calendar(read, calendar))
	for priority in read.priorities:
		_ensure("SLA Priority", {"code": priority.code, "rank": priority.rank})
	for channel in read.channels:
		_ensure(
			"SLA Channel",
			{"code": channel.code, "channel_name": channel.name.id, "channel_type": channel.type},
		)
	for service, above in read.all_services():
		_ensure(
			"SLA Service",
			{
				"code": service.code,
				"service_name": service.name.id,
				"kind": {**KINDS, "both": "Both"}[service.kind],
				"parent_sla_service": above[-1] if above else None,
				"is_group": int(bool(service.children)),
				"description": service.note,
			},
		)
	if read.matrix:
		_ensure("SLA Priority Matrix", _matrix(read))
	if read.tiers:
		_ensure("SLA Escalation Policy", {"policy_name": code, **_tiers(read)})


def _ensure(doctype: str, values: dict[str, Any]) -> None:
	"""Create a record unless one of that name exists: what a site has made of it stays."""
	name = values.get("code") or next(iter(values.values()))
	if not frappe.db.exists(doctype, name):
		frappe.get_doc({"doctype": doctype, **values}).insert()


def _calendar_name(read: AgreementFile, code: str | None) -> str | None:
	return f"{read.agreement.code} {code}" if code else None


def _calendar(read: AgreementFile, calendar: Calendar) -> dict[str, Any]:
	return {
		"calendar_name": _calendar_name(read, calendar.code),
		"time_zone": read.agreement.time_zone,
		"always_open": int(calendar.week.always),
		"windows": [
			{"day": DAYS[day], "start_time": start, "end_time": end}
			for day, windows in calendar.week.days
			for start, end in windows
		],
		"close_on_national": int("national" in calendar.holidays),
		"close_on_cuti_bersama": int("cuti_bersama" in calendar.holidays),
		"close_on_regional": int("regional" in calendar.holidays),
		"region": calendar.region,
		"shifts": [
			{
				"shift_name": shift.name or str(shift.first),
				"from_date": shift.first,
				"to_date": shift.last,
				"day": DAYS[day],
				"start_time": start,
				"end_time": end,
			}
			for shift in calendar.shifts
			for day, windows in _shift_days(shift.week)
			for start, end in windows
		],
		"breaks": [
			{"break_date": entry.day, "start_time": start, "end_time": end, "reason": entry.name}
			for entry in calendar.breaks
			for start, end in entry.windows
		],
	}


def _shift_days(week: Any) -> Iterable[tuple[str, Iterable[tuple[str | None, str | None]]]]:
	"""Days and windows of a shift; one closed row where it has none, so that the shift isn't lost."""
	if week.always:
		return [(day, [("00:00", "24:00")]) for day in DAYS]
	return list(week.days) or [("mon", [(None, None)])]


def _matrix(read: AgreementFile) -> dict[str, Any]:
	matrix = read.matrix
	assert matrix is not None
	levels = [
		{"axis": axis, "code": item.code, "label": item.label.id, "label_en": item.label.en, "rank": rank}
		for axis, items in (("Urgency", matrix.urgency), ("Impact", matrix.impact))
		for rank, item in enumerate(items, 1)
	]
	cells = [
		{"urgency": row.code, "impact": column.code, "priority": matrix.priority(row.code, column.code)}
		for row in matrix.urgency
		for column in matrix.impact
	]
	return {"matrix_name": read.agreement.code, "levels": levels, "cells": cells}


def _tiers(read: AgreementFile) -> dict[str, Any]:
	return {
		"tiers": [_tier(tier) for tier in read.tiers],
		"triggers": [
			{"level": tier.level, **_trigger(read, trigger)}
			for tier in read.tiers
			for trigger in tier.triggers
		],
	}


def _tier(tier: Tier) -> dict[str, Any]:
	return {
		"level": tier.level,
		"tier_title": tier.title.id,
		"tier_title_en": tier.title.en,
		"responsible": tier.responsible,
		"role": tier.role if tier.role and frappe.db.exists("Role", tier.role) else None,
		"protocol": tier.protocol.id if tier.protocol else None,
	}


def _trigger(read: AgreementFile, trigger: Trigger) -> dict[str, Any]:
	value = trigger.percent if trigger.percent is not None else trigger.length
	return {
		"trigger_on": trigger.on,
		"clock": trigger.clock,
		"value": str(value) if value is not None else None,
		"calendar": _calendar_name(read, trigger.calendar),
		"priorities": ", ".join(trigger.priorities or ()),
		"note": "; ".join(reason.label.id for reason in trigger.reasons),
	}


def _agreement(read: AgreementFile, text: str, partner: str | None) -> dict[str, Any]:
	head = read.agreement
	review = head.review
	return {
		"doctype": "SLA Agreement",
		"agreement_code": head.code,
		"version": head.version,
		"title": head.title.get(head.language),
		"agreement_type": {"customer": "Customer", "internal": "Internal", "multi-level": "Multi-level"}[
			head.type
		],
		"provider": head.provider,
		"partner": partner,
		"is_default": int(head.default and not partner),
		"effective_from": head.effective_from,
		"effective_to": head.effective_to,
		"language": head.language,
		"default_calendar": _calendar_name(read, read.default_calendar),
		"hours_per_day": float(head.hours_per_day),
		"working_day": "Hours per Day" if head.working_day == "hours_per_day" else "End of Day",
		"service_or_priority": head.service_or_priority.capitalize(),
		"requests_use": head.requests_use.capitalize(),
		"at_risk_percent": head.at_risk_percent,
		"first_line": int(head.first_line),
		"matrix": head.code if read.matrix else None,
		"escalation_policy": head.code if read.tiers else None,
		"review_months": review.months if review else None,
		"last_review": review.last if review else None,
		"next_review": review.next if review else None,
		"priorities": _priorities(read),
		"channels": _channels(read),
		"targets": [_target(read, row) for row in read.targets],
		"required_facts": [_coded(item) for item in read.required_facts],
		"out_of_scope": [_coded(item) for item in read.out_of_scope],
		"revisions": [
			{"revision": note.version, "revision_date": note.date, "description": note.description}
			for note in head.versions
		],
		"source_document": head.source.document if head.source else None,
		"source_notes": "\n".join(head.source.notes) if head.source else None,
		"source_file": text,
	}


def _text(label: Label | None, language: str) -> str | None:
	return label.get(language) if label else None


def _coded(item: Any) -> dict[str, Any]:
	return {"code": item.code, "label": item.label.id, "label_en": item.label.en}


def _priorities(read: AgreementFile) -> list[dict[str, Any]]:
	return [
		{
			"priority": priority.code,
			"rank": priority.rank,
			"label": priority.label.id,
			"label_en": priority.label.en,
			"host_priority": priority.host_priority,
			"description": _text(priority.description, "id"),
			"description_en": _text(priority.description, "en"),
			"examples": "\n".join(example.id for example in priority.examples),
			"is_default": int(priority.code == read.default_priority),
		}
		for priority in read.priorities
	]


def _channels(read: AgreementFile) -> list[dict[str, Any]]:
	return [
		{
			"channel": channel.code,
			"official": int(channel.official),
			"clock_starts": CLOCK_STARTS[channel.clock_starts],
			"address": channel.address,
			"personal_number": int(channel.personal_number),
			"note": "\n".join(filter(None, [channel.note, *map(_category, channel.categories)])),
		}
		for channel in read.channels
	]


def _category(category: Any) -> str:
	return f"{category.code}. {category.name.id}: {', '.join(category.required)}"


def _target(read: AgreementFile, row: TargetRow) -> dict[str, Any]:
	return {
		"clock": row.clock,
		"priority": row.priority,
		"service": row.service,
		"channel": row.channel,
		"kind": KINDS[row.kind],
		"stage": STAGES[row.stage],
		"team": row.team,
		"target": str(row.target),
		"calendar": _calendar_name(read, row.calendar) if row.calendar != read.default_calendar else None,
		"met_by": ", ".join(row.met_by),
		"met_when": row.met_when,
		"assumed": int(row.assumed),
		"source": row.source,
		"note": row.note,
	}
