"""Claims of exclusions in the desk: made on an outage, decided, answered, withdrawn. Permission first, typed.

SLA Agents claim and add evidence; SLA Managers decide, answer objections and withdraw. Times come in the site's zone as the desk's
fields give them, or with an offset (ISO 8601).
"""

import json
from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any

import frappe
from frappe import _

from sla_id.access import MANAGERS, need_role, need_staff
from sla_id.agreements.agreement_cache import effective_agreement
from sla_id.agreements.levels import approved_heads
from sla_id.api.arguments import answerable, read_instant, read_list
from sla_id.api.portal import ENDINGS, MAX_BYTES
from sla_id.availability import Exclusion, MonthFigures
from sla_id.availability.month_question import percent
from sla_id.availability.spans import SECOND, instant_of, intersection, length, union
from sla_id.engine.words import say_duration
from sla_id.exclusions import decide_claim, make_claim
from sla_id.exclusions.claim_checks import check_grant
from sla_id.exclusions.claim_figures import figures_if_granted
from sla_id.exclusions.claim_values import (
	DOCTYPE,
	GRANTED,
	OPEN,
	PARTLY,
	ClaimSpan,
	NewClaim,
	awaits_answer,
	claimed_span,
	granted_spans,
	services_of,
)
from sla_id.exclusions.claim_words import (
	claim_zone,
	say_claimed_services,
	say_claimed_time,
	say_class,
	say_span,
	say_status,
)
from sla_id.exclusions.who_decides import other_deciders
from sla_id.instants import from_utc, reader_language, say_to_reader, site_zone, utc_now
from sla_id.maintenance.maintenance_words import say_services
from sla_id.maintenance.unaccounted_time import maintenance_exclusions
from sla_id.outages.availability_report import say_kept
from sla_id.outages.outage_values import DownService
from sla_id.outages.outage_values import services_of as outage_services
from sla_id.outages.partner_versions import levels_at
from sla_id.outages.read_outages import read_outages
from sla_id.outages.touched import Reach, ordered_services, touched_partners

ROLES = ("SLA Agent", *MANAGERS)
MOST = 200
EVIDENCE_ENDINGS = (*ENDINGS, ".csv", ".eml")


@frappe.whitelist()
@answerable
def suggest(outage: str) -> dict[str, Any]:
	"""What a claim on an outage starts from: its time and services, and the partners it touches with the classes that their
	agreements exclude. For SLA Agents."""
	need_role(*ROLES)
	doc = frappe.get_doc("SLA Outage", outage)
	started = from_utc(doc.measured_start_utc or doc.started_utc) or utc_now()
	ended = from_utc(doc.ended_utc) or utc_now().replace(second=0, microsecond=0)
	touched = touched_partners(outage_services(doc), started, [row.partner for row in doc.partners])
	return {
		"start": started.astimezone(timezone.utc).isoformat(),
		"end": ended.astimezone(timezone.utc).isoformat(),
		"zone": site_zone().key,
		"services": [
			f"{row.service}/{row.component}" if row.component else row.service for row in doc.services
		],
		"partners": [_suggested(entry.partner, started) for entry in touched],
	}


@frappe.whitelist(methods=["POST"])
@answerable
def claim(
	partners: str | list[str],
	class_code: str,
	services: str | list[str],
	start: str,
	end: str,
	evidence: str,
	outages: str | list[str] = "",
) -> list[str]:
	"""Claim that a time doesn't count, for each of the partners, or for none where one can't be claimed. Returns the claims' names.
	For SLA Agents. A service is its code, or code and part as "CODE/PART"."""
	need_role(*ROLES)
	codes = read_list(services, MOST, _("Services: name between one and {0}."))
	named = [code.partition("/") for code in codes]
	outage_names = (
		read_list(outages, MOST, _("Choose between one and {0} outages."))
		if outages not in ("", "[]", [])
		else []
	)
	first, last = read_instant(start, _("Since")), read_instant(end, _("Until"))
	return [
		make_claim.claim_exclusion(
			NewClaim(
				partner=partner,
				class_code=class_code,
				services=tuple(
					DownService(service.strip(), part.strip() or None) for service, _slash, part in named
				),
				start=first,
				end=last,
				evidence=evidence,
				outages=tuple(outage_names),
			)
		)
		for partner in dict.fromkeys(read_list(partners, MOST, _("Partners: choose between one and {0}.")))
	]


