"""Finds what may be due in one statement, so that an idle minute costs almost nothing however many tickets
are open.
"""

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe.utils import cint, now_datetime

from sla_id.hosts.registry import HOSTS, present_hosts
from sla_id.instants import to_utc
from sla_id.notify.outbox.claim import WAITING
from sla_id.sweep.watermark import FIELD, OVERLAP, SETTINGS, mend_watermark, read_watermark

LARGEST_BATCH, USUAL_BATCH = 1000, 200
BEGINNING = datetime(2000, 1, 1)  # noqa: DTZ001 site time
"""Where the watermark can't be used, everything may have changed."""


@dataclass(frozen=True, slots=True)
class Pending:
	"""Which of the tick's steps have something to do."""

	changes: bool
	tickets: bool
	mirrors: bool
	requests: bool
	arrivals: bool
	groups: bool
	digests: bool
	messages: bool

	def __bool__(self) -> bool:
		"""Whether there is anything to do."""
		return any(astuple(self))


@dataclass(frozen=True, slots=True)
class TickSettings:
	"""The fields of SLA Settings that the tick reads."""

	enabled: bool
	batch: int
	reconciled_until: datetime

	@classmethod
	def read(cls) -> "TickSettings":
		"""Read them as they are now, whatever they contain.

		It takes one statement if nothing has to be repaired.
		"""
		kept: Mapping[str, Any] = frappe.db.get_singles_dict(SETTINGS)
		batch = cint(kept.get("tick_batch"))
		return cls(
			bool(cint(kept.get("enabled"))),
			batch if 1 <= batch <= LARGEST_BATCH else USUAL_BATCH,
			read_watermark(kept.get(FIELD)) or mend_watermark(kept),
		)


def find_due(now: datetime) -> Pending:
	"""Find what may be due at an instant. Each part of the query is a range of an index.

	The watermark comes from the cache. If it is stale, more seems due than is. The step that does the work
	reads the settings again.
	"""
	reconciled_until = read_watermark(frappe.get_cached_doc(SETTINGS).get(FIELD)) or BEGINNING
	since = reconciled_until - OVERLAP
	changes = [host.has_changed_since() for host in present_hosts()]
	answered = "exists(select 1 from `tabCommunication` where modified >= %(since)s and reference_doctype in %(hosts)s)"
	parts = {
		"changes": " or ".join([*changes, answered]),
		"tickets": "exists(select 1 from `tabSLA Ticket` where next_event_at <= %(now)s)",
		"mirrors": "exists(select 1 from `tabSLA Ticket` where mirror_due = 1)",
		"requests": "exists(select 1 from `tabSLA Escalation Request` where decide_by_utc <= %(now)s"
		" and status = 'Open')",
		"arrivals": "exists(select 1 from `tabSLA Ticket` where just_came = 1)",
		"groups": "exists(select 1 from `tabSLA Major Incident` where status = 'Open')",
		"digests": "exists(select 1 from `tabSLA Digest` where next_due_utc <= %(now)s and enabled = 1)",
		"messages": "exists(select 1 from `tabSLA Outbox` where next_attempt_utc <= %(now)s and state in %(waiting)s)"
		# what waits for one that is down is told in another way, before its own turn
		" or exists(select 1 from `tabSLA Channel Account` where down_until_utc > %(now)s)",
	}
	statement = "select " + ", ".join(f"({part}) as {name}" for name, part in parts.items())
	values = {"since": since, "now": to_utc(now), "hosts": tuple(HOSTS), "waiting": WAITING}
	# several questions in one statement: tables come from the code, every value is bound
	row = frappe.db.sql(statement, values)[0]  # nosemgrep
	quiet_for_long = now_datetime() - reconciled_until > timedelta(hours=1)
	return Pending(bool(row[0]) or quiet_for_long, *(bool(value) for value in row[1:]))
