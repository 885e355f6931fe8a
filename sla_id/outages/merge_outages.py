"""Makes one outage of several records of it: a monitor's and a ticket's, or a group's and its parts'.

The one that stays lasts from the first start to the last end and names the services and tickets of all. So that merging records no
time as down which nobody recorded, the outages must overlap or touch, and concern the same partners to the same degree.
"""

from collections.abc import Sequence
from typing import Any

import frappe
from frappe import _

from sla_id.availability.spans import SECOND, Span, instant_of, union
from sla_id.instants import from_utc
from sla_id.outages.outage_checks import check_reason
from sla_id.outages.outage_values import (
	ENDED,
	MERGED,
	OPEN,
	WITHDRAWN,
	service_rows,
	services_of,
	ticket_rows,
)
from sla_id.outages.record_outage import change_outage, lock_outage
from sla_id.record_types import OutageRecord

_FOREVER = 2**62


def merge_outages(into: str, others: Sequence[str], reason: str) -> None:
	"""Merge outages into one. Throws ValidationError, which says what keeps them apart."""
	text = check_reason(reason)
	names = list(dict.fromkeys(others))
	if not names:
		frappe.throw(_("Choose at least one outage to merge into {0}.").format(into))
	if into in names:
		frappe.throw(_("{0} can't be merged into itself.").format(into))
	locked = {name: lock_outage(name) for name in sorted({into, *names})}
	stays, gone = locked[into], [locked[name] for name in names]
	for doc in (stays, *gone):
		_refuse_over(doc)
	for doc in gone:
		_refuse_other_reach(stays, doc)
	_refuse_gaps([stays, *gone])
	change_outage(stays, "Took in", _together([stays, *gone]), text)
	for doc in gone:
		change_outage(doc, "Merged", {"status": MERGED, "merged_into": into}, text)


def _together(docs: Sequence[Any]) -> dict[str, Any]:
	"""What the outage that stays says afterwards."""
	is_open = any(doc.status == OPEN for doc in docs)
	first = min(docs, key=lambda doc: doc.started_utc)
	known = [(row.ticket_doctype, str(row.ticket)) for doc in docs for row in doc.tickets]
	return {
		"status": OPEN if is_open else ENDED,
		"started_utc": first.started_utc,
		"measured_start_utc": first.measured_start_utc,
		"declared_start_utc": first.declared_start_utc,
		"ended_utc": None if is_open else max(doc.ended_utc for doc in docs),
		"services": service_rows(down for doc in docs for down in services_of(doc)),
		"tickets": ticket_rows(known),
		"cause": next((doc.cause for doc in docs if doc.cause), ""),
		"root_cause": next((doc.root_cause for doc in docs if doc.root_cause), ""),
		"major_incident": next((doc.major_incident for doc in docs if doc.major_incident), None),
	}


def _refuse_over(doc: OutageRecord) -> None:
	if doc.status == MERGED:
		frappe.throw(_("{0} has already been merged into {1}.").format(doc.name, doc.merged_into))
	if doc.status == WITHDRAWN:
		frappe.throw(
			_("{0} has been withdrawn: it was no outage, so nothing is merged with it.").format(doc.name)
		)


def _refuse_other_reach(stays: Any, doc: OutageRecord) -> None:
	"""Throws where merging would let an outage count for other partners, or to another degree."""
	if {row.partner for row in stays.partners} != {row.partner for row in doc.partners}:
		frappe.throw(
			_("{0} and {1} don't concern the same partners. Correct one of them first.").format(
				stays.name, doc.name
			)
		)
	if float(stays.impact_percent) != float(doc.impact_percent):
		frappe.throw(
			_("{0} and {1} don't have the same impact. Correct one of them first.").format(
				stays.name, doc.name
			)
		)


def _refuse_gaps(docs: Sequence[Any]) -> None:
	"""Throws where there is a time between them in which nothing was recorded as down."""
	apart = union(_span(doc) for doc in docs)
	if len(apart) > 1:
		gap = (apart[1][0] - apart[0][1]) // SECOND
		frappe.throw(
			_(
				"There are {0} seconds between these outages in which nothing was recorded as down. Merge only what overlaps or touches; correct a time first if it is wrong."
			).format(gap)
		)


def _span(doc: OutageRecord) -> Span:
	started, ended = from_utc(doc.started_utc), from_utc(doc.ended_utc)
	assert started is not None
	return instant_of(started), _FOREVER if ended is None else instant_of(ended)
