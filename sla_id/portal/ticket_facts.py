"""What a ticket is about, on its page: service, channel, agreement, and what the report still lacks."""

from typing import Any

import frappe
from frappe import _

from sla_id.agreements.agreement_cache import effective_agreement
from sla_id.agreements.choose import record_agreement
from sla_id.agreements.facts import EVIDENCE
from sla_id.instants import reader_language
from sla_id.portal.broken_parts import Parts
from sla_id.portal.ticket_row import say_priority
from sla_id.ticket_record import TicketRecord


def describe_facts(record: TicketRecord, parts: Parts) -> list[tuple[str, str]]:
	"""The label and value of each fact that is known."""
	service = parts.read(lambda: _say_service(record), str(record.service or ""))
	channel = parts.read(lambda: _say_channel(record), str(record.channel or ""))
	facts = [
		(_("Ticket"), record.reference_name),
		(_("Priority"), parts.read(lambda: say_priority(record), str(record.priority or ""))),
		(_("Service", context="SLA Ticket"), service),
		(_("Channel", context="SLA Ticket"), channel),
		(_("Agreement"), parts.read(lambda: _say_agreement(record.agreement), str(record.agreement or ""))),
	]
	return [(label, value) for label, value in facts if value]


def missing_facts(record: TicketRecord, language: str) -> list[dict[str, Any]]:
	"""What the report still lacks, each with the agreement's own explanation. A solved ticket lacks nothing."""
	if not record.agreement or record.resolved_utc or record.excluded:
		return []
	hints = {
		item.code: item.description.get(language)
		for item in record_agreement(record).file.required_facts
		if item.description
	}
	return [
		{
			"code": row.code,
			"label": row.label if language == "id" else row.label_en or row.label,
			"hint": hints.get(row.code) or "",
			"is_file": row.code == EVIDENCE or row.code.startswith("document."),
		}
		for row in record.facts
		if not row.given
	]


def _say_service(record: TicketRecord) -> str:
	"""The service's name in the catalogue, in the reader's language."""
	if not record.service:
		return ""
	names = frappe.get_cached_value(
		"SLA Service", record.service, ["service_name", "service_name_en"], as_dict=True
	)
	return str((reader_language() != "id" and names.service_name_en) or names.service_name)


def _say_channel(record: TicketRecord) -> str:
	"""The channel's name in the agreement, in the reader's language, or else the site's name for it."""
	if not record.channel:
		return ""
	channels = record_agreement(record).file.channels if record.agreement else ()
	for channel in channels:
		if channel.code == record.channel and channel.name.id != channel.code:
			return channel.name.get(reader_language())
	names = frappe.get_cached_value(
		"SLA Channel", record.channel, ["channel_name", "channel_name_en"], as_dict=True
	)
	return str((reader_language() != "id" and names.channel_name_en) or names.channel_name)


def _say_agreement(name: str | None) -> str:
	if not name:
		return ""
	head = effective_agreement((name,)).head
	return f"{head.title.id}, {_('version')} {head.version}"
