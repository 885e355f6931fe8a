"""Drafts statements, keeps drafts up to date, and makes revisions of sealed ones. With `seal_statement` the only writers.

A partner's month has one statement a revision: its key is unique, so of two processes one makes it. A statement, its credit
note and their trails are one transaction.
"""

from datetime import date
from typing import Any

import frappe
from frappe import _

from sla_id.availability.guarantee import first_of_next
from sla_id.instants import utc_now
from sla_id.savepoints import attempt
from sla_id.statements.compute_statement import Computed, compute_statement
from sla_id.statements.content_differences import ContentDifference, differences
from sla_id.statements.credit_notes import draft_credit, draft_reversals
from sla_id.statements.seal_chain import Content, content_text, read_content
from sla_id.statements.statement_record import TAKEN, keep_statement, lock_statement
from sla_id.statements.statement_values import (
	CLAIM_DECIDED,
	DOCTYPE,
	DRAFT,
	SEALED,
	credit_of,
	line_rows,
	missed_lines,
	state_of,
)


def draft_statement(partner: str, month: date, by: str | None = None) -> str | None:
	"""Draft the first statement of a month that is over; its name, that of the one there is, or None where nothing was promised.

	`by` is the person who asks for it, None for the job. Throws ValidationError for a month that isn't over.
	"""
	first = month.replace(day=1)
	held = latest_statement(partner, first)
	if held:
		return held
	computed = compute_statement(partner, first)
	if computed is None:
		return None
	if computed.ends > utc_now():
		frappe.throw(_("Month: {0} isn't over yet. Choose an earlier one.").format(first.strftime("%Y-%m")))
	return _insert(computed, first, 1, by)


def refresh_statement(name: str) -> bool:
	"""Compute a draft anew; whether anything changed. Throws ValidationError where it is sealed."""
	doc = lock_statement(name, DRAFT)
	computed = compute_now(doc)
	if not differences(read_content(doc.content) or {}, computed.content):
		return False
	before = state_of(doc)
	_fill(doc, computed.content)
	keep_statement(doc, "Computed anew", before)
	draft_credit(doc, computed.content)
	return True


def revise_statement(name: str, reason: str, by: str | None = None) -> str:
	"""Make a revision of a sealed statement, with a draft that takes its credit back; the name of the new draft.

	Where a draft of a later revision is there, that one is computed anew instead. Throws ValidationError without a reason.
	"""
	if not reason.strip():
		frappe.throw(_("Reason: write why the statement is revised. The partner reads it."))
	doc = lock_statement(name, SEALED)
	draft = frappe.db.get_value(DOCTYPE, {"replaces": name, "state": DRAFT})
	if draft:
		refresh_statement(draft)
		return str(draft)
	computed = compute_now(doc)
	revision, first = int(doc.revision) + 1, _month_of(doc)
	with attempt(catch=TAKEN):
		revised = _insert(computed, first, revision, by, reason=reason.strip(), replaces=name)
		draft_reversals(name, revised, by)
		return revised
	# somebody made it whom this transaction's snapshot doesn't show
	key = {"statement_key": _key(doc.partner, first, revision)}
	return str(frappe.db.get_value(DOCTYPE, key, "name", for_update=True))


def revise_after_decision(partner: str, first: date, last: date) -> None:
	"""sla_id_after_claim_decision: what was decided for those days changes drafts, and revises what is sealed."""
	month = first.replace(day=1)
	while month <= last:
		name = latest_statement(partner, month)
		state = frappe.db.get_value(DOCTYPE, name, "state") if name else None
		if name and state == DRAFT:
			refresh_statement(name)
		elif name and state == SEALED and differences_now(frappe.get_doc(DOCTYPE, name)):
			revise_statement(name, str(CLAIM_DECIDED))
		month = first_of_next(month)


def latest_statement(partner: str, first: date) -> str | None:
	"""The last revision of a partner's statement of a month."""
	found = frappe.get_all(
		DOCTYPE,
		filters={"partner": partner, "month": first},
		pluck="name",
		order_by="revision desc",
		limit=1,
	)
	return str(found[0]) if found else None


def differences_now(doc: Any) -> list[ContentDifference]:
	"""What a statement says otherwise than the records do now."""
	return differences(read_content(doc.content) or {}, compute_now(doc).content)


def compute_now(doc: Any) -> Computed:
	"""A statement as it follows from the records now. Throws ValidationError where they promise nothing any more."""
	computed = compute_statement(doc.partner, _month_of(doc))
	if computed is None:
		frappe.throw(
			_("{0}: no agreement of {1} promises anything in this month any more.").format(
				doc.name, doc.partner
			)
		)
	return computed


def _month_of(doc: Any) -> date:
	found = frappe.utils.getdate(doc.month)
	assert isinstance(found, date)
	return found


def _insert(
	computed: Computed,
	first: date,
	revision: int,
	by: str | None,
	*,
	reason: str = "",
	replaces: str | None = None,
) -> str:
	partner = computed.content["partner"]
	month = first.strftime("%Y-%m")
	name = frappe.get_cached_value("SLA Partner", partner, "partner_name") or partner
	doc = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"partner": partner,
			"month": first,
			"title": f"{name} {month}"[:140] if revision == 1 else f"{name} {month} ({revision})"[:140],
			"state": DRAFT,
			"revision": revision,
			"reason": reason,
			"replaces": replaces,
			"drafted_by": by,
			"statement_key": _key(partner, first, revision),
			"number": 0,
			"chain_key": None,
		}
	)
	_fill(doc, computed.content)
	keep_statement(doc, "Drafted", None, reason)
	draft_credit(doc, computed.content)
	return str(doc.name)


def _key(partner: str, first: date, revision: int) -> str:
	"""What a month's revision has once."""
	return f"{partner}:{first:%Y-%m}:{revision}"


def _fill(doc: Any, content: Content) -> None:
	"""Give a draft what a content says."""
	doc.content = content_text(content)
	doc.update({"missed": missed_lines(content), "credit": float(credit_of(content))})
	doc.set("lines", line_rows(content))
