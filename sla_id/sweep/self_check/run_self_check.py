"""Checks all open tickets and some closed ones, a chunk at a time. Called by the daily job, a bench command
and the form.

Each chunk is read in its own transaction, so that everything in it is from the same moment. Only a repair
takes locks.
"""

from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Any

import frappe
from frappe import _
from frappe.utils import get_datetime, getdate

from sla_id.bulk import chunks, insert_rows, stamp_new
from sla_id.hosts.mirror import mirror_waiting
from sla_id.hosts.registry import HOSTS, present_hosts
from sla_id.instants import from_site, to_utc, utc_now
from sla_id.ledger.stored_cycles import read_cycles
from sla_id.ledger.stored_events import Recorded, read_many
from sla_id.notify.role_holders import users_of_role
from sla_id.notify.tell_people import tell
from sla_id.savepoints import own_transaction
from sla_id.statements.verify_statements import verify_statements
from sla_id.sweep.self_check.check_escalations import Fired, check_escalations
from sla_id.sweep.self_check.check_host_tickets import check_tickets, tickets_without_record
from sla_id.sweep.self_check.check_record import check_record
from sla_id.sweep.self_check.check_trails import check_trails
from sla_id.sweep.self_check.finding import Kind, SelfCheckFinding, SelfCheckReport, find_on_ticket
from sla_id.sweep.self_check.repair_finding import repair as repair_one

TOGETHER = 200
CLOSED = 500
"""So many closed tickets are looked at a day, each day others."""
LISTED = 100
"""So many findings are written out in a log."""
KEPT = 2000
"""So many findings are kept as rows."""
SETTINGS, FINDING = "SLA Settings", "SLA Self Check Finding"
CHANGED_BY = ("SLA Calendar", "SLA Holiday List", "SLA Release")


def run_self_check(*, repair: bool = False, closed: int = CLOSED) -> SelfCheckReport:
	"""Compare, and with `repair` put right what was found.

	It commits, so only jobs and commands may call it. The caller checks permissions.
	"""
	report = SelfCheckReport()
	for chunk in chunks(_names(closed), TOGETHER):
		frappe.db.commit()  # nosemgrep: a job; the next chunk sees what was committed meanwhile
		report.found += _check(chunk)
		report.looked_at += len(chunk)
	report.found += tickets_without_record()
	report.found += check_trails()
	report.found += [
		SelfCheckFinding(Kind.STATEMENT, found.doctype, found.name, found.says)
		for found in verify_statements()
	]
	if repair:
		for finding in sorted(report.found, key=lambda finding: list(Kind).index(finding.kind)):
			_repair(finding, report)
		mirror_waiting()
	return report


def run_daily_self_check() -> None:
	"""The scheduled job. It reports to the SLA Managers and the Error Log and repairs nothing."""
	report_findings(run_self_check())


def report_findings(report: SelfCheckReport) -> None:
	"""Keep what was found: the counts in SLA Settings, each finding as a row of SLA Self Check Finding.

	If something is still wrong, also write it to the Error Log and notify the managers by the bell.
	"""
	now = utc_now()
	values = {
		"self_checked_utc": to_utc(now),
		"self_check_looked_at": report.looked_at,
		"self_check_found": len(report.found),
		"self_check_left": len(report.left),
	}
	frappe.db.set_single_value(SETTINGS, values, update_modified=False)
	_keep_findings(report, now)
	if not report.left:
		return
	frappe.log_error(title=f"The self-check found {len(report.left)} differences", message=say_report(report))
	count = len(report.left)
	tell(
		users_of_role("SLA Manager"),
		f"self-check:{now.isoformat()}",
		"notice",
		lambda language: {
			"title": _("The self-check found {0} differences: see SLA Settings", language).format(count)
		},
		frappe.get_single(SETTINGS),
	)


def _keep_findings(report: SelfCheckReport, now: datetime) -> None:
	"""Replace the findings of the run before, those that are left first."""
	frappe.db.delete(FINDING)
	left = set(report.left)
	rows = [
		{
			**stamp_new(),
			"kind": finding.kind.title(),
			"state": _state(finding, report),
			"says": finding.says,
			"reference_doctype": finding.doctype,
			"reference_name": finding.name,
			"sla_ticket": finding.kept or None,
			"found_utc": to_utc(now),
		}
		for finding in sorted(report.found, key=lambda finding: finding not in left)[:KEPT]
	]
	insert_rows(FINDING, rows)


def _state(finding: SelfCheckFinding, report: SelfCheckReport) -> str:
	if finding in report.repaired:
		return "Repaired"
	return "Repair Failed" if finding in report.failed else "Open"


def say_report(report: SelfCheckReport) -> str:
	"""What was looked at and what was found, one line each. English, for a log and a console."""
	lines = [
		f"{report.looked_at} records looked at, {len(report.found)} differences, {len(report.repaired)} repaired"
	]
	for finding in report.found[:LISTED]:
		state = _state(finding, report)
		mark = "" if state == "Open" else f" [{state.lower()}]"
		lines.append(f"{finding.doctype} {finding.name}: {finding.kind}: {finding.says}{mark}")
	if len(report.found) > LISTED:
		lines.append(f"and {len(report.found) - LISTED} more")
	return "\n".join(lines)


