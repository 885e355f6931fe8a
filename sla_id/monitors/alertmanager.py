"""Reads Alertmanager's webhook, version 4. No frappe.

As its source has it (`notify/webhook/webhook.go`, `template/template.go`):
- A message is a group; each alert in it has its own `status`. A firing one's `endsAt` is year 1, a resolved one's is when it ended.
- `startsAt` comes after the rule's `for`; the source's offset says how long that is.
- The group is sent again each `repeat_interval`, and by each Alertmanager of a cluster where they can't agree.
- `truncatedAlerts` counts what `max_alerts` cut off.
- After a restart of Prometheus an alert that goes on has a new `startsAt`, and the old one is never resolved.
"""

import hashlib
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
	short,
)

MOST_ALERTS = 5000
VERSIONS = ("4",)


def parse_alertmanager(payload: Any, received: datetime, offset: timedelta) -> MonitorReading:
	"""What a message says of each of its alerts, received then; `offset` is how much later than its first failed check an alert starts.

	Raises Unreadable for what isn't Alertmanager's.
	"""
	if not isinstance(payload, Mapping) or not isinstance(payload.get("alerts"), list):
		raise Unreadable(Sentence("This isn't a message of Alertmanager's: it has no alerts."))
	version = short(payload.get("version", ""))
	if version not in VERSIONS:
		raise Unreadable(Sentence("version: {0} isn't read, only 4.", version or "—"))
	alerts = payload["alerts"]
	if len(alerts) > MOST_ALERTS:
		raise Unreadable(Sentence("alerts: more than {0} in one message.", MOST_ALERTS))
	sender = short(payload.get("receiver") or payload.get("externalURL") or "")
	return MonitorReading(
		tuple(_observation(alert, sender, received, offset) for alert in alerts),
		None if alerts else Sentence("No alert in it"),
		parse_count(payload.get("truncatedAlerts")),
	)


def _observation(alert: Any, sender: str, received: datetime, offset: timedelta) -> Observation:
	if not isinstance(alert, Mapping) or alert.get("status") not in ("firing", "resolved"):
		raise Unreadable(Sentence("alerts: one is neither firing nor resolved."))
	given = alert.get("labels")
	labels = parse_labels(given if isinstance(given, Mapping) else {})
	started = parse_instant(alert.get("startsAt"), "startsAt")
	firing = alert["status"] == "firing"
	ended = received if firing else parse_instant(alert.get("endsAt"), "endsAt")
	watch = f"{sender}/{_fingerprint(alert, labels)}"
	told = "firing" if firing else f"resolved|{ended.isoformat()}"
	return Observation(
		key=f"{watch}|{started.isoformat()}|{told}",
		watch=watch,
		title=_title(dict(labels)),
		labels=labels,
		is_down=firing,
		seen=ended,
		declared=started if firing or started < ended else None,
		measured=started - offset,
	)


def _fingerprint(alert: Mapping[str, Any], labels: tuple[tuple[str, str], ...]) -> str:
	"""Alertmanager's own, which old versions don't send: then one of the same labels."""
	return short(alert.get("fingerprint") or "") or hashlib.sha256(repr(labels).encode()).hexdigest()[:16]


def _title(labels: dict[str, str]) -> str:
	name = labels.get("alertname", "")
	return short(" · ".join(filter(None, (name, labels.get("instance") or labels.get("job"))))) or "—"
