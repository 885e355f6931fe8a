"""The agreement of a ticket as one immutable value. Each process reads a version once, however many tickets
ask for it.

The cache key is when its records last changed. One statement in each request asks the database for that, in
the transaction that reads the rest. So a change needn't be announced to other processes, and no process sees
stale data.
"""

from collections import OrderedDict
from typing import Any

import frappe

from sla_id.agreements.records.version import APPROVED, read_version
from sla_id.agreements.rules.effective_agreement import EffectiveAgreement, merge

MOST = 500
"""So many values are kept in a process."""
Levels = tuple[str, ...]
Stamp = tuple[Any, ...]
_VALUES: OrderedDict[tuple[str, Levels, Stamp], EffectiveAgreement] = OrderedDict()


def effective_agreement(levels: Levels) -> EffectiveAgreement:
	"""The agreement that those SLA Agreements form, broadest first.

	Raises frappe.DoesNotExistError, UnreadableTarget or AgreementFileError. A draft is read again each time.
	"""
	asked: dict[Levels, EffectiveAgreement] | None = getattr(frappe.local, "sla_id_levels", None)
	if asked is None:
		asked = frappe.local.sla_id_levels = {}
	if levels in asked:
		return asked[levels]
	stamp = _stamp(levels)
	if stamp is None:
		return _read(levels)
	key = (frappe.local.site, levels, stamp)
	if key not in _VALUES:
		_VALUES[key] = _read(levels)
		if len(_VALUES) > MOST:
			_VALUES.popitem(last=False)
	asked[levels] = _VALUES[key]
	return asked[levels]


def forget_agreements(*_args: Any) -> None:
	"""Clear the cache after an agreement, or something that agreements refer to, has changed."""
	frappe.local.sla_id_levels = {}
	_VALUES.clear()


def _read(levels: Levels) -> EffectiveAgreement:
	read: list[EffectiveAgreement] = []
	for name in levels:
		base = merge(read) if read else None
		read.append(read_version(frappe.get_doc("SLA Agreement", name), base))
	return merge(read)


def _stamp(levels: Levels) -> Stamp | None:
	"""When the records of those levels last changed. None while one of them isn't an approved version."""
	agreement, policy = frappe.qb.DocType("SLA Agreement"), frappe.qb.DocType("SLA Escalation Policy")
	matrix, calendar = frappe.qb.DocType("SLA Priority Matrix"), frappe.qb.DocType("SLA Calendar")
	rows = (
		frappe.qb.from_(agreement)
		.left_join(policy)
		.on(policy.name == agreement.escalation_policy)
		.left_join(matrix)
		.on(matrix.name == agreement.matrix)
		.left_join(calendar)
		.on(calendar.name == agreement.default_calendar)
		.select(
			agreement.docstatus,
			agreement.name,
			agreement.modified,
			agreement.content_hash,
			policy.modified,
			matrix.modified,
			calendar.modified,
		)
		.where(agreement.name.isin(levels))
		.orderby(agreement.name)
	).run()
	if len(rows) < len(set(levels)) or any(row[0] != APPROVED for row in rows):
		return None
	return tuple(tuple(map(str, row)) for row in rows)
