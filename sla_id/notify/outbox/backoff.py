"""When to try again: exponential backoff with full jitter and a ceiling, or as a server asks.

Plain functions.
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

BASE = timedelta(seconds=20)
CEILING = timedelta(hours=1)
LONGEST_WISH = timedelta(days=1)
"""The longest Retry-After that is obeyed: a server's mistake mustn't keep a message for a year."""


def highest(attempt: int) -> timedelta:
	"""The longest wait after that attempt (1 for the first). It doubles up to the ceiling."""
	doublings = max(0, min(attempt - 1, 30))
	return min(CEILING, BASE * 2**doublings)


def wait(
	attempt: int, wish: timedelta | None = None, pick: Callable[[float, float], float] = random.uniform
) -> timedelta:
	"""How long to wait after that attempt: at random between 0 and `highest`, but never less than `wish`.

	Full jitter keeps messages that failed together from coming back together. A wish is only jittered
	upwards.
	"""
	jitter = timedelta(seconds=pick(0.0, highest(attempt).total_seconds()))
	if wish is None:
		return jitter
	return min(max(wish, timedelta()), LONGEST_WISH) + min(jitter, BASE)


def retry_after(header: str | None, now: datetime) -> timedelta | None:
	"""What a Retry-After header asks for: seconds, or the time until its HTTP date (RFC 9110 §10.2.3)."""
	text = (header or "").strip()
	if text.isascii() and text.isdigit():
		return min(timedelta(seconds=min(int(text[:9]), 10**8)), LONGEST_WISH)
	try:
		at = parsedate_to_datetime(text)
	except (TypeError, ValueError, IndexError):
		return None
	if at.tzinfo is None:
		at = at.replace(tzinfo=timezone.utc)
	return min(max(at - now, timedelta()), LONGEST_WISH)
