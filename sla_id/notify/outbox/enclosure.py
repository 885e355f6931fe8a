"""What an e-mail contains of a document besides its ticket, and its attachments. Both are read when the
message leaves.

A message names the document in its context, `{"enclosure": {"doctype": …, "name": …, …}}`, and holds none of
its content, which stays out of the row (004). hooks.py names, under `sla_id_enclosures`, a function for each
DocType. It turns (the context's value, the reader) into an `Enclosure`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import frappe

from sla_id.record_types import OutboxRecord


@dataclass(frozen=True, slots=True)
class Reader:
	"""Whom it is written for: "id" or "en", and the name of their zone."""

	language: str
	zone: str


@dataclass(frozen=True, slots=True)
class Attachment:
	"""A file that goes along. `content_type` may hold parameters, e.g. "text/calendar; method=REQUEST"."""

	name: str
	content: str
	content_type: str


@dataclass(frozen=True, slots=True)
class DigestItem:
	"""One line of a list: what it is about, where to find it, and what there is to say."""

	text: str
	link: str
	note: str = ""


@dataclass(frozen=True, slots=True)
class DigestSection:
	"""A list under a heading; `more` says how many it leaves out."""

	heading: str
	lines: tuple[DigestItem, ...]
	more: str = ""


@dataclass(frozen=True, slots=True)
class Enclosure:
	"""`title` and `facts` take the place of the message's own in e-mails and the desk; `sections` make a digest."""

	title: str = ""
	facts: tuple[str, ...] = ()
	attachments: tuple[Attachment, ...] = ()
	sections: tuple[DigestSection, ...] = ()


Enclose = Callable[[Mapping[str, Any], Reader], Enclosure]


def enclosed(row: OutboxRecord) -> Enclosure | None:
	"""What a row of the outbox encloses. An empty one if it names no document, None if the document is gone."""
	named = json.loads(row.context or "{}").get("enclosure")
	if not named:
		return Enclosure()
	if not frappe.db.exists(named["doctype"], named["name"]):
		return None
	return _maker(named["doctype"])(named, Reader(row.language, row.zone))


def _maker(doctype: str) -> Enclose:
	paths = frappe.get_hooks("sla_id_enclosures", {}).get(doctype)
	if not paths:
		raise ValueError(f"no app says what a message about {doctype} encloses")
	maker: Enclose = frappe.get_attr(paths[-1])
	return maker
