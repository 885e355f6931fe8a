"""/sla/claims and /sla/claims/<name>: claims that a partner's downtime doesn't count, by month, with both figures; objecting to one.

Called by `www/sla_claims.py` and `www/sla_claim.py`. Staff see those of all partners and don't object.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote

import frappe
from frappe import _

from sla_id.access import list_own
from sla_id.agreements.partners import is_staff, partners_of
from sla_id.availability import MonthFigures
from sla_id.availability.month_question import percent
from sla_id.availability.spans import SECOND
from sla_id.engine.words import say_duration, say_month
from sla_id.exclusions.claim_figures import claimed_months, touched_services
from sla_id.exclusions.claim_values import (
	CHANGED,
	DOCTYPE,
	GRANTED,
	OPEN,
	PARTLY,
	REFUSED,
	WITHDRAWN,
	ClaimSpan,
	awaits_answer,
	claimed_span,
	granted_spans,
)
from sla_id.exclusions.claim_words import claim_zone, say_claimed_services, say_class, say_span, say_status
from sla_id.exclusions.decide_claim import object_to_claim, why_no_objection
from sla_id.instants import from_utc, reader_language, utc_now
from sla_id.maintenance.maintenance_words import say_services
from sla_id.outages.availability_report import say_kept
from sla_id.outages.service_month import open_claims, partner_months
from sla_id.portal.page_links import page_url
from sla_id.portal.reader_times import Moment, find_elsewhere, say_moment
from sla_id.text_as_typed import as_typed

PAGE = "/sla/claims"
KEPT_FOR = timedelta(days=800)
"""So far back the list goes; a claim's own page stays."""
COLOURS = {OPEN: "orange", GRANTED: "green", PARTLY: "green", REFUSED: "red", WITHDRAWN: "gray"}


def describe_claims(wanted: str | None) -> dict[str, Any]:
	"""What the list shows of a month ("2026-04"; else the latest with a claim): `months`, `claims` and the `figures` of each service."""
	rows = list_own(
		DOCTYPE,
		[["start_utc", ">", (utc_now() - KEPT_FOR).replace(tzinfo=None)]],
		fields=["name", "partner", "start_utc", "end_utc", "time_zone"],
		order_by="start_utc desc, name",
		limit_page_length=0,
	)
	by_month: dict[date, list[str]] = {}
	for row in rows:
		for month in claimed_months(claimed_span(row), claim_zone(row)):
			by_month.setdefault(month, []).append(row.name)
	chosen = _month(wanted) or max(by_month, default=utc_now().date().replace(day=1))
	docs = [frappe.get_doc(DOCTYPE, name) for name in by_month.get(chosen, [])]
	partners = {row.partner for row in rows}
	language = reader_language()
	return {
		"month": say_month(chosen, language),
		"months": [
			{
				"label": say_month(month, language),
				"url": page_url(PAGE, month=f"{month:%Y-%m}"),
				"current": month == chosen,
				"count": len(names),
			}
			for month, names in sorted(by_month.items(), reverse=True)
		],
		"claims": [_card(doc, several=len(partners) > 1) for doc in docs],
		"figures": _month_rows(docs, [chosen]),
	}


def describe_claim(doc: Any) -> dict[str, Any]:
	"""One claim with the figures of its months. `doc` comes from `find_claim`."""
	own = doc.partner in partners_of(frappe.session.user) and not is_staff(frappe.session.user)
	why_not = why_no_objection(doc) if own else ""
	return {
		"claim": _card(doc, several=not own),
		"figures": _month_rows([doc], claimed_months(claimed_span(doc), claim_zone(doc))),
		"may_object": own and not why_not,
		"why_not": why_not if own and doc.status in (GRANTED, PARTLY) and not doc.objected_utc else "",
	}


def act_on_claim(doc: Any, form: Any) -> dict[str, Any]:
	"""What the form of the page asks for: an objection. Staff have the desk for their word. What is wrong is said on the page."""
	if doc.partner not in partners_of(frappe.session.user) or is_staff(frappe.session.user):
		raise frappe.PageDoesNotExistError
	text = str(form.get("objection") or "")
	try:
		object_to_claim(doc.name, text)
	except frappe.ValidationError as error:
		frappe.clear_messages()
		return {"problem": str(error), "typed": text}
	return {"said": _("Your objection was sent. You will hear whether the decision is kept or changed.")}


def _month(given: str | None) -> date | None:
	"""A month as a link of ours names it."""
	found = re.fullmatch(r"(20\d\d)-(0[1-9]|1[0-2])", given or "")
	return date(int(found[1]), int(found[2]), 1) if found else None