@frappe.whitelist()
@answerable
def describe(claim: str) -> dict[str, Any]:
	"""A claim as its form shows it, in the reader's words: times, what else was down or is excluded, both figures, and what the reader
	may do. For staff who may read it."""
	need_staff()
	doc = frappe.get_doc(DOCTYPE, claim)
	doc.check_permission("read")
	language = reader_language()
	due = from_utc(doc.decide_by_utc)
	start, end = claimed_span(doc)
	wanted = granted_spans(doc) if doc.status != OPEN else ((start, end),)
	return {
		"time": say_claimed_time(doc, language),
		"start": start.astimezone(timezone.utc).isoformat(),
		"end": end.astimezone(timezone.utc).isoformat(),
		"class": say_class(doc, language),
		"services": say_claimed_services(doc, language),
		"status": say_status(doc.status, language),
		"overdue": bool(doc.status == OPEN and due and due < utc_now()),
		**{name: _say_at(doc, f"{name}_utc") for name in _MOMENTS},
		**{name: _full_name(doc.get(name)) for name in _PEOPLE},
		"granted": [say_span(span, language, claim_zone(doc)) for span in granted_spans(doc)],
		"spans": [[at.astimezone(timezone.utc).isoformat() for at in span] for span in wanted],
		"outages": _down_then(doc),
		"maintenance": _say_maintenance(doc),
		"files": [
			{"name": row.file_name, "url": frappe.db.get_value("File", row.file, "file_url") or ""}
			for row in doc.evidence_files
		],
		"zone": site_zone().key,
		"figures": _figures(doc, [(start, end)]) if doc.status == OPEN else [],
		"may": _may(doc),
	}


@frappe.whitelist()
@answerable
def preview(claim: str, spans: str | list[Any]) -> list[dict[str, Any]]:
	"""Both figures of each month that a claim touches: as it stands, and if these spans were granted ([[start, end], …]; none: refused).
	For SLA Managers."""
	need_role(*MANAGERS)
	doc = frappe.get_doc(DOCTYPE, claim)
	return _figures(doc, check_grant(_spans(spans), claimed_span(doc)))


@frappe.whitelist(methods=["POST"])
@answerable
def decide(claim: str, spans: str | list[Any], reason: str) -> None:
	"""Grant spans of an open claim ([[start, end], …]), all of it or a part; none refuses it. For SLA Managers other than who
	claimed."""
	need_role(*MANAGERS)
	decide_claim.decide_claim(claim, _spans(spans), reason)


@frappe.whitelist(methods=["POST"])
@answerable
def answer(claim: str, spans: str | list[Any], reason: str) -> None:
	"""Answer the partner's objection: what is granted from now on, the same or other spans. For SLA Managers other than who claimed."""
	need_role(*MANAGERS)
	decide_claim.answer_objection(claim, _spans(spans), reason)


@frappe.whitelist(methods=["POST"])
@answerable
def withdraw(claim: str, reason: str) -> None:
	"""Say that a claim was wrong: nothing of it is excluded any more. For SLA Managers, and while it is open for who claimed."""
	need_role(*ROLES)
	if not set(MANAGERS) & set(frappe.get_roles()):
		held = frappe.db.get_value(DOCTYPE, claim, ["status", "claimed_by"], as_dict=True)
		if held is None or held.status != OPEN or held.claimed_by != frappe.session.user:
			need_role(*MANAGERS)
	make_claim.withdraw_claim(claim, reason)


@frappe.whitelist(methods=["POST"])
@answerable
def add_evidence(claim: str, text: str) -> None:
	"""Add a text to the evidence of a claim that waits. For SLA Agents."""
	need_role(*ROLES)
	make_claim.add_evidence(claim, text)


