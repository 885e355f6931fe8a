"""A person's own summaries by e-mail. Permission first, typed."""

import re
from typing import Any

import frappe
from frappe import _

from sla_id.api.arguments import answerable
from sla_id.notify.digests.digest_times import WEEKDAYS
from sla_id.notify.digests.subscriptions import DAILY, WEEKLY, may_subscribe, subscribe

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?")


@frappe.whitelist(methods=["POST"])
@answerable
def choose(frequency: str, enabled: bool, at: str = "08:00", weekday: str = "") -> dict[str, Any]:
	"""Get a summary Daily or Weekly, at a time "HH:MM" in one's own zone, or stop it. Returns what is stored
	and when it is due.

	Staff and users of a partner may change only their own. Throws ValidationError for values that can't be
	read.
	"""
	user = frappe.session.user
	if not may_subscribe(user):
		frappe.throw(
			_("Your user doesn't belong to a partner yet. Ask your service provider to add it."),
			frappe.PermissionError,
		)
	if frequency not in (DAILY, WEEKLY):
		frappe.throw(_("How often: choose {0} or {1}.").format(DAILY, WEEKLY))
	if not _TIME.fullmatch(at):
		frappe.throw(_("At: write a time of day as hours and minutes, for example 08:00."))
	if weekday and weekday not in WEEKDAYS:
		frappe.throw(_("Weekday: {0} isn't a weekday.").format(weekday))
	digest = subscribe(user, frequency, at, weekday, enabled=enabled)
	return {"enabled": bool(digest.enabled), "next_due_utc": digest.next_due_utc}
