"""The custom fields on the hosts' tickets and their messages, as constants: install, uninstall and migrate share them, so they can't drift."""

from typing import Any

from sla_id.clock_words import TICKET_COLOURS
from sla_id.hosts.counted import FIELD

SECTION = "sla_id_section"


def _fields(insert_after: str) -> list[dict[str, Any]]:
	"""The fields of a host's ticket, each after the one before."""
	fields = [
		*_what_it_is(),
		{"fieldname": "sla_id_column", "fieldtype": "Column Break"},
		*_how_urgent_it_is(),
		*_what_holds(),
	]
	after = insert_after
	for field in fields:
		field["insert_after"] = after
		field["module"] = "SLA ID"
		if field["fieldtype"] not in ("Section Break", "Column Break"):
			field["permlevel"] = 0
		after = field["fieldname"]
	return fields


def _what_it_is() -> list[dict[str, Any]]:
	return [
		{"fieldname": SECTION, "fieldtype": "Section Break", "label": "Service level", "collapsible": 1},
		{
			"fieldname": "sla_id_state",
			"fieldtype": "Select",
			"label": "SLA state",
			"options": "\n".join(["", *TICKET_COLOURS]),
			"read_only": 1,
			"no_copy": 1,
			"in_standard_filter": 1,
		},
		{"fieldname": "sla_id_due", "fieldtype": "Data", "label": "Next due", "read_only": 1, "no_copy": 1},
		{
			"fieldname": "sla_id_kind",
			"fieldtype": "Select",
			"label": "Kind",
			"options": "Incident\nService Request",
			"default": "Incident",
		},
		{"fieldname": "sla_id_service", "fieldtype": "Link", "label": "Service", "options": "SLA Service"},
		{"fieldname": "sla_id_channel", "fieldtype": "Link", "label": "Channel", "options": "SLA Channel"},
		{
			"fieldname": "sla_id_category",
			"fieldtype": "Data",
			"label": "Category",
			"description": "Code of one of the channel's categories, if the agreement has any",
		},
		{
			"fieldname": "sla_id_visit_on",
			"fieldtype": "Date",
			"label": "Visit requested for",
			"description": "For an on-site visit, which must be requested some days ahead",
		},
	]


def _how_urgent_it_is() -> list[dict[str, Any]]:
	return [
		{
			"fieldname": "sla_id_urgency",
			"fieldtype": "Data",
			"label": "Urgency",
			"description": "Code of an urgency level of the agreement's matrix, e.g. H",
		},
		{
			"fieldname": "sla_id_impact",
			"fieldtype": "Data",
			"label": "Impact",
			"description": "Code of an impact level of the agreement's matrix, e.g. M",
		},
		{
			"fieldname": "sla_id_priority",
			"fieldtype": "Link",
			"label": "SLA priority",
			"options": "SLA Priority",
			"description": "Overrides what the matrix or the helpdesk's own priority would give",
		},
		{
			"fieldname": "sla_id_priority_reason",
			"fieldtype": "Small Text",
			"label": "Reason for this priority",
			"description": "Needed when the priority overrules the matrix or changes later. Without a reason the change has no effect",
		},
	]


def _what_holds() -> list[dict[str, Any]]:
	return [
		{
			"fieldname": "sla_id_handed_over",
			"fieldtype": "Check",
			"label": "Handed over",
			"no_copy": 1,
			"description": "The first line couldn't solve it. From now on the service's own target applies",
		},
		{
			"fieldname": "sla_id_out_of_scope",
			"fieldtype": "Small Text",
			"label": "Out of scope because",
			"no_copy": 1,
			"description": "Once filled in, the agreement doesn't cover this ticket and no clock runs",
		},
	]


_COUNTED_AS = {
	"fieldname": FIELD,
	"fieldtype": "Select",
	"label": "Counts for the SLA as",
	"options": "\nReport\nAnswer\nPartner's Message\nAutomatic Message\nInternal Message\nHelpdesk's Notice\nMerged Copy"
	"\nNot Sent Yet\nNot Delivered",
	"description": "What this message counts as for the service level's clocks",
	"insert_after": "sent_or_received",
	"module": "SLA ID",
	"read_only": 1,
	"no_copy": 1,
}
CUSTOM_FIELDS: dict[str, list[dict[str, Any]]] = {
	"HD Ticket": _fields("resolution_by"),
	"Issue": _fields("resolution_by"),
}
MESSAGE_FIELDS: dict[str, list[dict[str, Any]]] = {"Communication": [_COUNTED_AS]}
"""Where there is a host: Communication itself is Frappe's."""


def _books_field(insert_after: str) -> list[dict[str, Any]]:
	return [
		{
			"fieldname": "sla_id_credit_note",
			"fieldtype": "Link",
			"options": "SLA Credit Note",
			"label": "SLA Credit Note",
			"insert_after": insert_after,
			"module": "SLA ID",
			"read_only": 1,
			"no_copy": 1,
		}
	]


BOOKS_FIELDS: dict[str, list[dict[str, Any]]] = {
	"Sales Invoice": _books_field("remarks"),
	"Journal Entry": _books_field("user_remark"),
}
"""What leads from ERPNext's drafts back to the credit note."""
