"""Takes a sender's request: who it is, whether it may, and its message into the database, in one statement.

Nothing is judged here. Uptime Kuma never sends a failed webhook again, and Alertmanager tries again only for a 5xx: so what can be
stored is stored, however little of it makes sense.
"""

import hashlib
import time
from collections.abc import Mapping
from typing import Any

import frappe
from frappe.utils import now_datetime

from sla_id.instants import to_utc, utc_now
from sla_id.monitors.source_token import source_of, token_of

MESSAGE = "SLA Monitor Message"
JUDGE = "sla_id.monitors.judge_waiting.judge_queued"
UNAUTHORIZED, TOO_LARGE, BUSY, STORED = 401, 413, 503, 200
LARGEST_KILOBYTES, MOST_PER_MINUTE = 512, 600
_ON_CONFLICT = {"sqlite": "on conflict(`message_key`) do update set", "mariadb": "on duplicate key update"}
_SEEN_AGAIN = (
	"`state` = case when `state` in ('Judged', 'Failed') then 'Stored' else `state` end,"
	" `next_try_utc` = null, `times` = `times` + 1, `last_received_utc` = {received}"
)
_NEW_VALUE = {"sqlite": "excluded.`last_received_utc`", "mariadb": "values(`last_received_utc`)"}


def receive_message(headers: Mapping[str, str], body: bytes) -> int:
	"""The HTTP status for a request. A message that came before is stored once, and counted."""
	source = source_of(token_of(headers), ["kind", "largest_kilobytes", "most_per_minute"])
	if source is None or source.kind == "Own Check":
		return UNAUTHORIZED
	if len(body) > (source.largest_kilobytes or LARGEST_KILOBYTES) * 1024:
		return TOO_LARGE
	if _too_many(source.name, source.most_per_minute or MOST_PER_MINUTE):
		return BUSY
	try:
		_store(source.name, body)
	except Exception as error:
		if not _is_busy(error):
			raise
		frappe.db.rollback()
		return BUSY
	ask_to_judge()
	return STORED


def ask_to_judge() -> None:
	"""Have a worker judge what waits, once this is committed. Without a queue the minute job does."""
	try:
		frappe.enqueue(
			JUDGE,
			queue="short",
			job_id="sla_id_monitors",
			deduplicate=True,
			enqueue_after_commit=True,
		)
	except Exception:
		frappe.logger("sla_id").warning("Monitors could not reach the queue", exc_info=True)


def _store(source: str, body: bytes) -> None:
	now = to_utc(utc_now())
	row: dict[str, Any] = {
		"name": frappe.generate_hash(length=20),
		"creation": now_datetime(),
		"modified": now_datetime(),
		"owner": "Administrator",
		"modified_by": "Administrator",
		"docstatus": 0,
		"idx": 0,
		"source": source,
		"state": "Stored",
		"received_utc": now,
		"last_received_utc": now,
		"times": 1,
		"attempts": 0,
		"payload": body.decode(errors="replace").replace("\x00", ""),
		"message_key": hashlib.sha256(source.encode() + b"\x00" + body).hexdigest(),
	}
	database = frappe.db.db_type
	columns, places = ", ".join(f"`{field}`" for field in row), ", ".join(["%s"] * len(row))
	again = _SEEN_AGAIN.format(received=_NEW_VALUE[database])
	# the query builder has no way to count a second coming; every value is bound
	frappe.db.sql(  # nosemgrep
		f"insert into `tab{MESSAGE}` ({columns}) values ({places}) {_ON_CONFLICT[database]} {again}",
		list(row.values()),
	)


def _too_many(source: str, most: int) -> bool:
	"""Whether a source has sent more in this minute than it may. Without a cache nobody counts."""
	try:
		key = frappe.cache.make_key(f"sla_id_monitor:{source}:{int(time.time() // 60)}")
		count = frappe.cache.incr(key)
		if count == 1:
			frappe.cache.expire(key, 120)
		return int(count) > most
	except Exception:
		return False


def _is_busy(error: Exception) -> bool:
	"""Whether the database may take it in a moment: a deadlock, a lock that wasn't given, a server that is gone."""
	if isinstance(error, frappe.QueryDeadlockError | frappe.QueryTimeoutError):
		return True
	return type(error).__name__ in ("OperationalError", "InterfaceError", "InternalError")
