"""Reads an agreement record as an agreement file: for export, comparison, printing, lint and the hash that parties approve."""

from dataclasses import replace

import frappe
from frappe import _

from sla_id.agreements.agreement_cache import effective_agreement
from sla_id.agreements.file import AgreementFile, dump, parse
from sla_id.agreements.file.file_problems import AgreementFileError
from sla_id.agreements.levels import chain_of, in_force
from sla_id.agreements.records.version import read_record, read_version
from sla_id.agreements.rules.effective_agreement import EffectiveAgreement, with_default_calendar
from sla_id.agreements.rules.signed_part import hash_of, text_to_sign
from sla_id.instants import utc_now
from sla_id.record_types import AgreementRecord


def read_agreement(agreement: AgreementRecord) -> AgreementFile:
	"""Read an SLA Agreement document, saved or not, as an agreement file. For a level, only what it says itself.

	An approved agreement reads as it was signed. Raises UnreadableTarget.
	"""
	base = base_of(agreement)
	file = read_version(agreement, base).file
	if base:
		file = replace(
			file,
			default_calendar=file.default_calendar or base.file.default_calendar,
			default_priority=file.default_priority or base.file.default_priority,
		)
	return with_default_calendar(file)


def base_of(agreement: AgreementRecord) -> EffectiveAgreement | None:
	"""What a level is based on, as in force now. None for a whole agreement. Throws if the base isn't there."""
	if not agreement.based_on:
		return None
	now = utc_now()
	name = in_force(now, {"agreement_code": agreement.based_on}, partner=agreement.partner)
	if name is None:
		frappe.throw(
			_(
				"Based on: no agreement {0} is in force. Submit that one first, or leave the field empty."
			).format(agreement.based_on)
		)
	return effective_agreement(chain_of(name, now))


def export_agreement(agreement: AgreementRecord) -> str:
	"""The agreement file of a record: the text that it came from, if that still says the same."""
	read = read_agreement(agreement)
	if agreement.source_file and _says(agreement, read):
		return str(agreement.source_file)
	return dump(read)


def signed_text(agreement: AgreementRecord) -> str:
	"""What the parties agree on according to the record now: the agreement file, written in one fixed form.

	For a level it has only what the level says itself, nothing of its base.
	"""
	return text_to_sign(with_default_calendar(read_record(agreement, base_of(agreement))))


def kept_text(agreement: AgreementRecord) -> str:
	"""The text that was put before the parties, or that would be for a draft."""
	return str(agreement.signed_text or signed_text(agreement))


def content_hash(agreement: AgreementRecord) -> str:
	"""SHA-256 of the signed text in UTF-8, 64 hexadecimal digits."""
	return hash_of(signed_text(agreement))


def _says(agreement: AgreementRecord, read: AgreementFile) -> bool:
	base = base_of(agreement)
	try:
		return parse(agreement.source_file or "", base=base.file if base else None) == read
	except AgreementFileError:
		return False
