"""The record of a claim: its row is locked first, this room alone writes it, and nobody deletes it."""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import frappe
from frappe import _

from sla_id.audit_trail import read_trail, record_change
from sla_id.engine.sentences import say
from sla_id.exclusions.claim_values import DOCTYPE, OPEN, STATUSES, awaits_answer, state_of
from sla_id.instants import from_utc, reader_language, say_to_reader, to_utc

_FAR = 10**10
"""Seconds since 1970, later than any claim: whoever has waited longest comes first."""


def lock_claim(name: str, *statuses: str) -> Any:
	"""A claim with its row locked. Throws DoesNotExistError, and ValidationError, saying who was quicker, where it is in none of
	those states."""
	doc = frappe.get_doc(DOCTYPE, name, for_update=True)
	if statuses and doc.status not in statuses:
		frappe.throw(_say_over(doc))
	return doc


def keep_claim(doc: Any, kind: str, before: Mapping[str, Any] | None, reason: str = "") -> None:
	"""Save a locked claim and what happened to it."""
	doc.list_order = _list_order(doc)
	doc.open_key = open_key(doc) if doc.status == OPEN else None
	save_claim(doc)
	record_change(DOCTYPE, str(doc.name), kind, before, state_of(doc), reason)


def save_claim(doc: Any) -> None:
	"""Save a claim without a word in its trail: what nobody decides by."""
	doc.flags.sla_id_claim = True
	doc.flags.ignore_links = not doc.is_new()
	if doc.is_new():
		doc.insert(ignore_permissions=True)
	else:
		doc.save(ignore_permissions=True)


def open_key(doc: Any) -> str:
	"""One of its own for each time, class and services of a partner."""
	services = sorted(f"{row.service}/{row.component or ''}" for row in doc.services)
	said = [doc.partner, doc.class_code, *map(_plain, (doc.start_utc, doc.end_utc)), *services]
	return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def refuse_writing_claim(doc: Any) -> None:
	"""validate of SLA Exclusion Claim. Throws PermissionError."""
	if not doc.flags.sla_id_claim:
		frappe.throw(
			_(
				"Exclusions are claimed on an outage and decided with the buttons of the claim, so that each act leaves its trail."
			),
			frappe.PermissionError,
		)


def refuse_deleting_claim() -> None:
	"""on_trash of SLA Exclusion Claim: nobody deletes, but for the removal of the whole app. Throws PermissionError."""
	if not frappe.flags.in_uninstall:
		frappe.throw(
			_("Claims stay on record. Withdraw one that was wrong: it no longer counts."),
			frappe.PermissionError,
		)


def _list_order(doc: Any) -> str:
	"""Sorts lists, highest first: what waits for a decision by when it is due, then the rest, the latest claims first."""
	claimed = from_utc(doc.claimed_utc)
	assert claimed is not None
	if doc.status == OPEN or awaits_answer(doc):
		due = from_utc(doc.decide_by_utc if doc.status == OPEN else doc.objected_utc) or claimed
		return f"2 {_FAR - int(due.timestamp()):010d}"
	return f"1 {int(claimed.timestamp()):010d}"


def _plain(value: Any) -> str:
	at = from_utc(value)
	return str(to_utc(at)) if isinstance(at, datetime) else ""


def _say_over(doc: Any) -> str:
	"""Why a claim can't be changed like that any more, with who did what, and when."""
	status = say(STATUSES[doc.status], reader_language())
	last = next(iter(reversed(read_trail(DOCTYPE, doc.name))), None)
	if last is None:
		return _("{0} is in state “{1}” by now. Reload the form to see what happened.").format(
			doc.name, status
		)
	who = frappe.get_cached_value("User", last.by_user, "full_name") or last.by_user
	return _("{0} is in state “{1}” by now: {2} did that on {3}. Reload the form.").format(
		doc.name, status, who, say_to_reader(last.at)
	)
