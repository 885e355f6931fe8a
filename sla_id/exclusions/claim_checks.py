"""What may be claimed and granted. Errors name the field and what to do instead."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

import frappe
from frappe import _

from sla_id.agreements.file.model import Item
from sla_id.availability.spans import instant_of
from sla_id.exclusions.claim_rules import ClaimRules, NotClaimable, rules_for
from sla_id.exclusions.claim_values import ClaimSpan, NewClaim
from sla_id.instants import from_utc, reader_language, say_to_reader, utc_now
from sla_id.outages.outage_values import COUNTING

AHEAD = timedelta(minutes=1)
"""So far may the clock of whoever types a time be ahead of the server's."""
LONGEST = timedelta(days=92)
MOST_SPANS = 50
LONGEST_TEXT = 5_000


def check_claim(values: NewClaim) -> tuple[ClaimRules, Item, datetime]:
	"""What the agreement says, the claimed class, and when the downtime ended (now, while it lasts). Throws ValidationError."""
	check_text(values.evidence, _("Evidence: say what shows that the time shouldn't count."), _("Evidence"))
	_check_time(values.start, values.end)
	_check_named(values)
	try:
		rules = rules_for(values.partner, values.services, (values.start, values.end))
	except NotClaimable as error:
		frappe.throw(str(error))
	item = rules.class_of(values.class_code)
	if item is None:
		known = ", ".join(entry.label.get(reader_language()) for entry in rules.classes)
		frappe.throw(
			_("Class: the agreement {0} excludes no class {1}. It excludes: {2}.").format(
				rules.agreement.name, values.class_code, known or _("nothing", context="SLA Exclusion Claim")
			)
		)
	return rules, item, _downtime_end(values)


def check_grant(spans: Sequence[ClaimSpan], claimed: ClaimSpan) -> tuple[ClaimSpan, ...]:
	"""What is granted, in order. Throws ValidationError for spans that are reversed, overlap, or lie outside of what was claimed."""
	if len(spans) > MOST_SPANS:
		frappe.throw(_("Granted: use at most {0} spans.").format(MOST_SPANS))
	ordered = sorted(spans)
	for start, end in ordered:
		if end <= start:
			frappe.throw(
				_("Granted: {0} isn't after {1}. Correct one of them.").format(
					say_to_reader(end), say_to_reader(start)
				)
			)
		if start < claimed[0] or end > claimed[1]:
			frappe.throw(
				_("Granted: {0} – {1} isn't within what was claimed, {2} – {3}.").format(
					*map(say_to_reader, (start, end, *claimed))
				)
			)
	for (_start, end), (following, _end) in pairwise(ordered):
		if following < end:
			frappe.throw(
				_("Granted: two spans overlap, one until {0}, the other from {1}. Make them one.").format(
					say_to_reader(end), say_to_reader(following)
				)
			)
	return _joined(ordered)


def check_text(text: str, missing: str, label: str) -> str:
	"""A text without blanks around it. Throws ValidationError without one, and for one that is too long."""
	said = text.strip()
	if not said:
		frappe.throw(missing)
	if len(said) > LONGEST_TEXT:
		frappe.throw(_("{0}: use at most {1} characters.").format(label, LONGEST_TEXT))
	return said


def check_decision_reason(reason: str) -> str:
	"""A reason that the partner reads. Throws ValidationError without one."""
	return check_text(reason, _("Reason: say why; the partner reads it."), _("Reason"))


def _joined(ordered: Sequence[ClaimSpan]) -> tuple[ClaimSpan, ...]:
	"""Spans that touch as one."""
	joined: list[ClaimSpan] = []
	for start, end in ordered:
		if joined and instant_of(joined[-1][1]) == instant_of(start):
			joined[-1] = (joined[-1][0], end)
		else:
			joined.append((start, end))
	return tuple(joined)


def _check_time(start: datetime, end: datetime) -> None:
	if end <= start:
		frappe.throw(
			_("Until: {0} isn't after the start, {1}. Correct one of them.").format(
				say_to_reader(end), say_to_reader(start)
			)
		)
	if end > utc_now() + AHEAD:
		frappe.throw(
			_("Until: {0} is in the future. Claim what has passed; the rest once it has.").format(
				say_to_reader(end)
			)
		)
	if end - start > LONGEST:
		frappe.throw(_("Until: one claim covers {0} days at most. Make several.").format(LONGEST.days))


def _check_named(values: NewClaim) -> None:
	"""Throws ValidationError for a partner or services that there aren't, and for outages that have nothing to do with the claim."""
	if not frappe.db.exists("SLA Partner", values.partner):
		frappe.throw(_("Partner: there is no partner {0}.").format(values.partner))
	if not values.services:
		frappe.throw(_("Services: name at least one."))
	for down in values.services:
		if not frappe.db.exists("SLA Service", down.service):
			frappe.throw(_("Services: there is no service {0}.").format(down.service))
	for name in values.outages:
		_check_outage(name, values)


def _check_outage(name: str, values: NewClaim) -> None:
	if not frappe.db.exists("SLA Outage", name):
		frappe.throw(_("Outages: there is no outage {0}.").format(name))
	doc = frappe.get_doc("SLA Outage", name)
	partners = [row.partner for row in doc.partners]
	if doc.status not in COUNTING or (partners and values.partner not in partners):
		frappe.throw(_("Outages: {0} doesn't count for {1}.").format(name, values.partner))
	starts = [from_utc(at) for at in (doc.started_utc, doc.measured_start_utc) if at]
	ended = from_utc(doc.ended_utc)
	if min(at for at in starts if at) >= values.end or (ended is not None and ended <= values.start):
		frappe.throw(_("Outages: {0} isn't at the claimed time.").format(name))


def _downtime_end(values: NewClaim) -> datetime:
	"""When the downtime ended: that of the claim's outages; without any, the claimed time; now, while one lasts."""
	ends = [
		from_utc(frappe.db.get_value("SLA Outage", name, "ended_utc")) or utc_now() for name in values.outages
	]
	return max(ends, default=values.end)
