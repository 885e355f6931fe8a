"""What a save of a host's ticket costs beyond the host's own: the statements that are asked and the time that it takes.

The same operation runs with the app's handlers and without them (`handlers_off`), each time as a request does: with the site's
cache warm and nothing remembered of the request before. Used by test_save_cost.py and by `make bench`.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import Any

import frappe

from tests.app import world

Act = Callable[[], object]


@dataclass
class Cost:
	"""What an operation asked of the database, in order, and how long it took."""

	statements: list[str] = field(default_factory=list)
	seconds: float = float("inf")


@dataclass(frozen=True, slots=True)
class Operation:
	"""Something that people do to a ticket; `prepare` makes what it is done to. At most so many statements over the host's own."""

	name: str
	most: int
	prepare: Callable[[str], Act]


def _saved(**values: Any) -> Callable[[str], Act]:
	"""An agent saves a ticket; `effect` stands for the host's status of that effect."""

	def prepare(host: str) -> Act:
		given = dict(values)
		if effect := given.pop("effect", None):
			given["status"] = world.status(host, effect)
		doc = world.ticket(host, sla_id_priority="P2")
		frappe.set_user(world.AGENT)
		fresh = frappe.get_doc(host, doc.name)
		fresh.update(given)
		return lambda: fresh.save(ignore_permissions=True)

	return prepare


def _new(user: str, **values: Any) -> Callable[[str], Act]:
	def prepare(host: str) -> Act:
		frappe.set_user(user)
		return lambda: world.ticket(host, **values)

	return prepare


OPERATIONS = (
	Operation("saved as it is", 4, _saved()),
	Operation("another subject", 4, _saved(subject="Sistem masih tidak dapat diakses")),
	Operation("paused", 16, _saved(effect="Paused")),
	Operation("resolved", 16, _saved(effect="Resolved")),
	Operation("a new ticket of a partner's", 40, _new(world.PARTNER_USER, sla_id_priority="P3")),
	Operation("a new ticket by an agent", 40, _new(world.AGENT, sla_id_priority="P3", via_customer_portal=0)),
	# one tier of its agreement is told at once
	Operation("a new ticket that escalates", 40, _new(world.PARTNER_USER, sla_id_priority="P2")),
)


def compare(operation: Operation, host: str, rounds: int = 2) -> tuple[Cost, Cost]:
	"""(with the app, the host alone): the last round's statements, the fastest round's time. What is done is undone.

	They take turns, so that a busy machine disturbs both alike.
	"""
	ours, own = Cost(), Cost()
	for _round in range(rounds):
		ours = _faster(ours, _once(operation, host, nullcontext))
		own = _faster(own, _once(operation, host, handlers_off))
	return ours, own


def _faster(before: Cost, now: Cost) -> Cost:
	return Cost(now.statements, min(before.seconds, now.seconds))


def _once(operation: Operation, host: str, surroundings: Callable[[], Any]) -> Cost:
	frappe.db.savepoint("save_cost")
	user = frappe.session.user
	try:
		frappe.set_user("Administrator")
		act = operation.prepare(host)
		with surroundings():
			return measure(act)
	finally:
		frappe.set_user(user)
		frappe.db.rollback(save_point="save_cost")


@contextmanager
def handlers_off() -> Iterator[None]:
	"""None of the app's handlers runs on any document: what is left is the host's own."""
	real = frappe.get_doc_hooks()
	frappe.local.doc_events_hooks = {
		doctype: {
			event: [path for path in paths if not path.startswith("sla_id.")]
			for event, paths in events.items()
		}
		for doctype, events in real.items()
	}
	try:
		yield
	finally:
		frappe.local.doc_events_hooks = real


def start_request() -> None:
	"""What a new request doesn't know of the one before; what the site's cache holds stays."""
	frappe.db.value_cache.clear()
	frappe.local.document_cache = {}
	frappe.local.role_permissions = {}
	frappe.flags.sla_id_attempts = 0
	ours = [name for name, _value in frappe.local if name.startswith("sla_id_")]
	for kept in (*ours, "system_settings"):
		if hasattr(frappe.local, kept):
			delattr(frappe.local, kept)
	if hasattr(frappe.local, "request_cache"):
		frappe.local.request_cache.clear()


def measure(act: Act) -> Cost:
	"""What an act asks of the database, as a request of its own."""
	start_request()
	cost, real = Cost(), frappe.db.sql

	def listen(query: Any, *args: Any, **kwargs: Any) -> Any:
		cost.statements.append(" ".join(str(query).split()))
		return real(query, *args, **kwargs)

	frappe.db.sql = listen
	began = time.perf_counter()
	try:
		act()
	finally:
		cost.seconds = time.perf_counter() - began
		del frappe.db.sql
	return cost
