"""The job every ten minutes: claims whose decision is due soon or overdue, and objections without an answer, are told to those who
decide, once an interval. No agreement says what becomes of a claim that nobody decided: it stays open, and is never granted in silence.
"""

from datetime import datetime, timedelta

import frappe
from frappe.utils import cint

from sla_id.exclusions.claim_record import lock_claim, save_claim
from sla_id.exclusions.claim_values import DOCTYPE, OPEN, awaits_answer
from sla_id.exclusions.tell_of_claims import remind_of_claim
from sla_id.instants import from_utc, to_utc, utc_now
from sla_id.record_types import ExclusionClaimRecord
from sla_id.savepoints import own_transaction

INTERVAL = "claim_remind_after_hours"
"""In SLA Settings; 0: nobody is reminded."""


def remind_of_waiting_claims() -> int:
	"""The scheduled job; how many claims were told of. Each is a transaction of its own."""
	hours = cint(frappe.db.get_single_value("SLA Settings", INTERVAL))
	if not hours:
		return 0
	now, told, interval = utc_now(), 0, timedelta(hours=hours)
	for name in _waiting(now, interval):
		with own_transaction(f"Nobody could be reminded of {name}"):
			told += _remind(name, now, interval)
	return told


def _waiting(now: datetime, interval: timedelta) -> list[str]:
	claim = frappe.qb.DocType(DOCTYPE)
	due = (claim.status == OPEN) & (claim.decide_by_utc <= to_utc(now + interval))
	objected = claim.objected_utc.isnotnull() & claim.objection_answered_utc.isnull()
	silent = claim.told_utc.isnull() | (claim.told_utc <= to_utc(now - interval))
	rows = (
		frappe.qb.from_(claim).select(claim.name).where((due | objected) & silent).orderby(claim.name).run()
	)
	return [name for (name,) in rows]


def _remind(name: str, now: datetime, interval: timedelta) -> bool:
	doc: ExclusionClaimRecord = lock_claim(name)
	told, due = from_utc(doc.told_utc), from_utc(doc.decide_by_utc)
	if told is not None and told > now - interval:
		return False  # by another worker meanwhile
	if not awaits_answer(doc) and (doc.status != OPEN or due is None or due > now + interval):
		return False  # decided meanwhile
	doc.told_utc = to_utc(now)
	save_claim(doc)
	remind_of_claim(doc, now)
	return True
