"""Versions of an agreement over time: which is in force, what a new one replaces, the draft of the next."""

from datetime import date, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from sla_id.record_types import AgreementRecord

DRAFT, PROPOSED, APPROVED, IN_FORCE = "Draft", "Proposed", "Approved", "In Force"
SUPERSEDED, ENDED, CANCELLED = "Superseded", "Ended", "Cancelled"
_FIELDS = ("name", "version", "effective_from", "effective_to", "ended_on")


def last_day(row: AgreementRecord) -> date | None:
	"""The last day on which a version holds: as agreed or as ended, whichever is earlier. None if it has no end."""
	days = [getdate(day) for day in (row.effective_to, row.ended_on) if day]
	return min(days, default=None)


def replace_earlier(agreement: AgreementRecord) -> None:
	"""On submission: end the open version in force the day before. Any other overlap is refused."""
	start, end = getdate(agreement.effective_from), last_day(agreement)
	for row in _others(agreement):
		first, last = getdate(row.effective_from), last_day(row)
		if (last and last < start) or (end and end < first):
			continue
		if first >= start or row.effective_to:
			frappe.throw(
				_(
					"From: {0} is in force from {1} to {2}. Let this version start after it, or end that one first."
				).format(row.name, first, last or "…")
			)
		frappe.db.set_value(
			"SLA Agreement",
			row.name,
			{
				"ended_on": start - timedelta(days=1),
				"end_reason": _("Replaced by {0}.").format(agreement.name),
			},
		)


def status_on(agreement: AgreementRecord, day: date) -> str:
	"""What a submitted version is on a day."""
	if agreement.docstatus == 2:
		return CANCELLED
	last = last_day(agreement)
	if getdate(agreement.effective_from) > day:
		return APPROVED
	if last is None or day <= last:
		return IN_FORCE
	return SUPERSEDED if _successor(agreement) else ENDED


def refresh_statuses() -> list[str]:
	"""Daily: update the status of every submitted version. Returns the names of those that changed."""
	changed = []
	for name in frappe.get_all(
		"SLA Agreement",
		filters={"docstatus": 1, "status": ["in", (APPROVED, IN_FORCE, PROPOSED, DRAFT)]},
		pluck="name",
	):
		agreement = frappe.get_doc("SLA Agreement", name)
		status = status_on(agreement, getdate(nowdate()))
		if status != agreement.status:
			agreement.db_set("status", status, update_modified=False)
			changed.append(name)
	return changed


def current_version(agreement: AgreementRecord) -> str | None:
	"""The submitted version of the same agreement that a draft would follow: the latest to start."""
	rows = sorted(_others(agreement), key=lambda row: getdate(row.effective_from))
	return str(rows[-1].name) if rows else None


def draft_next(agreement: AgreementRecord, version: str, effective_from: str | date, description: str) -> Any:
	"""Insert a draft of the next version, with a row in its version history. Throws ValidationError."""
	name = f"{agreement.agreement_code} v{version}"
	if frappe.db.exists("SLA Agreement", name):
		frappe.throw(_("Version: {0} exists. Choose another number.").format(name))
	draft = frappe.copy_doc(agreement)
	draft.update(
		{
			"docstatus": 0,
			"version": version,
			"effective_from": effective_from,
			"effective_to": None,
			"status": DRAFT,
			"source_file": None,
		}
	)
	for row in draft.get_all_children():
		row.docstatus = 0
	for row in draft.signatories:
		row.signed_on = None
	draft.append(
		"revisions", {"revision": version, "revision_date": effective_from, "description": description}
	)
	return draft.insert()


def refuse_cancel(agreement: AgreementRecord) -> None:
	"""before_cancel: a version that is in force, or that tickets have, can only be ended. Throws ValidationError."""
	if frappe.db.exists("SLA Ticket", {"agreement": agreement.name}):
		frappe.throw(_("Tickets depend on {0}. End it instead.").format(agreement.name))
	if getdate(agreement.effective_from) <= getdate(nowdate()):
		frappe.throw(_("{0} is in force. End it instead.").format(agreement.name))


def _others(agreement: AgreementRecord) -> list[Any]:
	return frappe.get_all(
		"SLA Agreement",
		filters={
			"agreement_code": agreement.agreement_code,
			"partner": agreement.partner or ["is", "not set"],
			"docstatus": 1,
			"name": ["!=", agreement.name],
		},
		fields=list(_FIELDS),
	)


def _successor(agreement: AgreementRecord) -> bool:
	last = last_day(agreement)
	return any(last and getdate(row.effective_from) > last for row in _others(agreement))
