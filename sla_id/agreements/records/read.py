"""An agreement record as the file it is: for export, comparison, printing, lint and the hash that parties approve."""

from dataclasses import replace
from hashlib import sha256
from typing import Any

import frappe
from frappe import _

from sla_id.agreements.file import AgreementFile, dump, parse
from sla_id.agreements.file.errors import AgreementFileError
from sla_id.agreements.levels import chain_of, get_agreement, in_force
from sla_id.agreements.records.calendars import calendar_codes, read_calendars
from sla_id.agreements.records.catalogue import read_channels, read_services
from sla_id.agreements.records.classification import read_matrix, read_priorities
from sla_id.agreements.records.escalation import read_tiers
from sla_id.agreements.records.head import read_head
from sla_id.agreements.records.promises import read_availability, read_targets
from sla_id.agreements.records.rows import items_of
from sla_id.agreements.records.terms import read_terms
from sla_id.instants import utc_now


def read_agreement(agreement: Any, *, bare: bool = False) -> AgreementFile:
	"""An SLA Agreement document, saved or not, as an agreement file: of a level, what it names itself.

	`bare` leaves a level's inherited defaults empty, so that nothing of its base is in it. Raises
	UnreadableTarget.
	"""
	base = _base(agreement)
	codes = calendar_codes(agreement)
	own = codes
	if base:
		inherited = calendar_codes(base)
		own = {name: code for name, code in codes.items() if name not in inherited}
		codes = {**own, **inherited}
	default = codes[agreement.default_calendar or base.default_calendar]
	priorities, default_priority = read_priorities(agreement)
	if base and not bare:
		default_priority = default_priority or read_priorities(base)[1]
	if base and bare and not agreement.default_calendar:
		default = ""
	return AgreementFile(
		agreement=read_head(agreement),
		calendars=read_calendars(own),
		default_calendar=default,
		priorities=priorities,
		default_priority=default_priority,
		matrix=read_matrix(agreement.matrix),
		channels=read_channels(agreement),
		services=read_services(agreement),
		required_facts=items_of(agreement.required_facts, with_required=True),
		out_of_scope=items_of(agreement.out_of_scope),
		targets=read_targets(agreement, codes, default),
		tiers=read_tiers(agreement.escalation_policy, codes, default),
		availability=read_availability(agreement),
		terms=read_terms(agreement),
		unsigned_calendars=_unsigned(agreement, own),
	)


def _unsigned(agreement: Any, own: dict[str, str]) -> tuple[str, ...]:
	signed = calendar_codes(agreement, signed=True)
	return tuple(code for name, code in own.items() if name not in signed)


def _base(agreement: Any) -> Any:
	"""What a level is based on; None for a whole or a merged agreement."""
	if not agreement.based_on or getattr(agreement, "origins", None):
		return None
	now = utc_now()
	name = in_force(now, {"agreement_code": agreement.based_on}, partner=agreement.partner)
	if name is None:
		frappe.throw(
			_(
				"Based on: no agreement {0} is in force. Submit that one first, or leave the field empty."
			).format(agreement.based_on)
		)
	return get_agreement(chain_of(name, now))


def export_agreement(agreement: Any) -> str:
	"""The agreement file of a record: the very text it came from while that still says the same."""
	read = read_agreement(agreement)
	if agreement.source_file and _says(agreement, read):
		return str(agreement.source_file)
	return dump(read)


def signed_text(agreement: Any) -> str:
	"""What the parties agree on: the agreement file, written out in one fixed way.

	Shifts and breaks of calendars are announced as they come (001 §6.1) and take no part in it.
	"""
	read = shared_view(read_agreement(agreement, bare=True))
	calendars = tuple(replace(calendar, shifts=(), breaks=()) for calendar in read.calendars)
	return dump(replace(read, calendars=calendars))


def kept_text(agreement: Any) -> str:
	"""The very text that was put before the parties; of a draft, what would be."""
	return str(agreement.signed_text or signed_text(agreement))


def hash_of(text: str) -> str:
	"""SHA-256 of a text in UTF-8, 64 hexadecimal digits."""
	return sha256(text.encode()).hexdigest()


def shared_view(read: AgreementFile) -> AgreementFile:
	"""What both parties see and sign: without the provider's readings and remarks, without how it tells its own people
	of an escalation and, in an agreement with a customer, without its teams' own targets (OLA)."""
	internal = read.agreement.type == "internal"
	return replace(
		read,
		agreement=replace(read.agreement, source=None),
		calendars=tuple(entry for entry in read.calendars if entry.code not in read.unsigned_calendars),
		targets=tuple(replace(row, note=None) for row in read.targets if internal or row.clock != "ola"),
		channels=tuple(replace(channel, note=None) for channel in read.channels),
		tiers=tuple(
			replace(tier, acknowledge_within=None, repeat_every=None, hours=None, wakes_for=())
			for tier in read.tiers
		),
		unsigned_calendars=(),
	)


def content_hash(agreement: Any) -> str:
	"""SHA-256 of the signed text in UTF-8, 64 hexadecimal digits."""
	return hash_of(signed_text(agreement))


def _says(agreement: Any, read: AgreementFile) -> bool:
	base = _base(agreement)
	try:
		return parse(agreement.source_file, base=read_agreement(base) if base else None) == read
	except AgreementFileError:
		return False