@frappe.whitelist(methods=["POST"])
@answerable
def attach(claim: str) -> str:
	"""Add a file (multipart field "file") to the evidence of a claim that waits. Returns the name of its File. For SLA Agents."""
	need_role(*ROLES)
	upload = frappe.request.files.get("file") if frappe.request else None
	if upload is None or not upload.filename:
		frappe.throw(_("Choose a file first."))
	if not upload.filename.lower().endswith(EVIDENCE_ENDINGS):
		frappe.throw(_("This kind of file isn't taken. Use {0}.").format(", ".join(EVIDENCE_ENDINGS)))
	content = upload.stream.read(MAX_BYTES + 1)
	if len(content) > MAX_BYTES:
		frappe.throw(_("The file is larger than {0} MB.").format(MAX_BYTES // 2**20))
	return make_claim.add_evidence_file(claim, upload.filename, content)


_MOMENTS = (
	*("claimed", "claim_until", "decide_by", "decided", "object_until", "objected", "objection_answered"),
)
_PEOPLE = ("claimed_by", "decided_by", "objected_by", "objection_answered_by")


def _suggested(partner: str, at: datetime) -> dict[str, Any]:
	"""A partner with the classes that the agreement in force then excludes."""
	agreement = effective_agreement(levels_at(partner, at, approved_heads()))
	promise, language = agreement.file.availability, reader_language()
	return {
		"partner": partner,
		"partner_name": frappe.get_cached_value("SLA Partner", partner, "partner_name") or partner,
		"classes": [
			{"code": item.code, "label": item.label.get(language)}
			for item in (promise.exclusions if promise else ())
		],
	}


def _spans(given: str | list[Any]) -> list[ClaimSpan]:
	"""Spans as a form or a program gives them. Throws ValidationError."""
	try:
		found = json.loads(given) if isinstance(given, str) else given
	except (ValueError, RecursionError):
		found = None
	if not isinstance(found, list) or not all(
		isinstance(pair, list) and len(pair) == 2 and all(isinstance(at, str) for at in pair)
		for pair in found
	):
		frappe.throw(_("Granted: give spans as {0}.").format('[["2026-04-10 09:00", "2026-04-10 10:00"]]'))
	return [(read_instant(start, _("Since")), read_instant(end, _("Until"))) for start, end in found]


def _figures(doc: Any, grant: Sequence[ClaimSpan]) -> list[dict[str, Any]]:
	return [
		{
			"service": say_services([both.service], reader_language())
			if both.service
			else _("Everything agreed"),
			"month": f"{both.month:%Y-%m}",
			"target": f"{float(both.now.guarantee.target * 100):.4f}".rstrip("0").rstrip("."),
			"now": _figure(both.now),
			"decided": _figure(both.decided),
		}
		for both in figures_if_granted(doc, grant)
	]


def _figure(figures: MonthFigures) -> dict[str, Any]:
	target, so_far = figures.guarantee.target, figures.so_far
	return {
		"so_far": percent(so_far.availability, target, so_far=True) if so_far else "",
		"whole": percent(figures.whole.availability, target),
		"counted": say_duration(round(figures.whole.counted / SECOND), reader_language()),
		"kept": say_kept(figures.met, figures.left),
		"is_met": figures.met,
	}


def _down_then(doc: Any) -> list[dict[str, Any]]:
	"""What was down in the claimed time of what the claim names: an exclusion takes all of it out, whatever the cause."""
	start, end = claimed_span(doc)
	taken = [(reach, _taken(doc, reach)) for reach in _reaches(doc)]
	named = {row.outage for row in doc.outages}
	return [
		{
			"name": row.name,
			"title": row.title,
			"time": say_span((row.started, row.ended or utc_now()), reader_language(), claim_zone(doc)),
			"claimed": row.name in named,
		}
		for row in read_outages(start, end)
		if row.concerns(doc.partner)
		and any(
			exclusion.covers(outage)
			for reach, exclusions in taken
			for outage in reach.outages_of(row, 0, None)
			for exclusion in exclusions
		)
	]


def _say_maintenance(doc: Any) -> str:
	"""How much of the claimed time is excluded already, as maintenance that was announced in time; "" for none."""
	start, end = claimed_span(doc)
	codes = [row.service for row in doc.services]
	taken = {
		(reach.service, entry.component, entry.name)
		for reach in _reaches(doc)
		for entry in _taken(doc, reach)
	}
	spans = union(
		(row.exclusion.start, row.exclusion.end)
		for row in maintenance_exclusions(doc.partner, codes, start, end)
		if row.exclusion.component is None
		or (row.service, row.exclusion.component, row.exclusion.name) in taken
	)
	both = intersection(spans, [(instant_of(start), instant_of(end))])
	return say_duration(round(length(both) / SECOND), reader_language()) if both else ""


def _reaches(doc: Any) -> list[Reach]:
	"""The services of the claim's agreement from which it takes time."""
	levels = levels_at(doc.partner, claimed_span(doc)[0], approved_heads())
	agreement = effective_agreement(levels) if levels else None
	reaches = [Reach(agreement, code) for code in ordered_services(agreement)] if agreement else []
	return [reach for reach in reaches if reach.parts_down(services_of(doc))]


def _taken(doc: Any, reach: Reach) -> list[Exclusion]:
	"""What a claim would take out of a service if all of it were granted."""
	start, end = claimed_span(doc)
	return reach.excluded_of(Exclusion(instant_of(start), instant_of(end)), services_of(doc))


def _may(doc: Any) -> dict[str, Any]:
	"""What the reader may do with a claim, for its buttons; the acts ask again."""
	roles, user = set(frappe.get_roles()), frappe.session.user
	manages, works = bool(roles & set(MANAGERS)), bool(roles & set(ROLES))
	waits = awaits_answer(doc)
	decides = manages and (user != doc.claimed_by or not other_deciders(doc))
	return {
		"decide": doc.status == OPEN and decides,
		"answer": waits and decides,
		"add": works and (doc.status == OPEN or waits),
		"withdraw": (manages and doc.status in (OPEN, GRANTED, PARTLY))
		or (works and doc.status == OPEN and user == doc.claimed_by),
		"why_not": _("You claimed it, so somebody else decides.")
		if manages and not decides and (doc.status == OPEN or waits)
		else "",
	}


def _say_at(doc: Any, field: str) -> str:
	at = from_utc(doc.get(field))
	return say_to_reader(at) if at else ""


def _full_name(user: str | None) -> str:
	return str(frappe.get_cached_value("User", user, "full_name") or user) if user else ""
