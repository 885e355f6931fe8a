"""What people do about outages in the desk and in Helpdesk. Permission first, typed.

SLA Agents report, end and confirm; SLA Managers also correct, merge and withdraw. Times come in the site's zone as the desk's
fields give them, or with an offset (ISO 8601).
"""

from collections.abc import Mapping
from datetime import timezone
from decimal import Decimal
from typing import Any

import frappe
from frappe import _

from sla_id.access import MANAGERS, need_role, need_staff
from sla_id.api.arguments import answerable, read_dict, read_instant, read_list
from sla_id.escalation.requests.who_may_ask import is_agent_of
from sla_id.hosts.base import record_name
from sla_id.instants import from_utc, reader_language, say_to_reader, utc_now
from sla_id.outages import record_outage
from sla_id.outages.merge_outages import merge_outages
from sla_id.outages.outage_values import DOCTYPE, STAFF, DownService, NewOutage, services_of
from sla_id.outages.ticket_outage import (
	TicketReport,
	join_outage,
	open_outages_of,
	outages_of_ticket,
	report_from_ticket,
	suggested_report,
)
from sla_id.outages.touched import touched_partners

ROLES = ("SLA Agent", *MANAGERS)
MOST = 200
_TEXTS = ("title", "cause", "root_cause", "detected_by", "source", "major_incident")


@frappe.whitelist(methods=["POST"])
@answerable
def report(
	title: str,
	services: str | list[Any],
	started: str,
	ended: str | None = None,
	partners: str | list[str] | None = None,
	impact_percent: float = 100,
	cause: str = "",
	detected_by: str = STAFF,
	source: str = "",
) -> str:
	"""Record an outage, ended or still open. Returns its name. For SLA Agents.

	A service is its code, or code and part as "CODE/PART". Without partners it concerns all whose agreements cover them.
	"""
	need_role(*ROLES)
	return record_outage.open_outage(
		NewOutage(
			title=title,
			services=_services(services),
			started=read_instant(started, _("Started at")),
			ended=read_instant(ended, _("Ended at")) if ended else None,
			impact_percent=Decimal(str(impact_percent)),
			cause=cause,
			detected_by=detected_by,
			source=source or _full_name(),
			partners=_partners(partners),
		)
	)


@frappe.whitelist()
@answerable
def suggest_from_ticket(doctype: str, name: str) -> dict[str, Any]:
	"""What a ticket says of an outage, its outages, and the open ones it may belong to. For SLA Agents of the ticket."""
	record = _ticket(doctype, name)
	suggested = suggested_report(record)
	return {
		"title": suggested.title,
		"services": [down.service for down in suggested.services],
		"started": suggested.started.astimezone(timezone.utc).isoformat(),
		"partner": record.partner or "",
		"everybody": suggested.everybody,
		"outages": outages_of_ticket(record),
		"open": [{"name": name, "title": title} for name, title in open_outages_of(record.service)],
		"known_services": _known_services(),
	}


@frappe.whitelist(methods=["POST"])
@answerable
def report_ticket(
	doctype: str,
	name: str,
	title: str,
	services: str | list[Any],
	started: str,
	everybody: bool = False,
	cause: str = "",
	ended: str | None = None,
) -> str:
	"""Record the outage that a ticket reports, linked to it and to its major incident. Returns its name. For SLA Agents of the
	ticket. With `everybody` it concerns all partners whose agreements cover the services, else those whose tickets report it.
	"""
	record = _ticket(doctype, name)
	values = TicketReport(
		title=title,
		services=_services(services),
		started=read_instant(started, _("Started at")),
		everybody=bool(everybody),
		cause=cause,
		ended=read_instant(ended, _("Ended at")) if ended else None,
	)
	return report_from_ticket(record.name, values)


@frappe.whitelist(methods=["POST"])
@answerable
def join(outage: str, doctype: str, name: str) -> str:
	"""Link a ticket to an outage that is recorded already. Returns the outage's name. For SLA Agents of the ticket."""
	record = _ticket(doctype, name)
	join_outage(outage, record.name)
	return outage


@frappe.whitelist(methods=["POST"])
@answerable
def end(outage: str, at: str, reason: str = "") -> None:
	"""Say when an open outage ended. For SLA Agents."""
	need_role(*ROLES)
	record_outage.end_outage(outage, read_instant(at, _("Ended at")), reason)


@frappe.whitelist(methods=["POST"])
@answerable
def confirm(outage: str, reason: str = "") -> None:
	"""Say that an open outage still lasts. For SLA Agents."""
	need_role(*ROLES)
	record_outage.confirm_outage(outage, utc_now(), by_person=True, reason=reason)


