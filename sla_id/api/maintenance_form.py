"""The dialog of planned maintenance: its values become a plan and a plan its values. Wall-clock times in the zone it names."""

from datetime import datetime, timezone
from typing import Any

import frappe
from frappe import _

from sla_id.api.arguments import read_datetime, read_list
from sla_id.instants import site_zone, zone_of
from sla_id.maintenance.maintenance_values import MaintenancePlan, planned_span, service_rows, services_of
from sla_id.maintenance.maintenance_words import plan_zone
from sla_id.outages.outage_values import DownService

MOST = 200
_TEXTS = ("title", "title_en", "impact", "impact_en", "description")


def plan_of_form(given: dict[str, Any]) -> MaintenancePlan:
	texts = {field: _text(given.get(field), field) for field in _TEXTS}
	zone = _text(given.get("time_zone"), "time_zone") or site_zone().key
	codes = read_list(given.get("services") or "[]", MOST, _("Services: name between one and {0}."))
	parts = [code.partition("/") for code in codes]
	partners = given.get("partners") or ()
	if partners and partners != "[]":
		partners = read_list(partners, MOST, _("Partners: choose between one and {0}, or none for all."))
	return MaintenancePlan(
		services=tuple(DownService(service.strip(), part.strip() or None) for service, _slash, part in parts),
		start=_wall_clock(given, "start", zone, _("Planned start")),
		end=_wall_clock(given, "end", zone, _("Planned end")),
		zone=zone,
		partners=() if partners == "[]" else tuple(partners),
		**texts,
	)


def _text(value: Any, name: str) -> str:
	if value is not None and not isinstance(value, str):
		frappe.throw(_("{0}: give a text.").format(name))
	return (value or "").strip()


def _wall_clock(given: dict[str, Any], which: str, zone_name: str, label: str) -> datetime:
	"""The instant at which the clocks of a zone show a date and a time. Throws ValidationError where they never do."""
	zone = zone_of(zone_name)
	if zone is None:
		frappe.throw(_("Time zone: there is no zone {0}. Write for example Asia/Makassar.").format(zone_name))
	day, time = (_text(given.get(f"{which}_{part}"), f"{which}_{part}") for part in ("date", "time"))
	shown = read_datetime(f"{day} {time}" if day and time else "", label).replace(tzinfo=zone)
	at = shown.astimezone(timezone.utc)
	if at.astimezone(zone).replace(tzinfo=None) != shown.replace(tzinfo=None):
		frappe.throw(
			_("{0}: the clocks of {1} skip this time on that day. Choose another.").format(label, zone_name)
		)
	return at


def plan_of_record(doc: Any) -> MaintenancePlan:
	first, last = planned_span(doc)
	texts = {field: doc.get(field) or "" for field in _TEXTS}
	partners = tuple(row.partner for row in doc.partners)
	return MaintenancePlan(
		services=services_of(doc), start=first, end=last, zone=doc.time_zone, partners=partners, **texts
	)


def form_of_record(doc: Any) -> dict[str, Any]:
	"""The plan as the form of a change starts from it: times as the clocks of its zone show them."""
	zone = plan_zone(doc)
	first, last = (at.astimezone(zone) for at in planned_span(doc))
	return {
		**{field: doc.get(field) or "" for field in _TEXTS},
		"services": [
			f"{row['service']}/{row['component']}" if row["component"] else row["service"]
			for row in service_rows(services_of(doc))
		],
		"partners": [row.partner for row in doc.partners],
		"time_zone": doc.time_zone,
		"start_date": f"{first:%Y-%m-%d}",
		"start_time": f"{first:%H:%M}",
		"end_date": f"{last:%Y-%m-%d}",
		"end_time": f"{last:%H:%M}",
	}
