"""The catalogue as an agreement sees it: what a service is part of, and what it depends on."""

from typing import Any

import frappe

from sla_id.agreements.records.rows import codes_of


def service_path(service: str | None, agreement: Any = None) -> list[str]:
	"""A service and everything it is part of, nearest first: as agreed where the agreement lists it, else as the
	catalogue has it now."""
	agreed = {row.service: row.parent_code for row in agreement.services} if agreement else {}
	path: list[str] = []
	while service and service not in path:
		path.append(service)
		service = (
			agreed[service]
			if service in agreed
			else frappe.get_cached_value("SLA Service", service, "parent_sla_service")
		)
	return path


def supporting_services(service: str | None, agreement: Any = None) -> list[str]:
	"""The supporting services that a service depends on, directly, through what it is part of, or in turn."""
	agreed = {row.service: codes_of(row.depends_on) for row in agreement.services} if agreement else {}
	found: list[str] = []
	waiting = service_path(service, agreement)
	while waiting:
		for code in _dependencies(waiting.pop(0), agreed):
			if code not in found:
				found.append(code)
				waiting.append(code)
	return found


def allowed_channels(service: str, agreement: Any) -> tuple[str, ...]:
	"""The only channels that a service is given through, by the nearest level that names some; empty: any."""
	agreed = {row.service: codes_of(row.channels) for row in agreement.services}
	for code in service_path(service, agreement):
		if code in agreed:
			channels = agreed[code]
		elif frappe.db.exists("SLA Service", code):
			channels = tuple(row.channel for row in frappe.get_cached_doc("SLA Service", code).channels)
		else:
			channels = ()
		if channels:
			return channels
	return ()


def _dependencies(service: str, agreed: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
	if service in agreed:
		return agreed[service]
	if not frappe.db.exists("SLA Service", service):
		return ()
	record = frappe.get_cached_doc("SLA Service", service)
	return tuple(row.supporting_service for row in record.dependencies)
