"""What an outage may say. Errors name the field and what to do instead."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import frappe
from frappe import _

from sla_id.instants import say_to_reader, utc_now
from sla_id.outages.outage_values import DETECTED_BY, DownService
from sla_id.outages.touched import named_services

AHEAD = timedelta(minutes=1)
"""So far may the clock of whoever types a time be ahead of the server's."""


def check_times(started: datetime, ended: datetime | None) -> None:
	"""Throws ValidationError for an end before the start, and for times in the future."""
	latest = utc_now() + AHEAD
	if started > latest:
		frappe.throw(
			_("Started at: {0} is in the future. Plan maintenance instead, or correct the time.").format(
				say_to_reader(started)
			)
		)
	if ended is None:
		return
	if ended > latest:
		frappe.throw(
			_("Ended at: {0} is in the future. Leave it open, and end it when it is over.").format(
				say_to_reader(ended)
			)
		)
	if ended <= started:
		frappe.throw(
			_("Ended at: {0} isn't after the start, {1}. Correct one of them.").format(
				say_to_reader(ended), say_to_reader(started)
			)
		)


def check_services(services: Sequence[DownService], partners: Sequence[str], at: datetime) -> None:
	"""Throws ValidationError for no service, for one that there isn't, and for one that no agreement names at `at`."""
	if not services:
		frappe.throw(_("Services: name at least one that is down."))
	codes = list(dict.fromkeys(down.service for down in services))
	there = set(frappe.get_all("SLA Service", filters={"name": ["in", codes]}, pluck="name"))
	for code in codes:
		if code not in there:
			frappe.throw(_("Services: there is no service {0}.").format(code))
	_check_partners(partners)
	named = named_services(at, partners)
	for code in codes:
		if code in named:
			continue
		if partners:
			frappe.throw(
				_(
					"Services: no agreement of {0} names {1} on {2}. Name a service that is agreed, or other partners."
				).format(", ".join(partners), code, say_to_reader(at))
			)
		frappe.throw(
			_(
				"Services: no agreement in force on {1} names {0}, so its outage would count for nobody. Name a service that is agreed."
			).format(code, say_to_reader(at))
		)


def check_impact(value: Any) -> Decimal:
	"""How far the services were down, in percent. Throws ValidationError outside 0 to 100, and for 0."""
	try:
		percent = Decimal(str(value))
	except InvalidOperation:
		percent = Decimal(-1)
	if not 0 < percent <= 100:
		frappe.throw(_("Impact: give a percentage above 0, at most 100."))
	return percent


def check_title(title: str) -> str:
	"""A title without blanks around it. Throws ValidationError without one, or for one that is too long."""
	text = title.strip()
	if not text:
		frappe.throw(_("Title: say in a few words what is down."))
	if len(text) > 140:
		frappe.throw(_("Title: use at most 140 characters."))
	return text


def check_detected_by(value: str) -> str:
	"""Who noticed it. Throws ValidationError for anything else than DETECTED_BY."""
	if value not in DETECTED_BY:
		options = ", ".join(_(option, context="SLA Outage") for option in DETECTED_BY)
		frappe.throw(_("Detected by: choose one of {0}.").format(options))
	return value


def check_reason(reason: str) -> str:
	"""A reason. Throws ValidationError without one."""
	if not reason.strip():
		frappe.throw(_("Reason: say why, for whoever reads the trail."))
	return reason.strip()


def _check_partners(partners: Iterable[str]) -> None:
	wanted = list(dict.fromkeys(partners))
	there = (
		set(frappe.get_all("SLA Partner", filters={"name": ["in", wanted]}, pluck="name"))
		if wanted
		else set()
	)
	for code in wanted:
		if code not in there:
			frappe.throw(_("Partners: there is no partner {0}.").format(code))
