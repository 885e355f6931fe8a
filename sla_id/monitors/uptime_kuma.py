"""Reads Uptime Kuma's webhook: `heartbeat`, `monitor`, `msg` as JSON. No frappe.

As its source has it (2.x, `server/model/monitor.js`; 1.23 sends the same with fewer fields):
- A message is sent for UP to DOWN, PENDING to DOWN, DOWN to UP, MAINTENANCE to DOWN, and for every `resendInterval`th failed check
  of one that is down. None is sent on the way into maintenance or from there to UP: a recovery may go unsaid.
- `heartbeat.important` is true for a change and false for a repetition. `time` is UTC without a zone.
- `lastDownTime`, on recovery alone, is the time of the last change to DOWN.
- A check that fails is retried `maxretries` times, `retryInterval` apart (or `interval`, where that is 0), before it counts as DOWN.
- Tests, certificate and domain warnings have neither heartbeat nor monitor.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sla_id.engine import Sentence
from sla_id.monitors.observation import (
	MonitorReading,
	Observation,
	Unreadable,
	parse_count,
	parse_instant,
	parse_labels,
	parse_seconds,
	short,
)

DOWN, UP, PENDING, MAINTENANCE = 0, 1, 2, 3


def parse_uptime_kuma(payload: Any) -> MonitorReading:
	"""What a message says of its monitor. Raises Unreadable for what isn't Uptime Kuma's."""
	if not isinstance(payload, Mapping) or not {"heartbeat", "msg"} <= payload.keys():
		raise Unreadable(Sentence("This isn't a message of Uptime Kuma's: it has no heartbeat and no msg."))
	heartbeat, monitor = payload["heartbeat"], payload.get("monitor")
	if heartbeat is None:
		return MonitorReading(ignored=Sentence("A test, or a warning about a certificate or domain"))
	if not isinstance(heartbeat, Mapping) or not isinstance(monitor, Mapping):
		raise Unreadable(Sentence("This isn't a message of Uptime Kuma's: it names no monitor."))
	status = heartbeat.get("status")
	if status in (PENDING, MAINTENANCE) and not isinstance(status, bool):
		return MonitorReading(ignored=Sentence("Pending, or in maintenance: neither down nor up"))
	if status not in (DOWN, UP) or isinstance(status, bool):
		raise Unreadable(Sentence("heartbeat.status: {0} is none of 0, 1, 2 and 3.", short(status)))
	return MonitorReading((_observation(heartbeat, monitor, status == DOWN),))


def _observation(heartbeat: Mapping[str, Any], monitor: Mapping[str, Any], is_down: bool) -> Observation:
	names = (monitor.get("id"), heartbeat.get("monitorID"), monitor.get("name"))
	watch = next((short(name) for name in names if name not in (None, "")), "")
	if not watch:
		raise Unreadable(Sentence("monitor: it has neither an id nor a name."))
	seen = parse_instant(heartbeat.get("time"), "heartbeat.time")
	changes = bool(heartbeat.get("important", True))
	declared = _declared(heartbeat, seen, is_down, changes)
	retries = _retries(heartbeat, monitor) if is_down else parse_count(monitor.get("maxretries"))
	return Observation(
		key=f"{watch}|{'down' if is_down else 'up'}|{seen.isoformat()}",
		watch=watch,
		title=short(monitor.get("pathName") or monitor.get("name") or watch),
		labels=_labels(monitor, watch),
		is_down=is_down,
		seen=seen,
		declared=declared,
		measured=declared - _retry_interval(monitor) * retries if declared else None,
		begins=declared is not None,
		is_group=monitor.get("type") == "group",
		parent=short(monitor.get("parent") or ""),
		children=tuple(short(child) for child in _list(monitor.get("childrenIDs"))[:1000]),
	)


def _declared(heartbeat: Mapping[str, Any], seen: datetime, is_down: bool, changes: bool) -> datetime | None:
	"""Since when it counts as down: of a change its own time, of a recovery what it tells, of a repetition nothing."""
	if is_down:
		return seen if changes else None
	since = heartbeat.get("lastDownTime")
	found = parse_instant(since, "heartbeat.lastDownTime") if since else None
	return found if found and found < seen else None


def _retries(heartbeat: Mapping[str, Any], monitor: Mapping[str, Any]) -> int:
	"""How many failed checks came before the one that declared it: 1.23 doesn't count them, then as many as are set."""
	wanted = parse_count(monitor.get("maxretries"))
	counted = heartbeat.get("retries")
	return wanted if counted is None else min(wanted, max(0, parse_count(counted) - 1))


def _retry_interval(monitor: Mapping[str, Any]) -> timedelta:
	return parse_seconds(monitor.get("retryInterval")) or parse_seconds(monitor.get("interval"))


def _labels(monitor: Mapping[str, Any], watch: str) -> tuple[tuple[str, str], ...]:
	names = {"name": "name", "path": "pathName", "type": "type", "url": "url", "hostname": "hostname"}
	labels = {label: monitor.get(field) for label, field in names.items()}
	tags = {
		f"tag {tag.get('name')}": tag.get("value") or "yes"
		for tag in _list(monitor.get("tags"))
		if isinstance(tag, Mapping)
	}
	return parse_labels({**tags, **labels, "id": watch})


def _list(value: Any) -> list[Any]:
	return value if isinstance(value, list) else []
