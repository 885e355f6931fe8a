"""E-mail summaries for their reader: the page behind each e-mail's link, the page to choose them, and access
in the desk.

Called by `www/sla_unsubscribe.py` and `www/sla_summaries.py`; hooks.py names `own_rows` and `is_own`.
"""

from typing import Any

import frappe
from frappe import _
from frappe.utils import get_time, getdate

from sla_id.agreements.words.calendar_words import say_zone
from sla_id.assets import asset_url
from sla_id.notify.digests.digest_times import WEEKDAYS
from sla_id.notify.digests.subscriptions import DAILY, DOCTYPE, OFFERED_AT, WEEKLY, find_by_link, unsubscribe
from sla_id.notify.outbox.reader_language import reader_of
from sla_id.notify.outbox.unsubscribe_link import PATH
from sla_id.portal.page_links import language_links, page_url
from sla_id.record_types import DigestRecord

MANAGERS = frozenset({"SLA Manager", "System Manager"})
SUMMARIES = "/sla/summaries"


def own_rows(user: str | None = None) -> str:
	"""permission_query_conditions of SLA Digest: users see their own; managers see everybody's."""
	user = user or frappe.session.user
	return "" if _manages(user) else f"`tabSLA Digest`.`user` = {frappe.db.escape(user)}"


def is_own(doc: DigestRecord, ptype: str | None = None, user: str | None = None) -> bool:
	"""has_permission of SLA Digest: roles apply to one's own digests; for managers, to everybody's."""
	user = user or frappe.session.user
	return _manages(user) or doc.user in (None, "", user)


def open_link(code: str, *, confirmed: bool) -> dict[str, Any]:
	"""What the page of an e-mail's link shows. `confirmed` unsubscribes.

	`state` is ask, done or invalid. Throws PermissionError for a confirmed link that the site never made.
	"""
	digest = find_by_link(code)
	if digest is None:
		if confirmed:
			frappe.throw(
				_("This link isn't valid. Sign in to change your summaries."), frappe.PermissionError
			)
		return {"state": "invalid", "languages": language_links(PATH), "summaries_url": page_url(SUMMARIES)}
	if not frappe.form_dict.get("_lang"):
		frappe.local.lang = reader_of(digest.user)[0]
	if confirmed:
		unsubscribe(digest)
	return {
		"state": "ask" if digest.enabled else "done",
		"weekly": digest.frequency == WEEKLY,
		"action": page_url(PATH, code=code),
		"languages": language_links(PATH, code=code),
		"summaries_url": page_url(SUMMARIES),
	}


def describe_summaries() -> dict[str, Any]:
	"""The reader's subscriptions and choices: `summaries`, one for each frequency."""
	kept = {
		row.frequency: row
		for row in frappe.get_all(
			DOCTYPE,
			filters={"user": frappe.session.user},
			fields=["frequency", "at", "weekday", "enabled"],
		)
	}
	return {
		"summaries": [_summary(frequency, kept.get(frequency)) for frequency in (DAILY, WEEKLY)],
		"zone": say_zone(reader_of(frappe.session.user)[1], getdate()),
		"script_url": asset_url("js/portal_summaries.js"),
	}


def _summary(frequency: str, row: Any) -> dict[str, Any]:
	weekly = frequency == WEEKLY
	chosen = row.weekday if row else WEEKDAYS[0]
	return {
		"frequency": frequency,
		"title": _("Every week") if weekly else _("Every day"),
		"hint": _("Also sent when all is well.") if weekly else _("Sent only when something needs you."),
		"enabled": bool(row and row.enabled),
		"at": get_time(row.at if row else OFFERED_AT).strftime("%H:%M"),
		"weekdays": [
			{"name": name, "label": _say_weekday(name), "chosen": name == chosen} for name in WEEKDAYS
		]
		if weekly
		else [],
	}


def _say_weekday(name: str) -> str:
	return {
		"Monday": _("Monday"),
		"Tuesday": _("Tuesday"),
		"Wednesday": _("Wednesday"),
		"Thursday": _("Thursday"),
		"Friday": _("Friday", context="SLA Calendar Window"),
		"Saturday": _("Saturday"),
		"Sunday": _("Sunday"),
	}[name]


def _manages(user: str) -> bool:
	return user == "Administrator" or bool(MANAGERS & set(frappe.get_roles(user)))
