"""One look at an address: an HTTP answer or a TCP connection, to a checked address alone. Asks no database: threads call it."""

import re
import socket
import time
from dataclasses import dataclass

import requests

from sla_id.notify.outbox.checked_request import Limits, exchange
from sla_id.notify.outbox.url_check import Refused, Unresolved, check_url

KEYWORD_BYTES = 65_536
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Probe:
	"""What is looked at. `statuses` are good answers, e.g. "200-299, 401"; `keyword` must stand in the answer, if there is one."""

	target: str
	way: str
	address: str
	statuses: str = "200-399"
	keyword: str = ""
	seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class ProbeResult:
	"""What was seen. `good` None: it may not be looked at, so nothing is known."""

	good: bool | None
	says: str


def look(probe: Probe, intranet: frozenset[str], allow_http: bool) -> ProbeResult:
	"""Look once. Never raises."""
	try:
		if probe.way == "TCP":
			return _connect(probe, intranet)
		return _ask(probe, intranet, allow_http)
	except Refused as error:
		return ProbeResult(None, str(error)[:LONGEST])
	except (Unresolved, requests.RequestException, OSError) as error:
		return ProbeResult(False, f"{type(error).__name__}: {error}"[:LONGEST])


def is_good_status(status: int, statuses: str) -> bool:
	"""Whether a status is one of "200-299, 401"."""
	for part in statuses.split(","):
		first, _dash, last = part.partition("-")
		if first.strip() and int(first) <= status <= int(last or first):
			return True
	return False


def _ask(probe: Probe, intranet: frozenset[str], allow_http: bool) -> ProbeResult:
	target = check_url(probe.address, intranet=intranet, allow_http=allow_http)
	limits = Limits(
		connect=probe.seconds,
		read=probe.seconds,
		body=probe.seconds if probe.keyword else 0.0,
		body_bytes=KEYWORD_BYTES if probe.keyword else 1,
	)
	started = time.monotonic()
	answer = exchange(target, b"", {}, "GET", limits)
	says = f"HTTP {answer.status}, {int((time.monotonic() - started) * 1000)} ms"
	if not is_good_status(answer.status, probe.statuses):
		return ProbeResult(False, says)
	if probe.keyword and probe.keyword.encode() not in answer.body:
		return ProbeResult(False, f"{says}; {probe.keyword!r} isn't in the answer"[:LONGEST])
	return ProbeResult(True, says)


def _connect(probe: Probe, intranet: frozenset[str]) -> ProbeResult:
	place = re.sub(r"^[a-z]+://", "", probe.address)
	target = check_url(f"https://{place}/", intranet=intranet)
	started = time.monotonic()
	with socket.create_connection((target.address, target.port), timeout=probe.seconds):
		return ProbeResult(True, f"TCP, {int((time.monotonic() - started) * 1000)} ms")
