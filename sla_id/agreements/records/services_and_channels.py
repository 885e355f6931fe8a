"""Services and channels. Codes that the site's catalogue lacks are added to it; the agreement keeps its own wording."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import frappe

from sla_id.agreements.file import AgreementFile, Category, ChannelRow, Service
from sla_id.agreements.file.model import SERVICE_KINDS_SHOWN
from sla_id.agreements.records.masters import Masters
from sla_id.agreements.records.plain_rows import plain_columns, plain_values
from sla_id.agreements.records.row_pieces import (
	CONFIDENTIAL,
	code_of,
	codes_of,
	label_fields,
	line_fields,
	lines_of,
	need_label,
	text_of_codes,
	texts_of,
)
from sla_id.record_types import AgreementChannelRow, AgreementRecord


def load_catalogue(read: AgreementFile, masters: Masters) -> dict[str, Any]:
	"""The agreement's tables of services, channels and categories. Missing codes are added to the catalogue."""
	for channel in read.channels:
		names = {"channel_name": channel.name.id, "channel_name_en": channel.name.en}
		masters.ensure_code("SLA Channel", channel.code, {**names, "channel_type": channel.type})
	_load_services(read, masters)
	return {
		"services": [_service_row(service, above) for service, above in read.all_services()],
		"channels": [_channel_row(channel) for channel in read.channels],
		"categories": [
			_category_row(channel.code, category)
			for channel in read.channels
			for category in channel.categories
		],
	}


def _load_services(read: AgreementFile, masters: Masters) -> None:
	"""Add the services, then their dependencies, because a service may depend on one further down."""
	new = [
		service
		for service, _above in read.all_services()
		if not frappe.db.exists("SLA Service", service.code)
	]
	for service, above in read.all_services():
		masters.ensure_code("SLA Service", service.code, _service_record(service, above))
	for service in new:
		if service.depends_on:
			record = frappe.get_doc("SLA Service", service.code)
			record.extend("dependencies", [{"supporting_service": code} for code in service.depends_on])
			record.save()


def read_services(agreement: AgreementRecord) -> tuple[Service, ...]:
	"""The file's tree of services."""
	children: dict[str, list[Any]] = {}
	codes = {row.service for row in agreement.services}
	for row in agreement.services:
		children.setdefault(row.parent_code if row.parent_code in codes else "", []).append(row)
	return _branch(children, "")


def unlisted_parents(agreement: AgreementRecord) -> dict[str, str]:
	"""The services above the agreement's topmost ones that it doesn't list. A level may leave them to its base."""
	codes = {row.service for row in agreement.services}
	return {
		row.service: row.parent_code
		for row in agreement.services
		if row.parent_code and row.parent_code not in codes
	}


def read_channels(agreement: AgreementRecord) -> tuple[ChannelRow, ...]:
	"""The file's channels."""
	categories: dict[str, list[Category]] = {}
	for row in agreement.categories:
		categories.setdefault(row.channel, []).append(
			Category(row.code, need_label(row, "label"), texts_of(row.required), texts_of(row.optional))
		)
	return tuple(
		replace(_channel(row), categories=tuple(categories.get(row.channel, ())))
		for row in agreement.channels
	)


def _service_record(service: Service, above: tuple[str, ...]) -> dict[str, Any]:
	return {
		"service_name": service.name.id,
		"service_name_en": service.name.en,
		"kind": SERVICE_KINDS_SHOWN[service.kind],
		"parent_sla_service": above[-1] if above else None,
		"is_group": int(bool(service.children)),
		"supporting": int(service.supporting),
		"description": service.note,
		**line_fields("documents", service.documents),
		"channels": [{"channel": code} for code in service.channels],
	}


def _service_row(service: Service, above: tuple[str, ...]) -> dict[str, Any]:
	return {
		"service": service.code,
		**label_fields("label", service.name),
		"parent_code": above[-1] if above else None,
		**line_fields("documents", service.documents),
		"channels": text_of_codes(service.channels),
		"depends_on": text_of_codes(service.depends_on),
		**plain_columns(service),
	}


def _branch(children: dict[str, list[Any]], above: str) -> tuple[Service, ...]:
	return tuple(
		Service(
			row.service,
			need_label(row, "label", row.service),
			documents=lines_of(row, "documents"),
			channels=codes_of(row.channels),
			depends_on=codes_of(row.depends_on),
			children=_branch(children, row.service),
			**plain_values(Service, row),
		)
		for row in children.get(above, ())
	)


def _channel_row(channel: ChannelRow) -> dict[str, Any]:
	return {
		"channel": channel.code,
		**label_fields("label", channel.name),
		"channel_type": channel.type,
		"confidential": CONFIDENTIAL[channel.confidential],
		**plain_columns(channel),
	}


def _channel(row: AgreementChannelRow) -> ChannelRow:
	return ChannelRow(
		code=row.channel,
		name=need_label(row, "label", row.channel),
		type=row.channel_type or frappe.get_cached_value("SLA Channel", row.channel, "channel_type"),
		confidential=code_of(CONFIDENTIAL, row.confidential or None),
		**plain_values(ChannelRow, row),
	)


def _category_row(channel: str, category: Category) -> dict[str, Any]:
	return {
		"channel": channel,
		"code": category.code,
		**label_fields("label", category.name),
		"required": _lines(category.required),
		"optional": _lines(category.optional),
	}


def _lines(texts: Iterable[str]) -> str | None:
	return "\n".join(texts) or None
