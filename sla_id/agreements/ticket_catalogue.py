"""The catalogue for a ticket: services as listed by its agreement, or else as the site has them now."""

import frappe

from sla_id.agreements.rules.effective_agreement import EffectiveAgreement
from sla_id.agreements.rules.service_catalogue import Catalogue, Node


def catalogue_of(agreement: EffectiveAgreement | None) -> Catalogue:
	"""The services of an agreement, followed by the site's. Without an agreement, only the site's."""
	return Catalogue(agreement.nodes if agreement else {}, _site_node)


def service_path(service: str | None, agreement: EffectiveAgreement | None = None) -> tuple[str, ...]:
	"""A service and everything it is part of, the nearest first."""
	return catalogue_of(agreement).path(service)


def _site_node(code: str) -> Node | None:
	if not frappe.db.exists("SLA Service", code, cache=True):
		return None
	record = frappe.get_cached_doc("SLA Service", code)
	return Node(
		code,
		record.parent_sla_service or None,
		tuple(row.supporting_service for row in record.dependencies),
		channels=tuple(row.channel for row in record.channels),
	)
