"""What partners were told but what didn't arrive: an announcement that reached nobody was none, so it doesn't keep the notice."""

import json
from typing import Any

import frappe
from frappe import _

from sla_id.maintenance.maintenance_record import keep_maintenance, lock_maintenance
from sla_id.maintenance.maintenance_values import state_of
from sla_id.notify.outbox.ways_to_person import UNDELIVERED
from sla_id.notify.role_holders import users_of_role
from sla_id.notify.tell_people import tell


def take_back_undelivered(row: Any) -> None:
	"""For the outbox (`sla_id_undelivered`): a message about maintenance was given up.

	While another contact of the partner has been reached, it counts as told. Else it doesn't any more, and the provider's people
	hear of it: they tell the partner in another way.
	"""
	context = json.loads(row.context or "{}")
	if row.state not in ("Failed", "Dead") or not frappe.db.exists(row.reference_doctype, row.reference_name):
		return
	doc = lock_maintenance(row.reference_name)
	news = next((entry for entry in doc.announcements if entry.told_key == context.get("told_key")), None)
	if news is None or not news.told_utc:
		return
	was = state_of(doc)
	left = [
		address for address in (news.recipients or "").split("\n") if address and address != row.recipient
	]
	news.recipients = "\n".join(left)
	if not left:
		news.update({"told_utc": None, "in_time": 0, "why_not_told": UNDELIVERED})
		keep_maintenance(doc, "Not delivered", was, row.recipient)
		_tell_managers(doc, news)
	else:
		doc.flags.sla_id_maintenance = True
		doc.save(ignore_permissions=True)


def _tell_managers(doc: Any, news: Any) -> None:
	name = frappe.get_cached_value("SLA Partner", news.partner, "partner_name") or news.partner
	tell(
		users_of_role("SLA Manager"),
		f"maintenance:{news.told_key}:undelivered",
		"notice",
		lambda language: {
			"title": _("{0}: {1} couldn't be told of it. Tell them in another way.", language).format(
				doc.name, name
			)
		},
		doc,
		email=True,
	)
