"""One HTTP request to a checked address: bounded in time and size, no redirects, no proxy, no cookies."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import requests
from requests.adapters import HTTPAdapter

from sla_id.instants import utc_now
from sla_id.notify.outbox.attempt_result import Ending, Result, permanent
from sla_id.notify.outbox.backoff import retry_after
from sla_id.notify.outbox.outbox_settings import read_settings
from sla_id.notify.outbox.url_check import CheckedUrl, Refused, Unresolved, check_url

TRY_AGAIN = frozenset({408, 409, 425, 429})
"""The answers of the 4xx that a later attempt may do better than."""
SHOWN = 300


@dataclass(frozen=True, slots=True)
class Limits:
	"""How long a request may take, in seconds, and how much of its answer is read."""

	connect: float = 5.0
	read: float = 15.0
	body: float = 20.0
	body_bytes: int = 8192


USUAL = Limits()


@dataclass(frozen=True, slots=True)
class Answer:
	"""What a server answered. `body` holds as much of it as is read."""

	status: int
	body: bytes
	retry_after: timedelta | None = None


class _Pinned(HTTPAdapter):
	"""Connects to the address that was checked, and speaks to the host that was named (certificate, SNI, Host)."""

	def __init__(self, target: CheckedUrl) -> None:
		self._target = target
		super().__init__(max_retries=0)

	def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
		if self._target.scheme == "https":
			kwargs |= {"server_hostname": self._target.host, "assert_hostname": self._target.host}
		super().init_poolmanager(*args, **kwargs)

	def send(self, request: Any, *args: Any, **kwargs: Any) -> Any:
		parts = urlsplit(request.url)
		request.headers["Host"] = parts.netloc
		address = f"[{self._target.address}]" if ":" in self._target.address else self._target.address
		request.url = urlunsplit(parts._replace(netloc=f"{address}:{self._target.port}"))
		return super().send(request, *args, **kwargs)


def send_request(
	url: str, body: bytes, headers: Mapping[str, str], *, method: str = "POST"
) -> Answer | Result:
	"""The server's answer, or the result of an attempt that got none."""
	settings = read_settings()
	try:
		target = check_url(url, intranet=settings.intranet, allow_http=settings.allow_http)
		return exchange(target, body, headers, method, USUAL)
	except Refused as error:
		return permanent(str(error))
	except (Unresolved, requests.ConnectTimeout) as error:
		return Result(Ending.TEMPORARY, _short(error), down=True)
	except requests.exceptions.SSLError as error:
		return Result(Ending.TEMPORARY, _short(error), down=True)
	except requests.ConnectionError as error:
		# a refused connection carried nothing; one that broke later may have carried everything
		carried = Ending.TEMPORARY if _never_connected(error) else Ending.IN_DOUBT
		return Result(carried, _short(error), down=True)
	except requests.Timeout as error:
		return Result(Ending.IN_DOUBT, _short(error), down=True)
	except (requests.exceptions.InvalidHeader, requests.exceptions.InvalidURL) as error:
		return permanent(_short(error))
	except requests.RequestException as error:
		return Result(Ending.IN_DOUBT, _short(error), down=True)


def judge(answer: Answer | Result) -> Result:
	"""What a server's answer means: 2xx is sent, other 3xx and 4xx are final, the rest is tried again."""
	if isinstance(answer, Result):
		return answer
	if 200 <= answer.status < 300:
		return Result(Ending.SENT)
	error = f"HTTP {answer.status}: {answer.body[:SHOWN].decode(errors='replace')}"
	if answer.status >= 500 or answer.status in TRY_AGAIN:
		down = answer.status >= 500 or answer.status == 429
		return Result(Ending.TEMPORARY, error, retry_after=answer.retry_after, down=down)
	return permanent(error)


def exchange(
	target: CheckedUrl, body: bytes, headers: Mapping[str, str], method: str, limits: Limits
) -> Answer:
	"""The server's answer. Raises requests.RequestException. Asks no database, so that a thread may call it."""
	with requests.Session() as session:
		# a proxy would resolve the name again, and connect where it likes
		session.trust_env = False
		session.mount(f"{target.scheme}://", _Pinned(target))
		with session.request(
			method,
			target.url,
			data=body,
			headers={"User-Agent": "sla_id", "Accept-Encoding": "identity", **headers},
			timeout=(limits.connect, limits.read),
			allow_redirects=False,
			stream=True,
		) as response:
			wish = retry_after(response.headers.get("Retry-After"), utc_now())
			return Answer(response.status_code, _read(response, limits), wish)


def _read(response: Any, limits: Limits) -> bytes:
	"""Read the beginning of a body.

	The status is known by then, so a slow, long or broken body changes nothing.
	"""
	until = time.monotonic() + limits.body
	kept = bytearray()
	try:
		# a byte at a time: more would wait until that much has come
		for piece in response.iter_content(1):
			kept += piece
			if len(kept) >= limits.body_bytes or time.monotonic() > until:
				break
	except requests.RequestException:
		pass
	return bytes(kept[: limits.body_bytes])


def _never_connected(error: BaseException) -> bool:
	reason = getattr(error.args[0], "reason", None) if error.args else None
	return type(reason).__name__ in ("NewConnectionError", "ConnectTimeoutError", "NameResolutionError")


def _short(error: BaseException) -> str:
	return f"{type(error).__name__}: {error}"[:SHOWN]
