"""The calendar behind a feed's address: what its person may see at the moment it is read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.utils import get_url

from sla_id.agreements.partners import is_staff, partners_of
from sla_id.instants import UTC, from_site, from_utc, to_utc, utc_now
from sla_id.maintenance.maintenance_values import (
	ANNOUNCEMENT,
	CANCELLED,
	DOCTYPE,
	PLANNED,
	planned_span,
	text_in,
)
from sla_id.maintenance.maintenance_words import say_services
from sla_id.maintenance.service_branches import branches_of
from sla_id.notify.calendar_feed import CONFIRMED, OFF, TENTATIVE, FeedEvent, write_feed
from sla_id.notify.outbox.reader_language import reader_of

KEPT = timedelta(days=400)
"""So far back the calendar reaches: what was cancelled stays that long too."""
MOST = 1000


@dataclass(frozen=True, slots=True)
class Feed:
	"""A calendar file and when anything of it last changed."""

	content: bytes
	changed: datetime


def read_feed(user: str, service: str | None) -> Feed | None:
	"""The calendar of a user; None for somebody who may see none: no staff, and of no partner any more."""
	language, _zone = reader_of(user)
	if is_staff(user):
		if not frappe.has_permission(DOCTYPE, "read", user=user):
			return None
		events = [_staff_event(doc, language) for doc in _of_staff(service)]
	else:
		partners = partners_of(user)
		if not partners:
			return None
		shown = shown_to_partners(partners, utc_now() - KEPT)
		events = [_partner_event(doc, rows, language) for doc, rows in shown]
	name = _("Planned maintenance", language)
	if service:
		name = f"{name}: {say_services([service], language)}"
	never = datetime.fromtimestamp(0, tz=UTC)
	return Feed(write_feed(name, events), max((event.changed for event in events), default=never))


def shown_to_partners(partners: list[str], since: datetime) -> list[tuple[Any, list[Any]]]:
	"""Maintenance that was announced to those partners, the latest first, each with the rows of what they were told."""
	doc, told = frappe.qb.DocType(DOCTYPE), frappe.qb.DocType(ANNOUNCEMENT)
	names = (
		frappe.qb.from_(told)
		.join(doc)
		.on(told.parent == doc.name)
		.select(doc.name, doc.planned_start_utc)
		.distinct()
		.where((told.parenttype == DOCTYPE) & told.partner.isin(partners))
		.where(doc.planned_end_utc > to_utc(since))
		.orderby(doc.planned_start_utc, order=frappe.qb.desc)
		.orderby(doc.name)
		.limit(MOST)
	).run()
	docs = [frappe.get_doc(DOCTYPE, name) for name, _start in names]
	return [(doc, [row for row in doc.announcements if row.partner in partners]) for doc in docs]


def is_off(doc: Any, rows: list[Any]) -> bool:
	"""Whether it is cancelled for all of the partners of those rows."""
	last = {row.partner: row.kind for row in rows}
	return doc.state == CANCELLED or all(kind == CANCELLED for kind in last.values())


def services_as_told(rows: list[Any]) -> list[str]:
	"""The services that partners were told of last, each once."""
	last = {row.partner: row.touched_services or "" for row in rows}
	return list(dict.fromkeys(code for codes in last.values() for code in codes.split("\n") if code))


def _of_staff(service: str | None) -> list[Any]:
	filters: list[list[Any]] = [[DOCTYPE, "planned_end_utc", ">", to_utc(utc_now() - KEPT)]]
	if service:
		filters.append(["SLA Maintenance Service", "service", "in", branches_of([service])])
	names = frappe.get_all(
		DOCTYPE,
		filters=filters,
		pluck="name",
		order_by="planned_start_utc desc, name",
		limit=MOST,
		distinct=True,
	)
	return [frappe.get_doc(DOCTYPE, name) for name in dict.fromkeys(names)]


def _partner_event(doc: Any, rows: list[Any], language: str) -> FeedEvent:
	changed = [at for row in rows if (at := from_utc(row.written_utc))]
	return _event(
		doc,
		language,
		services_as_told(rows),
		changed=max(changed, default=planned_span(doc)[0]),
		url=f"/sla/maintenance#{doc.name}",
		status=OFF if is_off(doc, rows) else CONFIRMED,
	)


def _staff_event(doc: Any, language: str) -> FeedEvent:
	changed = from_site(doc.modified)
	assert changed is not None
	return _event(
		doc,
		language,
		[row.service for row in doc.services],
		doc.description or "",
		changed=changed,
		url=f"/app/sla-maintenance/{doc.name}",
		status={CANCELLED: OFF, PLANNED: TENTATIVE}.get(doc.state, CONFIRMED),
	)


def _event(
	doc: Any, language: str, services: list[str], more: str = "", *, changed: datetime, url: str, status: str
) -> FeedEvent:
	starts, ends = planned_span(doc)
	lines = (
		_("Services: {0}", language).format(say_services(services, language)),
		text_in(doc, "impact", language),
		more,
	)
	return FeedEvent(
		uid=doc.uid,
		sequence=doc.sequence or 0,
		starts=starts,
		ends=ends,
		changed=changed,
		summary=text_in(doc, "title", language),
		description="\n".join(filter(None, lines)),
		url=get_url(url),
		status=status,
	)
