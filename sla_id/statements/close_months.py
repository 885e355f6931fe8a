"""The job that drafts statements once a month is over in the agreement's zone. It may run as often as it likes, in as many
processes, and be killed at any point: each partner's month is one transaction, and the next run drafts what is missing.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import frappe
from frappe.utils import getdate

from sla_id.agreements.levels import Rows, approved_heads
from sla_id.availability.guarantee import first_of_next
from sla_id.instants import utc_now
from sla_id.outages.touched import enabled_partners
from sla_id.savepoints import attempt, own_transaction
from sla_id.statements.compute_statement import compute_statement
from sla_id.statements.draft_statement import draft_statement, refresh_statement
from sla_id.statements.statement_record import TAKEN
from sla_id.statements.statement_values import DOCTYPE, DRAFT
from sla_id.statements.tell_statement import tell_drafted

FARTHEST = timedelta(hours=14)
"""No zone is farther from UTC."""
MOST_MONTHS = 12
"""So many missed months are made up for, where the job hasn't run."""


def close_months() -> list[str]:
	"""The scheduled job: draft each partner's statement of the last month, and of those missed since their last one."""
	now = utc_now()
	heads, known = approved_heads(), _known()
	drafted = []
	for partner in enabled_partners():
		for first in _missing(known.get(partner, set()), now):
			if name := _close(partner, first, now, heads):
				drafted.append(name)
	return drafted


def refresh_drafts() -> int:
	"""The daily job: compute the drafts anew; how many changed."""
	changed = 0
	for name in frappe.get_all(DOCTYPE, filters={"state": DRAFT}, pluck="name", order_by="name"):
		with own_transaction(f"{name} could not be computed anew"):
			if frappe.db.get_value(DOCTYPE, name, "state", for_update=True) == DRAFT:
				changed += refresh_statement(name)
	return changed


def _close(partner: str, first: date, now: datetime, heads: Rows) -> str | None:
	"""Draft one statement in a transaction of its own; None where there is nothing to draft, or another process was quicker."""
	made = None
	with own_transaction(f"The statement of {partner} for {first:%Y-%m} could not be drafted") as work:
		computed = compute_statement(partner, first, now, heads=heads)
		if computed is not None and computed.ends <= now:
			with attempt(catch=TAKEN):
				made = draft_statement(partner, first)
				if made:
					tell_drafted(frappe.get_doc(DOCTYPE, made))
	return None if work.error else made


def _known() -> dict[str, set[date]]:
	"""The months of each partner that have a statement."""
	found: dict[str, set[date]] = {}
	for row in frappe.get_all(DOCTYPE, fields=["partner", "month"], filters={"revision": 1}):
		found.setdefault(row.partner, set()).add(getdate(row.month))
	return found


def _missing(known: set[date], now: datetime) -> Iterator[date]:
	"""The months without a statement, from the one after the last that has one; without any, the last month alone."""
	last = (now + FARTHEST).date().replace(day=1) - timedelta(days=1)
	latest = last.replace(day=1)
	first = first_of_next(max(known)) if known else latest
	for _number in range(MOST_MONTHS):
		if first > latest:
			return
		if first not in known:
			yield first
		first = first_of_next(first)
