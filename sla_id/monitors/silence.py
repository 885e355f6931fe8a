"""Times in which a source knew nothing: it should have been heard and wasn't, or our own checks didn't run or couldn't tell.

They are no downtime and no uptime. The agreement says what unknown time counts as.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import frappe

from sla_id.availability.spans import Span, instant_of, intersection, union
from sla_id.instants import from_utc, to_utc, utc_now
from sla_id.monitors.tell_managers import tell_of_silence
from sla_id.outages.registered_spans import BlindTime
from sla_id.savepoints import own_transaction

BLIND, SOURCE, TARGET = "SLA Blind Time", "SLA Monitor Source", "SLA Monitor Target"
SILENT, NOT_CHECKED, CONTROL_FAILED = "Silent", "Not Checked", "Control Failed"
OWN_CHECK = "Own Check"


def note_heard(source: Any, first: datetime, last: datetime) -> None:
	"""A source was heard: what was blind since it fell silent ends there."""
	heard = from_utc(frappe.db.get_value(SOURCE, source.name, "last_heard_utc"))
	if heard is None or heard < last:
		frappe.db.set_value(
			SOURCE,
			source.name,
			{"last_heard_utc": to_utc(last), "silent_since_utc": None},
			update_modified=False,
		)
	end_blind(source.name, first, SILENT)


def look_for_silence(now: datetime | None = None) -> int:
	"""For the minute job: sources that haven't been heard for longer than they should. How many fell silent."""
	now, found = now or utc_now(), 0
	for source in frappe.get_all(
		SOURCE,
		filters={
			"enabled": 1,
			"kind": ["!=", OWN_CHECK],
			"silent_after_minutes": [">", 0],
			"silent_since_utc": ["is", "not set"],
			"last_heard_utc": ["is", "set"],
		},
		fields=["name", "title", "silent_after_minutes", "last_heard_utc"],
	):
		since = from_utc(source.last_heard_utc)
		assert since is not None
		if now - since <= timedelta(minutes=source.silent_after_minutes):
			continue
		with own_transaction(f"{source.name}: its silence could not be recorded"):
			doc = frappe.get_doc(SOURCE, source.name, for_update=True)
			if from_utc(doc.last_heard_utc) == since and not doc.silent_since_utc:
				frappe.db.set_value(
					SOURCE, doc.name, "silent_since_utc", to_utc(since), update_modified=False
				)
				begin_blind(doc.name, since, SILENT)
				tell_of_silence(doc, since)
				found += 1
	return found


def begin_blind(source: str, since: datetime, reason: str) -> None:
	"""Record that a source has known nothing since then, unless that is recorded already."""
	if not frappe.db.exists(BLIND, {"source": source, "reason": reason, "end_utc": ["is", "not set"]}):
		record_blind(source, since, None, reason)


def end_blind(source: str, at: datetime, reason: str) -> None:
	"""A source knows again since then. A message that came before the silence ends nothing."""
	for row in frappe.get_all(
		BLIND,
		filters={"source": source, "reason": reason, "end_utc": ["is", "not set"]},
		fields=["name", "start_utc"],
	):
		since = from_utc(row.start_utc)
		if since is not None and at > since:
			frappe.db.set_value(BLIND, row.name, "end_utc", to_utc(at))


def record_blind(source: str, since: datetime, until: datetime | None, reason: str) -> None:
	"""Record a time in which a source knew nothing; `until` None: it still lasts."""
	values = {"source": source, "start_utc": to_utc(since), "end_utc": to_utc(until), "reason": reason}
	frappe.get_doc({"doctype": BLIND, **values}).insert(ignore_permissions=True)


def blind_times(services: Sequence[str], start: datetime, end: datetime) -> list[BlindTime]:
	"""For hooks.py, `sla_id_blind_times`: when nobody watched a service. Where several sources watch it, all must be blind."""
	watching = _watching(services)
	sources = sorted({source for found in watching.values() for source in found})
	spans = _spans(sources, start, end) if sources else {}
	found: list[BlindTime] = []
	for service, names in watching.items():
		together: list[Span] | None = None
		for name in names:
			own = union(spans.get(name, ()))
			together = own if together is None else intersection(together, own)
		found += [BlindTime(service, span) for span in together or ()]
	return found


def _watching(services: Sequence[str]) -> dict[str, set[str]]:
	"""The enabled sources that watch each service."""
	source, target = frappe.qb.DocType(SOURCE), frappe.qb.DocType(TARGET)
	rows = (
		frappe.qb.from_(target)
		.join(source)
		.on(source.name == target.source)
		.select(target.service, source.name)
		.distinct()
		.where((source.enabled == 1) & (target.ignored == 0) & target.service.isin(list(services) or [""]))
	).run()
	found: dict[str, set[str]] = {}
	for service, name in rows:
		found.setdefault(service, set()).add(name)
	return found


def _spans(sources: Sequence[str], start: datetime, end: datetime) -> dict[str, list[Span]]:
	blind = frappe.qb.DocType(BLIND)
	rows = (
		frappe.qb.from_(blind)
		.select(blind.source, blind.start_utc, blind.end_utc)
		.where(
			blind.source.isin(list(sources))
			& (blind.start_utc < to_utc(end))
			& (blind.end_utc.isnull() | (blind.end_utc > to_utc(start)))
		)
	).run()
	found: dict[str, list[Span]] = {}
	for source, since, until in rows:
		first, last = from_utc(since), from_utc(until) or min(utc_now(), end)
		if first is not None:
			found.setdefault(source, []).append((instant_of(first), instant_of(last)))
	return found
