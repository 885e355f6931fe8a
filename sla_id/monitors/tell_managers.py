"""Tells the SLA Managers what is wrong with a source: it has left alerts out, or fallen silent. Each once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import frappe
from frappe import _

from sla_id.engine.words import say_instant
from sla_id.instants import site_zone
from sla_id.notify.role_holders import users_of_role
from sla_id.notify.tell_people import tell

MANAGER, TEMPLATE = "SLA Manager", "notice"


def tell_of_incomplete(source: Any, truncated: int) -> None:
	"""A message left alerts out: the source is marked, and the managers are told until somebody has looked."""
	known = frappe.db.get_value(source.doctype, source.name, ["incomplete", "truncated_alerts"], as_dict=True)
	count = int(known.truncated_alerts or 0)
	frappe.db.set_value(
		source.doctype, source.name, {"incomplete": 1, "truncated_alerts": max(count, truncated)}
	)
	if not known.incomplete:
		key = f"monitor:{source.name}:incomplete:{frappe.generate_hash(length=8)}"
		_tell(
			source,
			key,
			lambda language: _(
				"{0} left {1} alerts out of a message (max_alerts). Outages may be missing: look there, and raise its limit.",
				language,
			).format(source.title, truncated),
		)


def tell_of_silence(source: Any, since: datetime) -> None:
	"""A source hasn't been heard for longer than it should."""
	_tell(
		source,
		f"monitor:{source.name}:silent:{since.isoformat()}",
		lambda language: _(
			"{0} hasn't been heard since {1}. The time counts as unknown for what it watches.", language
		).format(source.title, say_instant(since, language, site_zone())),
	)


def tell_of_doubt(source: Any, outage: str, at: datetime) -> None:
	"""An outage was declared anew although no recovery was heard."""
	_tell(
		source,
		f"monitor:{source.name}:doubt:{outage}:{at.isoformat()}",
		lambda language: _(
			"{0}: no recovery was heard (lost, or in maintenance), but it went down anew on {1}. It counts until then: correct its end if you know it.",
			language,
		).format(outage, say_instant(at, language, site_zone())),
	)


def _tell(source: Any, key: str, sentence: Callable[[str], str]) -> None:
	tell(users_of_role(MANAGER), key, TEMPLATE, lambda language: {"title": sentence(language)}, source)
