"""Turns a row into text: by the site's own template or else the shipped one, in a sandbox with a fixed set of
values.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import frappe
from frappe import _

from sla_id.agreements.words.code_names import CLOCKS, say
from sla_id.engine.words import say_instant
from sla_id.notify.outbox.enclosure import Enclosure, enclosed
from sla_id.notify.outbox.record_links import link_for, portal_link
from sla_id.notify.outbox.standard_texts import SHIPPED
from sla_id.notify.outbox.template_sandbox import LARGEST_RESULT, fill_in_template
from sla_id.record_types import OutboxRecord

DESK, EMAIL, TEXT = "Desk", "E-mail", "Text"
"""The groups of channels. A text to a telephone has no values but `safe_values`: it leaves the organisation (004)."""
OPEN = ("subject_line", "title", "facts", "note", "sections")
"""What the desk and e-mail may say besides: read from the record when the message leaves, or given by the caller."""
LONGEST_SUBJECT, LONGEST_PLAIN = 1_000, 5_000
"""Characters of a subject or a bell's line, and of a text to a telephone."""


@dataclass(frozen=True, slots=True)
class MessageText:
	"""A message to be read; `subject` is empty for `TEXT`, `body` for the desk."""

	subject: str
	body: str


def render(row: OutboxRecord, group: str, enclosure: Enclosure | None = None) -> MessageText:
	"""What the recipient reads. If a template of the site's fails, that is logged and the shipped one is
	used.

	`enclosure` is what the message encloses, if the caller has read it already.
	"""
	values = safe_values(row) | (open_values(row, enclosure) if group != TEXT else {})
	own = frappe.db.get_value(
		"SLA Message Template",
		{"template": row.template, "channel_group": group, "language": row.language, "enabled": 1},
		["subject", "body"],
		as_dict=True,
	)
	if own:
		try:
			return fill_in(own.subject or "", own.body or "", values, group)
		except Exception:
			frappe.log_error(title=f"The template {row.template} ({group}, {row.language}) could not be used")
	return fill_in(*shipped(row.template, group, row.language), values, group)


def shipped(template: str, group: str, language: str) -> tuple[str, str]:
	"""The app's own (subject, body). An unknown template is treated as a notice."""
	texts = SHIPPED.get(template) or SHIPPED["notice"]
	return texts[language if language in texts else "en"][group]


def fill_in(subject: str, body: str, values: dict[str, Any], group: str) -> MessageText:
	"""Both parts rendered, within bounds. Raises jinja2's errors, and ValueError for a message that would be empty."""
	longest = LONGEST_PLAIN if group == TEXT else LARGEST_RESULT
	text = MessageText(
		" ".join(fill_in_template(subject, values, escape=False, largest=LONGEST_SUBJECT).split()),
		fill_in_template(body, values, escape=group == EMAIL, largest=longest).strip(),
	)
	if not (text.body if group == TEXT else text.subject):
		raise ValueError("the message would be empty")
	return text


def safe_values(row: OutboxRecord) -> dict[str, str]:
	"""Values that may leave the organisation: number, priority, state, clock, due time, link, level and who
	is responsible.
	"""
	kept = json.loads(row.context or "{}")
	state = kept.get("state") or ""
	return {
		"reference": str(kept.get("reference") or row.reference_name or ""),
		"priority": str(kept.get("priority") or ""),
		"state": _(state, row.language) if state else "",
		"clock": say(CLOCKS, kept.get("clock") or "", row.language),
		"due": say_due(kept.get("due"), row.language, row.zone, kept.get("agreement_zone")),
		"link": portal_link(row.reference_doctype, row.reference_name or "")
		if kept.get("for_partner")
		else link_for(row.user, row.reference_doctype, row.reference_name),
		"level": str(kept.get("level") or ""),
		"responsible": str(
			(row.language == "en" and kept.get("responsible_en")) or kept.get("responsible") or ""
		),
	}


def open_values(row: OutboxRecord, enclosure: Enclosure | None = None) -> dict[str, Any]:
	"""Values that stay inside: the ticket's subject as it is now, a notice's title, and the facts that are
	missing.

	What the message encloses has its own title and facts: a plan's steps, a call's time and agenda.
	"""
	kept = json.loads(row.context or "{}")
	enclosure = enclosure or enclosed(row) or Enclosure()
	subject = ""
	if row.reference_doctype == "SLA Ticket":
		subject = frappe.db.get_value("SLA Ticket", row.reference_name, "subject") or ""
	elif row.reference_doctype and frappe.get_meta(row.reference_doctype).has_field("subject"):
		subject = frappe.db.get_value(row.reference_doctype, row.reference_name, "subject") or ""
	return {
		"subject_line": subject,
		"title": enclosure.title or str(kept.get("title") or subject or row.reference_name or ""),
		"facts": list(enclosure.facts) or [str(fact) for fact in kept.get("facts") or []],
		"note": str(kept.get("note") or ""),
		"sections": list(enclosure.sections),
	}


def say_due(due: str | None, language: str, zone: str, agreement_zone: str | None) -> str:
	"""A due time in the recipient's zone, and in the agreement's if the time there differs."""
	if not due:
		return ""
	at = datetime.fromisoformat(due)
	said = say_instant(at, language, ZoneInfo(zone))
	if agreement_zone:
		other = ZoneInfo(agreement_zone)
		if at.astimezone(other).utcoffset() != at.astimezone(ZoneInfo(zone)).utcoffset():
			said += f" ({say_instant(at, language, other)})"
	return said
