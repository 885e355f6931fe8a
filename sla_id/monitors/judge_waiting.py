"""The job that judges what has come in: a worker runs it after each message, and the scheduler every minute, in case that was lost.

Everything may run twice and at once: messages are read into observations by unique keys, and a place is judged under a lock. A
message that fails keeps why, and is tried again: after a minute, then after twice as long each time, up to a day.
"""

import time
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import frappe

from sla_id.bulk import by_name, delete_rows, update_rows
from sla_id.engine.sentences import say
from sla_id.instants import to_utc, utc_now
from sla_id.monitors.judge_places import Place, judge_place, places_of, utc_limit
from sla_id.monitors.observation import Unreadable
from sla_id.monitors.read_messages import MESSAGE, Read, read_message
from sla_id.monitors.silence import look_for_silence
from sla_id.savepoints import own_transaction

BATCH, BUDGET_SECONDS, TRIES = 200, 50.0, 3
KEPT_DAYS, LEAST_KEPT = 90, 35
_FIRST_WAIT, _LONGEST_WAIT = timedelta(minutes=1), timedelta(days=1)


def run_minute() -> None:
	"""The scheduled job, every minute: what waits, and who has fallen silent."""
	judge_waiting()
	look_for_silence()


def judge_queued() -> None:
	"""The worker's job. It was queued by a guest, and what follows is the app's doing."""
	frappe.set_user("Administrator")
	judge_waiting()


def judge_waiting() -> int:
	"""Judge what waits, oldest first; how many messages were judged. Commits."""
	until, done = time.monotonic() + BUDGET_SECONDS, 0
	while time.monotonic() < until:
		names = _waiting(BATCH)
		read = {name: found for name in names if (found := _read(name)) is not None}
		done += _judge(read)
		if len(names) < BATCH:
			break
	return done


def delete_old() -> None:
	"""The daily job: delete messages that were kept for as long as their source says, with what they said."""
	for source in frappe.get_all("SLA Monitor Source", fields=["name", "kept_days"]):
		limit = utc_limit(max(int(source.kept_days or KEPT_DAYS), LEAST_KEPT))
		with own_transaction(f"Old messages of {source.name} could not be deleted"):
			old = {"source": source.name, "settled": 1, "seen_utc": ["<", limit]}
			delete_rows(
				"SLA Monitor Observation", frappe.get_all("SLA Monitor Observation", old, pluck="name")
			)
			delete_rows(MESSAGE, _unneeded(source.name, limit))


def _unneeded(source: str, limit: Any) -> list[str]:
	"""Old messages that no observation still needs."""
	message, row = frappe.qb.DocType(MESSAGE), frappe.qb.DocType("SLA Monitor Observation")
	needed = frappe.qb.from_(row).select(row.message).where((row.source == source) & row.message.isnotnull())
	query = frappe.qb.from_(message).select(message.name)
	query = query.where((message.source == source) & (message.last_received_utc < limit))
	return [name for (name,) in query.where(message.name.notin(needed)).run()]


def _waiting(limit: int) -> list[str]:
	message = frappe.qb.DocType(MESSAGE)
	due = (message.state == "Stored") & message.next_try_utc.isnull()
	again = message.state.isin(["Stored", "Failed"]) & (message.next_try_utc <= to_utc(utc_now()))
	query = frappe.qb.from_(message).select(message.name).where(due | again)
	return [name for (name,) in query.orderby(message.received_utc).limit(limit).run()]


def _read(name: str) -> Read | None:
	"""First step, of one message; None where there is nothing to judge."""
	found: Read | None = None
	with own_transaction(on_failure=lambda error: _fail([name], error)):
		message = _lock(name)
		if message is not None:
			found = read_message(message)
			if found.ignored:
				_write(
					name, {"state": "Ignored", "says": found.ignored, "problem": None, "next_try_utc": None}
				)
				found = None
	return found


def _judge(read: dict[str, Read]) -> int:
	"""Second step, of the messages that were read: each place once, then what became of the messages."""
	places = {name: places_of(found.keys) for name, found in read.items()}
	failed: dict[Place, Exception] = {}
	for place in sorted({place for found in places.values() for place in found}):
		error = _judge_one(place)
		if error is not None:
			failed[place] = error
	with own_transaction("Messages of monitors could not be marked as judged"):
		for name, found in read.items():
			wrong = next((failed[place] for place in places[name] if place in failed), None)
			if wrong is not None:
				_fail([name], wrong, found.says)
			else:
				state = "Unmapped" if found.unmapped else "Judged"
				_write(
					name,
					{
						"state": state,
						"says": found.says,
						"problem": None,
						"next_try_utc": None,
						"attempts": 0,
					},
				)
	return len(read)


def judge_message_again(name: str) -> dict[str, str]:
	"""Judge one message at once, because somebody asked; its state and problem. Commits."""
	_write(name, {"state": "Stored", "next_try_utc": None})
	read = _read(name)
	if read is not None:
		_judge({name: read})
	row = frappe.db.get_value(MESSAGE, name, ["state", "problem"], as_dict=True)
	return {"state": row.state, "problem": row.problem or ""}


def judge_now(places: Iterable[Place]) -> None:
	"""Judge places at once, for what our own checks have found. Commits."""
	for place in sorted(set(places)):
		_judge_one(place)


def _judge_one(place: Place) -> Exception | None:
	"""Judge a place in a transaction of its own; what went wrong."""
	for _try in range(TRIES):
		with own_transaction() as done:
			judge_place(place)
		if not done.deadlocked:
			return done.error
	return done.error


def _lock(name: str) -> Any | None:
	"""A message that still waits, locked; None where another worker has it."""
	message = frappe.qb.DocType(MESSAGE)
	query = frappe.qb.from_(message).select("*").where(message.state.isin(["Stored", "Failed"]))
	rows = by_name(query, message, [name]).run(as_dict=True)
	return rows[0] if rows else None


def _fail(names: Iterable[str], error: Exception, says: str = "") -> None:
	"""Keep why messages failed, and when they are tried again."""
	language = frappe.local.lang or "en"
	why = say(error.says, language) if isinstance(error, Unreadable) else str(error)
	expected = isinstance(error, Unreadable | frappe.ValidationError)
	if not expected:
		frappe.log_error(title="A monitor's message could not be judged")
	for name in names:
		attempts = int(frappe.db.get_value(MESSAGE, name, "attempts") or 0) + 1
		wait = min(_FIRST_WAIT * 2 ** min(attempts - 1, 12), _LONGEST_WAIT)
		values = {"state": "Failed", "problem": why[:500], "attempts": attempts}
		values["next_try_utc"] = to_utc(utc_now() + wait)
		_write(name, {**values, **({"says": says} if says else {})})


def _write(name: str, values: dict[str, Any]) -> None:
	update_rows(MESSAGE, {name: values})
