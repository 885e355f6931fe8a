"""What may be due, in one statement: so that an idle minute costs next to nothing, however many tickets are open."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe.utils import cint, get_datetime, now_datetime

from sla_id.hosts.registry import HOSTS, present_hosts
from sla_id.instants import to_utc
from sla_id.notify.outbox.claim import WAITING

OVERLAP = timedelta(seconds=90)
"""Changed rows are looked at again for so long: a transaction may commit after others that wrote later."""
BEGINNING = "2000-01-01"


@dataclass(frozen=True, slots=True)
class Pending:
	"""Which of the tick's steps have something to do."""

	changes: bool
	tickets: bool
	requests: bool
	arrivals: bool
	groups: bool
	digests: bool
	messages: bool

	def __bool__(self) -> bool:
		"""Whether there is anything to do."""
		return any(astuple(self))


@dataclass(frozen=True, slots=True)
class Settings:
	"""What the tick reads of SLA Settings."""

	enabled: bool
	batch: int
	reconciled_until: datetime

	@classmethod
	def read(cls) -> "Settings":
		"""As they are now; one statement."""
		kept: Mapping[str, Any] = frappe.db.get_singles_dict("SLA Settings")
		return cls(
			bool(cint(kept.get("enabled"))),
			cint(kept.get("tick_batch")) or 200,
			_looked_at(kept.get("reconciled_until")),
		)


def look(now: datetime) -> Pending:
	"""What may be due at an instant; each part is a range of an index.

	Up to when the hosts' rows were looked at comes from the cache. Should that be behind the times, more seems due than
	is, and who does it reads the settings anew.
	"""
	reconciled_until = _looked_at(frappe.get_cached_doc("SLA Settings").reconciled_until)
	since = reconciled_until - OVERLAP
	changes = [_changed(host.doctype) for host in present_hosts()]
	answered = "exists(select 1 from `tabCommunication` where modified >= %(since)s and reference_doctype in %(hosts)s)"
	parts = {
		"changes": " or ".join([*changes, answered]),
		"tickets": "exists(select 1 from `tabSLA Ticket` where next_event_at <= %(now)s)",
		"requests": "exists(select 1 from `tabSLA Escalation Request` where decide_by_utc <= %(now)s"
		" and status = 'Open')",
		"arrivals": "exists(select 1 from `tabSLA Ticket` where just_came = 1)",
		"groups": "exists(select 1 from `tabSLA Major Incident` where status = 'Open')",
		"digests": "exists(select 1 from `tabSLA Digest` where next_due_utc <= %(now)s and enabled = 1)",
		"messages": "exists(select 1 from `tabSLA Outbox` where next_attempt_utc <= %(now)s and state in %(waiting)s)",
	}
	statement = "select " + ", ".join(f"({part}) as {name}" for name, part in parts.items())
	values = {"since": since, "now": to_utc(now), "hosts": tuple(HOSTS), "waiting": WAITING}
	# several questions in one statement: tables come from the code, every value is bound
	row = frappe.db.sql(statement, values)[0]  # nosemgrep
	quiet_for_long = now_datetime() - reconciled_until > timedelta(hours=1)
	return Pending(bool(row[0]) or quiet_for_long, *(bool(value) for value in row[1:]))


def _looked_at(until: Any) -> datetime:
	"""Up to when the hosts' rows were looked at; never in the future, as it is where the site's zone has moved west."""
	return min(get_datetime(until or BEGINNING), now_datetime())


def _changed(doctype: str) -> str:
	return f"exists(select 1 from `tab{doctype}` where modified >= %(since)s)"