def _card(doc: Any, *, several: bool) -> dict[str, Any]:
	language, zone = reader_language(), claim_zone(doc)
	own = find_elsewhere(doc.partner)

	def said(field: str) -> Moment | None:
		at = from_utc(doc.get(field))
		return say_moment(at.replace(second=0, microsecond=0), language, zone, own) if at else None

	until = from_utc(doc.object_until_utc)
	due = from_utc(doc.decide_by_utc)
	return {
		"name": doc.name,
		"url": page_url(f"{PAGE}/{quote(doc.name)}"),
		"partner": frappe.get_cached_value("SLA Partner", doc.partner, "partner_name") if several else "",
		"class": say_class(doc, language),
		"time": _said_span(claimed_span(doc), doc),
		"services": say_claimed_services(doc, language),
		"status": say_status(doc.status, language),
		"colour": COLOURS[doc.status],
		"open": doc.status == OPEN,
		"late": bool(doc.late),
		"evidence": as_typed(doc.evidence),
		"files": [row.file_name for row in doc.evidence_files],
		"granted": [_said_span(span, doc) for span in granted_spans(doc)] if doc.status == PARTLY else [],
		"decide_by": said("decide_by_utc") if doc.status == OPEN else None,
		"overdue": bool(doc.status == OPEN and due and due < utc_now()),
		"decided": said("decided_utc"),
		"own_decision": bool(doc.own_decision),
		"reason": as_typed(doc.reason),
		"object_until": said("object_until_utc") if until and not doc.objected_utc else None,
		"objection": as_typed(doc.objection),
		"objected": said("objected_utc"),
		"waits": awaits_answer(doc),
		"changed": doc.objection_outcome == CHANGED,
		"answer": as_typed(doc.objection_answer),
		"answered": said("objection_answered_utc"),
	}


def _said_span(span: ClaimSpan, doc: Any) -> Moment:
	"""A time in the agreement's zone, and in the reader's where its clocks differ."""
	language, zone, own = reader_language(), claim_zone(doc), find_elsewhere(doc.partner)
	text = say_span(span, language, zone)
	if own is None or _same_clock(span[0], own.zone, zone):
		return Moment(text, "", span[0].isoformat(), "")
	return Moment(text, say_span(span, language, own.zone), span[0].isoformat(), own.whose)


def _same_clock(at: datetime, one: Any, other: Any) -> bool:
	return at.astimezone(one).utcoffset() == at.astimezone(other).utcoffset()


def _month_rows(docs: Iterable[Any], months: Sequence[date]) -> list[dict[str, Any]]:
	"""The figures of the services that claims touch: as they stand, and while a claim is open if all were granted."""
	touched: dict[str, list[str | None]] = {}
	for doc in docs:
		known = touched.setdefault(doc.partner, [])
		known += [service for service in touched_services(doc) if service not in known]
	language, rows = reader_language(), []
	for partner, services in sorted(touched.items()):
		for found in partner_months(partner, months, services=services):
			for version in found.versions:
				if version.figures is None:
					continue
				rows.append(
					{
						"partner": frappe.get_cached_value("SLA Partner", partner, "partner_name")
						if len(touched) > 1
						else "",
						"service": say_services([found.service], language)
						if found.service
						else _("Everything agreed"),
						"month": say_month(found.month, language),
						"target": _number(
							f"{float(version.guarantee.target * 100):.4f}".rstrip("0").rstrip(".")
						),
						**_both(version.figures, bool(open_claims(version, found.month))),
					}
				)
	return rows


def _both(figures: MonthFigures, waits: bool) -> dict[str, Any]:
	target, so_far, wished = figures.guarantee.target, figures.so_far, figures.if_all_granted
	whole = percent(figures.whole.availability, target)
	running = percent(so_far.availability, target, so_far=True) if so_far else None
	return {
		"whole": _number(whole),
		"so_far": _number(running) if running != whole else "",
		"counted": say_duration(round(figures.whole.counted / SECOND), reader_language()),
		"excluded": say_duration(round(figures.whole.excluded / SECOND), reader_language()),
		"kept": say_kept(figures.met, figures.left),
		"colour": {True: "green", False: "red", None: "orange"}[figures.met],
		"if_granted": _number(percent(wished.availability, target)) if waits else "",
		"if_granted_counted": say_duration(round(wished.counted / SECOND), reader_language()),
	}


def _number(text: str | None) -> str:
	"""A percentage as the reader's language writes it."""
	return (text or "–").replace(".", ",") if reader_language() == "id" else text or "–"
