"""Which target of a source a message is about: by labels, the most exact first. Unknown ones are listed, to be mapped."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import frappe

from sla_id.bulk import update_rows
from sla_id.instants import from_utc, to_utc
from sla_id.monitors.observation import Observation, short

TARGET = "SLA Monitor Target"
_FIELDS = ["name", "matcher", "service", "ignored", "state", "last_seen_utc"]


def parse_matcher(text: str) -> dict[str, str]:
	"""Labels of a target, one a line as name=value. Raises ValueError with the line that isn't."""
	labels: dict[str, str] = {}
	for line in filter(None, map(str.strip, text.splitlines())):
		name, equals, value = line.partition("=")
		if not equals or not name.strip():
			raise ValueError(line)
		labels[short(name)] = short(value.strip().strip('"'))
	return labels


class SourceTargets:
	"""The targets of one source, as they were when it was asked for them."""

	def __init__(self, source: Any) -> None:
		self._source, self._kind = source.name, source.kind
		self._rows = {row.name: row for row in self._read()}
		self._changes: dict[str, dict[str, Any]] = {}

	def find(self, labels: Mapping[str, str]) -> str | None:
		"""The target whose labels are all there; of several the one with the most, then the oldest."""
		best, most = None, 0
		for row in self._rows.values():
			wanted = row.labels
			if len(wanted) > most and all(labels.get(name) == value for name, value in wanted.items()):
				best, most = row.name, len(wanted)
		return best

	def list_unknown(self, entry: Observation) -> str:
		"""List what nobody has mapped, with all its labels; whoever maps it may take some away."""
		labels = {"id": entry.watch} if self._kind == "Uptime Kuma" else dict(entry.labels)
		doc = frappe.get_doc(
			{
				"doctype": TARGET,
				"source": self._source,
				"title": entry.title,
				"matcher": "\n".join(f"{name}={value}" for name, value in labels.items())
				or f"id={entry.watch}",
			}
		)
		doc.flags.sla_id_listed = True
		doc.insert(ignore_permissions=True)
		row = frappe._dict(name=doc.name, labels=labels, service=None, ignored=0, state="Unknown")
		self._rows[row.name] = row
		return str(doc.name)

	def waits(self, name: str) -> bool:
		"""Whether a target has neither a service nor is ignored."""
		row = self._rows[name]
		return not row.service and not row.ignored

	def note(self, name: str, entry: Observation) -> None:
		"""What was last heard of a target."""
		row = self._rows[name]
		last: datetime | None = from_utc(row.last_seen_utc)
		if last is None or last < entry.seen:
			row.last_seen_utc = to_utc(entry.seen)
			state = "Down" if entry.is_down else "Up"
			self._changes[name] = {"state": state, "last_seen_utc": row.last_seen_utc}

	def write_states(self) -> None:
		"""Write what was noted."""
		update_rows(TARGET, self._changes)
		self._changes = {}

	def _read(self) -> list[Any]:
		rows = frappe.get_all(
			TARGET, filters={"source": self._source}, fields=_FIELDS, order_by="creation, name"
		)
		for row in rows:
			row.labels = parse_matcher(row.matcher or "")
		return list(rows)
