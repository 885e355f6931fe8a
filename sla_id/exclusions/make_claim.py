"""Claiming that a time doesn't count, adding evidence to a claim, withdrawing it. Callers have asked whether the person may."""

from typing import Any

import frappe
from frappe import _

from sla_id.exclusions.claim_checks import LONGEST_TEXT, check_claim, check_decision_reason, check_text
from sla_id.exclusions.claim_record import keep_claim, lock_claim, open_key
from sla_id.exclusions.claim_values import (
	DOCTYPE,
	GRANTED,
	OPEN,
	PARTLY,
	WITHDRAWN,
	NewClaim,
	awaits_answer,
	state_of,
)
from sla_id.exclusions.decide_claim import tell_other_rooms
from sla_id.exclusions.tell_of_claims import tell_of_claim, tell_of_decision
from sla_id.instants import to_utc, utc_now
from sla_id.outages.outage_values import service_rows
from sla_id.savepoints import attempt

TAKEN = (frappe.DuplicateEntryError, frappe.UniqueValidationError)
MOST_FILES = 20


def claim_exclusion(values: NewClaim) -> str:
	"""Claim that a time doesn't count; the claim's name. One that comes too late is marked so. Throws ValidationError."""
	rules, item, downtime_end = check_claim(values)
	now = utc_now()
	until = rules.claim_until(downtime_end)
	doc = frappe.get_doc(
		{
			"doctype": DOCTYPE,
			"partner": values.partner,
			"class_code": item.code,
			"class_label": item.label.id,
			"class_label_en": item.label.en,
			"status": OPEN,
			"agreement": rules.agreement.name,
			"time_zone": rules.zone.key,
			"services": service_rows(values.services),
			"outages": [{"outage": name} for name in dict.fromkeys(values.outages)],
			"start_utc": to_utc(values.start),
			"end_utc": to_utc(values.end),
			"evidence": values.evidence.strip(),
			"downtime_end_utc": to_utc(downtime_end),
			"claimed_by": frappe.session.user,
			"claimed_utc": to_utc(now),
			"claim_until_utc": to_utc(until),
			"late": int(until is not None and now > until),
			"decide_by_utc": to_utc(rules.decide_by(now)),
			"told_utc": to_utc(now),
		}
	)
	_refuse_second(doc)
	with attempt(catch=TAKEN) as done:
		keep_claim(doc, "Claimed", None)
	if done.error is not None:  # somebody else claimed the same at the same moment
		_refuse_second(doc, past_snapshot=True)
		raise done.error
	tell_of_claim(doc)
	return str(doc.name)


def add_evidence(name: str, text: str) -> None:
	"""Add a text to a claim that waits for a decision or for the answer to an objection. Throws ValidationError."""
	said = check_text(text, _("Evidence: say what shows that the time shouldn't count."), _("Evidence"))
	doc = lock_waiting(name)
	before = state_of(doc)
	doc.evidence = f"{doc.evidence}\n\n{said}"
	if len(doc.evidence) > 4 * LONGEST_TEXT:
		frappe.throw(_("{0}: use at most {1} characters.").format(_("Evidence"), 4 * LONGEST_TEXT))
	keep_claim(doc, "Evidence added", before)


def add_evidence_file(name: str, file_name: str, content: bytes) -> str:
	"""Keep a private file with a claim that waits; the name of its File. Nobody deletes it any more. Throws ValidationError."""
	doc = lock_waiting(name)
	if len(doc.evidence_files) >= MOST_FILES:
		frappe.throw(_("Evidence files: a claim has {0} at most.").format(MOST_FILES))
	before = state_of(doc)
	kept = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": file_name,
			"content": content,
			"attached_to_doctype": DOCTYPE,
			"attached_to_name": name,
			"is_private": 1,
		}
	).insert(ignore_permissions=True)
	# a file's owner may delete it, and Frappe takes it from the disk before anybody is asked
	frappe.db.set_value("File", kept.name, "owner", "Administrator", update_modified=False)
	row = {
		"file": kept.name,
		"file_name": kept.file_name,
		"content_hash": kept.content_hash,
		"added_by": frappe.session.user,
		"added_utc": to_utc(utc_now()),
	}
	doc.append("evidence_files", row)
	keep_claim(doc, "Evidence added", before)
	return str(kept.name)


def withdraw_claim(name: str, reason: str) -> None:
	"""Say that a claim was wrong: it stays on record, and nothing of it is excluded any more. Throws ValidationError."""
	text = check_decision_reason(reason)
	doc = lock_claim(name, OPEN, GRANTED, PARTLY)
	before, was_open = state_of(doc), doc.status == OPEN
	doc.update({"status": WITHDRAWN, "granted": []})
	keep_claim(doc, "Withdrawn", before, text)
	tell_other_rooms(doc)
	if not was_open:
		tell_of_decision(doc)


def lock_waiting(name: str) -> Any:
	"""A claim that waits for a decision or an answer, locked. Throws ValidationError for another."""
	doc = lock_claim(name)
	return doc if awaits_answer(doc) else lock_claim(name, OPEN)


def _refuse_second(doc: Any, *, past_snapshot: bool = False) -> None:
	"""Throw where the same is claimed already. Only a row that is there may be locked: a missing one would lock the gap in which
	two people then wait for each other."""
	held = frappe.db.get_value(DOCTYPE, {"open_key": open_key(doc)}, "name", for_update=past_snapshot)
	if held:
		frappe.throw(
			_("{0} claims the same already and waits for a decision. Add your evidence there.").format(held)
		)