@frappe.whitelist(methods=["POST"])
@answerable
def correct(outage: str, changes: str | dict[str, Any], reason: str) -> None:
	"""Put right what an outage says; `changes` by field. An empty `ended` opens it again. For SLA Managers."""
	need_role(*MANAGERS)
	record_outage.correct_outage(outage, _changes(read_dict(changes, "changes")), reason)


@frappe.whitelist(methods=["POST"])
@answerable
def merge(outage: str, others: str | list[str], reason: str) -> None:
	"""Merge other outages into one. For SLA Managers."""
	need_role(*MANAGERS)
	merge_outages(outage, read_list(others, MOST, _("Choose between one and {0} outages.")), reason)


@frappe.whitelist(methods=["POST"])
@answerable
def withdraw(outage: str, reason: str) -> None:
	"""Say that it was no outage: it stays on record and doesn't count. For SLA Managers."""
	need_role(*MANAGERS)
	record_outage.withdraw_outage(outage, reason)


@frappe.whitelist()
@answerable
def describe(outage: str) -> dict[str, Any]:
	"""An outage as its form shows it: times in the reader's words and zone, whom it touches, its tickets and what it took in."""
	need_staff()
	doc = frappe.get_doc(DOCTYPE, outage)
	doc.check_permission("read")
	started, ended = from_utc(doc.started_utc), from_utc(doc.ended_utc)
	partners = [row.partner for row in doc.partners]
	touched = touched_partners(services_of(doc), started or utc_now(), partners)
	return {
		"started": say_to_reader(started) if started else "",
		"ended": say_to_reader(ended) if ended else "",
		"seconds": ((ended or utc_now()) - started).total_seconds() if started else 0,
		"confirmed": say_to_reader(at) if (at := from_utc(doc.confirmed_utc)) else "",
		"touched": [
			{
				"partner": entry.partner,
				"partner_name": frappe.get_cached_value("SLA Partner", entry.partner, "partner_name"),
				"agreement": entry.agreement,
				"services": list(entry.services),
			}
			for entry in touched
		],
		"took_in": frappe.get_all(
			DOCTYPE, filters={"merged_into": outage}, fields=["name", "title"], order_by="name"
		),
	}


def _known_services() -> list[dict[str, str]]:
	"""The site's services in the order of its catalogue, named in the reader's language."""
	rows = frappe.get_all(
		"SLA Service",
		filters={"disabled": 0},
		fields=["name", "service_name", "service_name_en"],
		order_by="lft, name",
	)
	own = reader_language() == "id"
	return [
		{"name": row.name, "label": row.service_name if own else row.service_name_en or row.service_name}
		for row in rows
	]


def _changes(given: Mapping[str, Any]) -> dict[str, Any]:
	"""What a form wants changed, as the room takes it. Throws ValidationError for a field that can't be corrected."""
	changes: dict[str, Any] = {}
	for field, value in given.items():
		if field in _TEXTS:
			changes[field] = str(value or "")
		elif field == "started":
			changes[field] = read_instant(str(value or ""), _("Started at"))
		elif field == "ended":
			changes[field] = read_instant(str(value), _("Ended at")) if value else None
		elif field == "services":
			changes[field] = _services(value)
		elif field == "partners":
			changes[field] = _partners(value)
		elif field == "impact_percent":
			changes[field] = value
		else:
			frappe.throw(_("{0} can't be corrected.").format(field))
	return changes


def _services(given: str | list[Any]) -> tuple[DownService, ...]:
	if given in ("", "[]", []):
		return ()  # the room says what to name
	codes = read_list(given, MOST, _("Services: name between one and {0}."))
	parts = [code.partition("/") for code in codes]
	return tuple(DownService(service.strip(), part.strip() or None) for service, _slash, part in parts)


def _partners(given: str | list[str] | None) -> tuple[str, ...]:
	if not given or given == "[]":
		return ()
	return tuple(read_list(given, MOST, _("Partners: choose between one and {0}, or none for all.")))


def _full_name() -> str:
	return str(frappe.get_cached_value("User", frappe.session.user, "full_name") or frappe.session.user)


def _ticket(doctype: str, name: str) -> Any:
	"""The SLA Ticket of a host's ticket that the reader works on."""
	need_role(*ROLES)
	record = frappe.get_doc("SLA Ticket", record_name(doctype, name))
	if not is_agent_of(record, frappe.session.user):
		frappe.throw(_("You may not change {0}.").format(record_name(doctype, name)), frappe.PermissionError)
	return record
