"""Version 0.3 didn't remember what it had shipped: what a site has changed since its last update is its own all the same."""

import json

import frappe
from frappe.utils import cstr

from sla_id.agreements.holidays import keep_earlier_edits
from sla_id.fixtures.holiday_files import years_with_decree
from sla_id.setup.host_fields import LOG, SETTINGS

HOSTS = ("HD Ticket", "Issue")
LABELS = {
	"sla_id_section": "Service level",
	"sla_id_state": "SLA state",
	"sla_id_due": "Next due",
	"sla_id_kind": "Kind",
	"sla_id_service": "Service",
	"sla_id_channel": "Channel",
	"sla_id_category": "Category",
	"sla_id_visit_on": "Visit requested for",
	"sla_id_column": None,
	"sla_id_urgency": "Urgency",
	"sla_id_impact": "Impact",
	"sla_id_priority": "SLA priority",
	"sla_id_priority_reason": "Reason for this priority",
	"sla_id_handed_over": "Handed over",
	"sla_id_out_of_scope": "Out of scope because",
}
"""The fields that 0.3 put on a ticket, in their order."""
PROPERTIES = {
	"sla_id_section": {"collapsible": 1},
	"sla_id_state": {"read_only": 1, "no_copy": 1, "in_standard_filter": 1},
	"sla_id_due": {"read_only": 1, "no_copy": 1},
	"sla_id_kind": {"options": "Incident\nService Request", "default": "Incident"},
	"sla_id_service": {"options": "SLA Service"},
	"sla_id_channel": {"options": "SLA Channel"},
	"sla_id_category": {"description": "Code of one of the channel's categories, if the agreement has any"},
	"sla_id_visit_on": {"description": "For an on-site visit, which must be requested some days ahead"},
	"sla_id_urgency": {"description": "Code of an urgency level of the agreement's matrix, e.g. H"},
	"sla_id_impact": {"description": "Code of an impact level of the agreement's matrix, e.g. M"},
	"sla_id_priority": {
		"options": "SLA Priority",
		"description": "Overrides what the matrix or the helpdesk's own priority would give",
	},
	"sla_id_priority_reason": {
		"description": "Needed when the priority overrules the matrix or changes later. Without a reason the change has no effect"
	},
	"sla_id_handed_over": {
		"no_copy": 1,
		"description": "The first line couldn't solve it. From now on the service's own target applies",
	},
	"sla_id_out_of_scope": {
		"no_copy": 1,
		"description": "Once filled in, the agreement doesn't cover this ticket and no clock runs",
	},
}


def execute() -> None:
	"""Holidays of the years with a decree, and the fields on the hosts' tickets."""
	for year in years_with_decree():
		keep_earlier_edits(year)
	if not cstr(frappe.db.get_single_value(SETTINGS, LOG)):
		frappe.db.set_single_value(SETTINGS, LOG, json.dumps(dict.fromkeys(HOSTS, _shipped_by_0_3())))


def _shipped_by_0_3() -> dict[str, dict[str, object]]:
	places = dict(zip(LABELS, ["resolution_by", *LABELS], strict=False))
	return {
		name: {"label": label, "insert_after": places[name], **PROPERTIES.get(name, {})}
		for name, label in LABELS.items()
	}
