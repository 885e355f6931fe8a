"""Reads stored messages into observations, each once, and lists what they name that nobody has mapped yet.

First of two steps; `judge_places.py` is the second. What is read is committed before anything is judged.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe.utils import now_datetime

from sla_id.bulk import insert_rows, update_rows
from sla_id.engine import Sentence
from sla_id.engine.sentences import say
from sla_id.instants import from_utc, to_utc, utc_now
from sla_id.monitors.alertmanager import parse_alertmanager
from sla_id.monitors.observation import MonitorReading, Observation, Unreadable
from sla_id.monitors.silence import note_heard
from sla_id.monitors.tell_managers import tell_of_incomplete
from sla_id.monitors.uptime_kuma import parse_uptime_kuma
from sla_id.monitors.watched_targets import SourceTargets

MESSAGE, OBSERVATION, SOURCE = "SLA Monitor Message", "SLA Monitor Observation", "SLA Monitor Source"
AHEAD = timedelta(minutes=5)
"""So far may a sender's clock be ahead of ours."""
LONGEST_SAYING = 300


@dataclass(slots=True)
class Read:
	"""What became of a message: its observations' keys, or why there are none."""

	keys: list[str] = field(default_factory=list)
	ignored: str = ""
	unmapped: bool = False
	says: str = ""


def read_message(message: Any) -> Read:
	"""Read a locked message and write its observations. Raises Unreadable for what its sender doesn't send."""
	source = frappe.get_cached_doc(SOURCE, message.source)
	received, last = from_utc(message.received_utc), from_utc(message.last_received_utc)
	assert received is not None and last is not None
	note_heard(source, received, last)
	reading = _parse(source, message.payload, last)
	if reading.truncated:
		tell_of_incomplete(source, reading.truncated)
	if reading.ignored:
		return Read(ignored=say(reading.ignored, frappe.local.lang or "en"))
	for entry in reading.observations:
		if entry.seen > utc_now() + AHEAD or (entry.declared and entry.declared > utc_now() + AHEAD):
			raise Unreadable(Sentence("{0}: its time is in the future. Set the sender's clock.", entry.title))
	return _write(source, message.name, reading.observations)


def write_observations(
	source: str, message: str | None, entries: Iterable[tuple[Observation, str | None]]
) -> list[str]:
	"""Write observations with their targets, each once; the names of their rows."""
	rows = [_row(source, message, entry, target) for entry, target in entries]
	insert_rows(OBSERVATION, rows)
	_heard_later(rows)
	return [row["observation_key"] for row in rows]


def load_observations(rows: Iterable[Any]) -> list[Observation]:
	"""Rows as what was observed."""
	return [
		Observation(
			key=row.observation_key,
			watch=row.watch,
			title=row.title or "",
			labels=(),
			is_down=bool(row.is_down),
			seen=from_utc(row.seen_utc),  # type: ignore[arg-type]
			declared=from_utc(row.declared_utc),
			measured=from_utc(row.measured_utc),
			begins=bool(row.begins),
			is_group=bool(row.is_group),
			parent=row.parent_watch or "",
			children=tuple(json.loads(row.children_json or "[]")),
		)
		for row in rows
	]


def _parse(source: Any, payload: str, received: datetime) -> MonitorReading:
	try:
		read = json.loads(payload)
	except (ValueError, RecursionError) as error:
		raise Unreadable(Sentence("This isn't JSON: {0}", str(error)[:100])) from error
	if source.kind == "Alertmanager":
		return parse_alertmanager(read, received, timedelta(seconds=source.offset_seconds or 0))
	return parse_uptime_kuma(read)


def _write(source: Any, message: str, observations: Iterable[Observation]) -> Read:
	targets, entries, read = SourceTargets(source), [], Read()
	for entry in observations:
		target = targets.find(dict(entry.labels)) or targets.list_unknown(entry)
		read.unmapped = read.unmapped or targets.waits(target)
		targets.note(target, entry)
		entries.append((entry, target))
	targets.write_states()
	read.keys = write_observations(source.name, message, entries)
	read.says = "; ".join(_say(entry) for entry, _target in entries)[:LONGEST_SAYING]
	return read


def _say(entry: Observation) -> str:
	word = frappe._("down", context="SLA Monitor") if entry.is_down else frappe._("up", context="SLA Monitor")
	return f"{entry.title}: {word}"


def _row(source: str, message: str | None, entry: Observation, target: str | None) -> dict[str, Any]:
	return {
		"name": frappe.generate_hash(length=20),
		"creation": now_datetime(),
		"modified": now_datetime(),
		"owner": "Administrator",
		"modified_by": "Administrator",
		"docstatus": 0,
		"idx": 0,
		"source": source,
		"message": message,
		"target": target,
		"title": entry.title,
		"watch": entry.watch,
		"labels_json": json.dumps(dict(entry.labels), ensure_ascii=False),
		"is_down": int(entry.is_down),
		"seen_utc": to_utc(entry.seen),
		"declared_utc": to_utc(entry.declared),
		"measured_utc": to_utc(entry.measured),
		"begins": int(entry.begins),
		"is_group": int(entry.is_group),
		"parent_watch": entry.parent,
		"children_json": json.dumps(entry.children) if entry.children else None,
		"settled": 0,
		"observation_key": hashlib.sha256(f"{source}\x00{entry.key}".encode()).hexdigest(),
	}


def _heard_later(rows: list[dict[str, Any]]) -> None:
	"""A firing alert that is told again was seen down then: the latest time counts."""
	table = frappe.qb.DocType(OBSERVATION)
	wanted = {row["observation_key"]: row for row in rows if row["is_down"]}
	found = (
		frappe.qb.from_(table)
		.select(table.name, table.observation_key, table.seen_utc)
		.where(table.observation_key.isin(list(wanted) or [""]))
	).run(as_dict=True)
	update_rows(
		OBSERVATION,
		{
			row.name: {"seen_utc": wanted[row.observation_key]["seen_utc"]}
			for row in found
			if row.seen_utc < wanted[row.observation_key]["seen_utc"]
		},
	)
