"""What no hook saw: status changes written past the hooks, replies inserted by other means, tickets whose hook failed.

A watermark in site time says up to which change of the hosts' rows has been looked at; the query is a range on the
index over `modified`. What is found is dated by the row itself, not by when it was found.
"""

from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe.utils import now_datetime

from sla_id.hosts.base import Host
from sla_id.hosts.hooks import record_reply
from sla_id.hosts.observe import RECONCILIATION, observe
from sla_id.hosts.registry import HOSTS, present_hosts
from sla_id.instants import from_site
from sla_id.ledger.record import record_failure
from sla_id.sweep.watermark import OVERLAP, write_watermark


def reconcile(since: datetime) -> int:
	"""Look at every host ticket and reply changed since the last time (site time, naive); how many rows were looked at."""
	until = now_datetime()
	looked_at = sum(_tickets(host, since - OVERLAP) for host in present_hosts()) + _replies(since - OVERLAP)
	if looked_at or until - since > timedelta(hours=1):
		write_watermark(until)
	return looked_at


def _tickets(host: Host, since: Any) -> int:
	table = frappe.qb.DocType(host.doctype)
	rows = (
		frappe.qb.from_(table)
		.select(table.name, table.modified)
		.where(table.modified >= since)
		.orderby(table.modified)
	).run()
	for name, modified in rows:
		_try(host.doctype, str(name), lambda n=name, m=modified: _look(host.doctype, str(n), m))
	return len(rows)


def _look(doctype: str, name: str, modified: Any) -> None:
	observe(doctype, name, at=from_site(modified), origin=RECONCILIATION)


def _replies(since: Any) -> int:
	reply = frappe.qb.DocType("Communication")
	rows = (
		frappe.qb.from_(reply)
		.select(reply.name)
		.where((reply.modified >= since) & reply.reference_doctype.isin(list(HOSTS)))
		.where(reply.communication_type == "Communication")
		.orderby(reply.creation)
	).run()
	present = {host.doctype for host in present_hosts()}
	for (name,) in rows:
		doc = frappe.get_doc("Communication", name)
		if doc.reference_doctype in present and not _recorded(doc):
			_try("Communication", name, lambda d=doc: record_reply(d, RECONCILIATION))
	return len(rows)


def _recorded(reply: Any) -> bool:
	key = f"{reply.reference_doctype} {reply.reference_name}:reply {reply.name}"
	return bool(frappe.db.exists("SLA Event", {"event_key": key}))


def _try(doctype: str, name: str, look: Any) -> None:
	frappe.db.commit()  # nosemgrep: a scheduled job; each row in a transaction of its own, so locks are short
	frappe.db.savepoint("sla_id_reconcile")
	try:
		look()
	except frappe.QueryDeadlockError:
		frappe.db.rollback()  # the other one goes on; this row is looked at again by the next tick
	except Exception:
		frappe.db.rollback(save_point="sla_id_reconcile")
		record_failure(frappe._dict(doctype=doctype, name=name))
