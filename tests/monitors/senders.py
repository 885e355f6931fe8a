"""What Uptime Kuma and Alertmanager send, in their own shapes, and Uptime Kuma itself played check by check.

The shapes are those of their sources: `server/model/monitor.js` and `webhook.js` (2.x), `notify/webhook/webhook.go`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

UTC = timezone.utc
DOWN, UP, PENDING, MAINTENANCE = 0, 1, 2, 3
YEAR_ONE = "0001-01-01T00:00:00Z"


def utc(text: str) -> datetime:
	"""An instant of "2026-04-10 08:00", UTC."""
	return datetime.fromisoformat(text).replace(tzinfo=UTC)


def kuma_time(at: datetime) -> str:
	"""As Uptime Kuma writes it: UTC, with milliseconds, without a zone."""
	return at.strftime("%Y-%m-%d %H:%M:%S.") + f"{at.microsecond // 1000:03d}"


@dataclass
class KumaMonitor:
	"""A monitor as its message describes it."""

	id: int = 7
	name: str = "Portal"
	path: tuple[str, ...] = ("Portal",)
	maxretries: int = 0
	interval: int = 60
	retry_interval: int = 60
	resend_interval: int = 0
	type: str = "http"
	parent: int | None = None
	children: tuple[int, ...] = ()
	tags: tuple[dict[str, Any], ...] = ()

	def as_json(self) -> dict[str, Any]:
		return {
			"id": self.id,
			"name": self.name,
			"description": None,
			"path": list(self.path),
			"pathName": " / ".join(self.path),
			"parent": self.parent,
			"childrenIDs": list(self.children),
			"url": "https://portal.example/",
			"method": "GET",
			"hostname": None,
			"port": None,
			"maxretries": self.maxretries,
			"weight": 2000,
			"active": True,
			"forceInactive": False,
			"type": self.type,
			"timeout": 48,
			"interval": self.interval,
			"retryInterval": self.retry_interval,
			"resendInterval": self.resend_interval,
			"keyword": None,
			"upsideDown": False,
			"accepted_statuscodes": ["200-299"],
			"notificationIDList": {"1": True},
			"tags": list(self.tags),
			"maintenance": False,
			"includeSensitiveData": False,
		}


def kuma_message(
	monitor: KumaMonitor,
	status: int,
	at: datetime,
	*,
	important: bool = True,
	retries: int | None = None,
	last_down: datetime | None = None,
) -> dict[str, Any]:
	"""One POST of Uptime Kuma's."""
	word = {UP: "✅ Up", DOWN: "🔴 Down"}.get(status, "🔴 Down")
	text = "200 - OK" if status == UP else "Request failed with status code 503"
	heartbeat: dict[str, Any] = {
		"monitorID": monitor.id,
		"status": status,
		"time": kuma_time(at),
		"msg": text,
		"ping": 31,
		"important": important,
		"retries": (0 if status == UP else monitor.maxretries + 1) if retries is None else retries,
		"timezone": "Asia/Jakarta",
		"timezoneOffset": "+07:00",
		"localDateTime": (at + timedelta(hours=7)).strftime("%Y-%m-%d %H:%M:%S"),
	}
	if status == UP and last_down:
		heartbeat["lastDownTime"] = kuma_time(last_down)
	return {
		"heartbeat": heartbeat,
		"monitor": monitor.as_json(),
		"msg": f"[{monitor.name}] [{word}] {text}",
	}


def kuma_test() -> dict[str, Any]:
	"""What its button "Test" sends."""
	return {"heartbeat": None, "monitor": None, "msg": "SLA Testing"}


def kuma_certificate() -> dict[str, Any]:
	"""A warning about a certificate."""
	text = "[Portal][https://portal.example/] server certificate portal.example will expire in 7 days"
	return {"heartbeat": None, "monitor": None, "msg": text}


@dataclass
class PlayedKuma:
	"""Uptime Kuma's own rules, check by check: what it sends, and when it called the monitor down."""

	monitor: KumaMonitor
	at: datetime
	messages: list[dict[str, Any]] = field(default_factory=list)
	down: list[list[datetime | None]] = field(default_factory=list)
	"""Each time in which it called it down: first failed check, declared, first check that wasn't down."""
	previous: int | None = UP
	retries: int = 0
	count: int = 0
	first_failed: datetime | None = None
	last_change: datetime | None = None

	def check(self, result: str) -> None:
		"""One check: "ok", "fails" or "maintenance"; then it waits for the next."""
		status = self._status(result)
		before, self.previous = self.previous, status
		if before == DOWN and status != DOWN:
			self.down[-1][2] = self.at
		if status == DOWN and before != DOWN:
			self.down.append([self.first_failed, self.at, None])
			self.last_change = self.at
		if (before, status) in {(UP, DOWN), (PENDING, DOWN), (DOWN, UP), (MAINTENANCE, DOWN)}:
			self._send(status, important=True)
			self.count = 0
		elif before == status == DOWN and self.monitor.resend_interval:
			self.count += 1
			if self.count >= self.monitor.resend_interval:
				self._send(status, important=False)
				self.count = 0
		wait = self.monitor.retry_interval if status == PENDING else self.monitor.interval
		self.at += timedelta(seconds=wait)

	def _status(self, result: str) -> int:
		if result != "fails":
			self.retries, self.first_failed = 0, None
			return UP if result == "ok" else MAINTENANCE
		self.first_failed = self.first_failed or self.at
		self.retries += 1
		return PENDING if self.retries <= self.monitor.maxretries else DOWN

	def _send(self, status: int, *, important: bool) -> None:
		message = kuma_message(
			self.monitor,
			status,
			self.at,
			important=important,
			retries=self.retries,
			last_down=self.last_change,
		)
		self.messages.append(message)


def play(monitor: KumaMonitor, start: datetime, results: Sequence[str]) -> PlayedKuma:
	"""Uptime Kuma through those results, from one on which it was up."""
	played = PlayedKuma(monitor, start)
	for result in results:
		played.check(result)
	return played


def alert(
	started: str,
	ended: str | None = None,
	*,
	name: str = "PortalDown",
	instance: str = "portal.example:443",
	fingerprint: str = "a1b2c3d4e5f60718",
	**labels: str,
) -> dict[str, Any]:
	"""One alert of a group, firing without an end. Times as "2026-04-10T10:05:00.123456789+07:00"."""
	return {
		"status": "firing" if ended is None else "resolved",
		"labels": {"alertname": name, "instance": instance, "job": "blackbox", **labels},
		"annotations": {"summary": "The portal doesn't answer"},
		"startsAt": started,
		"endsAt": ended or YEAR_ONE,
		"generatorURL": "http://prometheus.example/graph?g0.expr=probe_success+%3D%3D+0",
		"fingerprint": fingerprint,
	}


def alertmanager_message(*alerts: dict[str, Any], node: str = "am-1", truncated: int = 0) -> dict[str, Any]:
	"""One POST of Alertmanager's for a group."""
	firing = any(entry["status"] == "firing" for entry in alerts)
	return {
		"receiver": "sla",
		"status": "firing" if firing else "resolved",
		"alerts": list(alerts),
		"notification_reason": "",
		"groupLabels": {"alertname": "PortalDown"},
		"commonLabels": {"alertname": "PortalDown", "job": "blackbox"},
		"commonAnnotations": {},
		"routeLabels": {},
		"externalURL": f"http://{node}.example:9093",
		"version": "4",
		"groupKey": '{}:{alertname="PortalDown"}',
		"truncatedAlerts": truncated,
	}