def _names(closed: int) -> list[str]:
	"""Every open ticket, and as many closed ones as asked for.

	The closed ones change from day to day, not within a day.
	"""
	ticket = frappe.qb.DocType("SLA Ticket")
	is_open = ticket.resolved_utc.isnull() & (ticket.excluded == 0)
	names = frappe.qb.from_(ticket).select(ticket.name).orderby(ticket.name)
	opened = [name for (name,) in names.where(is_open).run()]
	rest = [name for (name,) in names.where(is_open.negate()).run()]
	return opened + Random(getdate().toordinal()).sample(rest, min(closed, len(rest)))


def _check(names: Sequence[str]) -> list[SelfCheckFinding]:
	records = _records(names)
	recorded, fired = _recorded(names), _fired(names)
	changed, now = _last_change(), utc_now()
	found: list[SelfCheckFinding] = []
	ledgers, unread = _ledgers(names)
	for record in records:
		if record.reference_doctype not in HOSTS:
			found.append(
				find_on_ticket(record, Kind.RECORD, f"{record.reference_doctype} is no helpdesk's ticket")
			)
			continue
		if record.name in unread:
			found.append(
				find_on_ticket(record, Kind.LEDGER, f"its events can't be read: {unread[record.name]}")
			)
			continue
		events = ledgers.get(record.name, [])
		moments = [recorded[record.name, entry.sequence] for entry in events]
		unchanged = changed is None or get_datetime(record.creation) > changed
		known = Fired(frozenset(fired.get(record.name, ())), unchanged)
		try:
			said = [
				*check_record(record, events, now),
				*check_escalations(record, events, moments, known),
			]
		except Exception as error:  # whatever one row is damaged by, the others are looked at
			said = [(Kind.RECORD, f"it can't be compared: {error!r}")]
		found += [find_on_ticket(record, kind, says) for kind, says in said]
	for host in present_hosts():
		found += check_tickets(host, [one for one in records if one.reference_doctype == host.doctype])
	return found


def _ledgers(names: Sequence[str]) -> tuple[dict[str, list[Recorded]], dict[str, str]]:
	"""The ledgers of SLA Tickets, and the reason where one can't be read.

	An event with an unknown kind or time affects only its own ticket.
	"""
	try:
		return read_many(names), {}
	except Exception:
		found: dict[str, list[Recorded]] = {}
		unread: dict[str, str] = {}
		for name in names:
			try:
				found |= read_many([name])
			except Exception as error:
				unread[name] = repr(error)
		return found, unread


def _records(names: Sequence[str]) -> list[Any]:
	"""SLA Tickets with all their fields, their clocks and the cycles of those."""
	ticket, clock = frappe.qb.DocType("SLA Ticket"), frappe.qb.DocType("SLA Ticket Clock")
	records = frappe.qb.from_(ticket).select("*").where(ticket.name.isin(list(names))).run(as_dict=True)
	rows = (
		frappe.qb.from_(clock)
		.select("*")
		.where(clock.parent.isin(list(names)) & (clock.parenttype == "SLA Ticket"))
		.orderby(clock.idx)
	).run(as_dict=True)
	by_parent: dict[str, list[Any]] = {}
	for row in rows:
		by_parent.setdefault(row.parent, []).append(row)
	cycles = read_cycles(names)
	for record in records:
		record.clocks = by_parent.get(record.name, [])
		record.cycles = cycles.get(record.name, [])
	return list(records)


def _recorded(names: Sequence[str]) -> dict[tuple[str, int], Any]:
	"""When each event was written to its ledger."""
	event = frappe.qb.DocType("SLA Event")
	rows = (
		frappe.qb.from_(event)
		.select(event.sla_ticket, event.sequence, event.creation)
		.where(event.sla_ticket.isin(list(names)))
	).run()
	return {(ticket, sequence): from_site(creation) for ticket, sequence, creation in rows}


def _fired(names: Sequence[str]) -> dict[str, list[str]]:
	"""The identities of the escalations that have a row."""
	row = frappe.qb.DocType("SLA Escalation")
	rows = (
		frappe.qb.from_(row)
		.select(row.sla_ticket, row.escalation_key)
		.where(row.sla_ticket.isin(list(names)))
	).run()
	found: dict[str, list[str]] = {}
	for ticket, key in rows:
		found.setdefault(ticket, []).append(key.removeprefix(f"{ticket}:"))
	return found


def _last_change() -> Any:
	"""When a record that due times depend on was last changed (site time)."""
	changed = [
		frappe.get_all(doctype, fields=["modified"], order_by="modified desc", limit=1)
		for doctype in CHANGED_BY
	]
	return max((get_datetime(rows[0].modified) for rows in changed if rows), default=None)


def _repair(finding: SelfCheckFinding, report: SelfCheckReport) -> None:
	"""Repair a finding in its own transaction. A failure doesn't stop the others."""
	with own_transaction(f"{finding.record} could not be repaired") as repairing:
		if repair_one(finding):
			report.repaired.append(finding)
	if repairing.error:
		report.failed.append(finding)
