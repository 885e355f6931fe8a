"""The head of an agreement: who, when, in which version, and how its time is counted."""

from datetime import date
from decimal import Decimal
from typing import Any

import frappe
from frappe.utils import getdate

from sla_id.agreements.file import Agreement, Review, Source, VersionNote
from sla_id.agreements.file.model import INHERITABLE
from sla_id.agreements.records.plain_rows import plain_columns, plain_values
from sla_id.agreements.records.row_pieces import (
	decimal_of,
	label_fields,
	need_label,
	texts_of,
)
from sla_id.record_types import AgreementRecord

NUMBERS = ("hours_per_day", "at_risk_percent", "first_line")


def head_fields(head: Agreement) -> dict[str, Any]:
	"""The agreement's own fields, without partner and default, which the loader decides."""
	fields = {
		"agreement_code": head.code,
		"version": head.version,
		**label_fields("title", head.title),
		"provider": head.provider,
		"based_on": head.extends,
		"level": _word(head.level),
		"level_service": head.service,
		"effective_from": head.effective_from,
		"effective_to": head.effective_to,
		"hours_per_day": float(head.hours_per_day),
		"at_risk_percent": head.at_risk_percent,
		"review_months": head.review.months if head.review else None,
		"last_review": head.review.last if head.review else None,
		"next_review": head.review.next if head.review else None,
		"revisions": [
			{"revision": note.version, "revision_date": note.date, "description": note.description}
			for note in head.versions
		],
		"source_document": head.source.document if head.source else None,
		"source_number": head.source.number if head.source else None,
		"source_notes": "\n".join(head.source.notes) if head.source else None,
		**plain_columns(head),
	}
	# empty rather than None: Frappe puts a field's default in the place of None
	open_fields = {field: 0 if field in NUMBERS else "" for field in head.inherits if field in fields}
	return {**fields, **open_fields}


def read_head(agreement: AgreementRecord) -> Agreement:
	"""The file's head."""
	calendar = agreement.default_calendar
	zone = frappe.db.get_value("SLA Calendar", calendar, "time_zone") if calendar else None
	return Agreement(
		code=agreement.agreement_code,
		title=need_label(agreement, "title"),
		version=agreement.version,
		provider=agreement.provider or "",
		effective_from=getdate(agreement.effective_from),
		extends=agreement.based_on or None,
		level=(agreement.level or "").lower() or None,
		service=agreement.level_service or None,
		partner=agreement.partner or None,
		default=bool(agreement.is_default),
		effective_to=_day(agreement.effective_to),
		time_zone=zone or "Asia/Jakarta",
		hours_per_day=decimal_of(agreement.hours_per_day) if agreement.hours_per_day else Decimal(8),
		at_risk_percent=round(agreement.at_risk_percent or 75),
		review=_review(agreement),
		versions=tuple(
			VersionNote(row.revision, _day(row.revision_date), row.description or "")
			for row in agreement.revisions
		),
		source=_source(agreement),
		inherits=_inherited(agreement),
		**plain_values(Agreement, agreement),
	)


def _inherited(agreement: AgreementRecord) -> tuple[str, ...]:
	"""The fields that a level leaves to its base. A merged agreement leaves none."""
	if not agreement.based_on or getattr(agreement, "origins", None):
		return ()
	held = {field: agreement.get(field) for field in INHERITABLE}
	held["time_zone"] = agreement.default_calendar
	return tuple(field for field in INHERITABLE if not held[field])


def _word(code: str | None) -> str | None:
	return code.capitalize() if code else None


def _day(value: Any) -> date | None:
	return getdate(value) if value else None


def _review(agreement: AgreementRecord) -> Review | None:
	if not agreement.review_months:
		return None
	return Review(agreement.review_months, _day(agreement.last_review), _day(agreement.next_review))


def _source(agreement: AgreementRecord) -> Source | None:
	if not agreement.source_document:
		return None
	return Source(
		agreement.source_document, agreement.source_number or None, texts_of(agreement.source_notes)
	)
