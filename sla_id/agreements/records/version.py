"""One agreement version as it was signed, with the records it refers to and what the provider adds to it.

An approved record has to say what was signed. If somebody changed the database behind the app's back, the signed text
holds. Called by `agreements/agreement_cache.py` and `read_agreement.py`.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from sla_id.agreements.file import AgreementFile, AgreementFileError, parse
from sla_id.agreements.records.availability_rows import (
	read_availability,
	read_breach_causes,
	read_credit,
	read_pause_reasons,
)
from sla_id.agreements.records.calendar_records import calendar_codes, read_calendars
from sla_id.agreements.records.classification import read_matrix, read_priorities
from sla_id.agreements.records.head_fields import read_head
from sla_id.agreements.records.policy_records import read_policy
from sla_id.agreements.records.promises import read_targets
from sla_id.agreements.records.row_pieces import items_of
from sla_id.agreements.records.services_and_channels import read_channels, read_services, unlisted_parents
from sla_id.agreements.records.term_rows import read_terms
from sla_id.agreements.rules.effective_agreement import (
	EffectiveAgreement,
	origins_of,
	with_default_calendar,
	without_default_calendar,
)
from sla_id.agreements.rules.signed_part import signed_file, text_to_sign, with_unsigned
from sla_id.record_types import AgreementRecord

APPROVED = 1
"""The docstatus of a version that both sides have approved."""
MOST_TEXTS = 500
"""So many signed texts are kept in a process."""


def read_version(agreement: AgreementRecord, base: EffectiveAgreement | None = None) -> EffectiveAgreement:
	"""Read what an SLA Agreement document, saved or not, says itself. `base` is what a level overrides.

	"" stands for its default calendar, because that of a level may be its base's. Raises UnreadableTarget, and
	AgreementFileError for a signed text that can't be read.
	"""
	codes, own = _codes(agreement, base)
	tiers = read_policy(agreement.escalation_policy, codes)
	file = _as_signed(agreement, read_record(agreement, base), base)
	signed = {tier.level: tier for tier in file.tiers}
	version = EffectiveAgreement(
		name=agreement.name or "",
		file=file,
		calendars={code: name for name, code in own.items()},
		zones=_zones(file),
		matrix=agreement.matrix or None,
		policy=agreement.escalation_policy or None,
		tiers=tuple(replace(entry, tier=signed[entry.level]) for entry in tiers if entry.level in signed),
		parents=unlisted_parents(agreement),
	)
	return replace(version, origins=origins_of(version))


def read_record(agreement: AgreementRecord, base: EffectiveAgreement | None = None) -> AgreementFile:
	"""Read what the record says now, whatever was signed. Raises UnreadableTarget."""
	codes, own = _codes(agreement, base)
	priorities, default_priority = read_priorities(agreement)
	default = agreement.default_calendar
	return AgreementFile(
		agreement=read_head(agreement),
		calendars=read_calendars(own),
		default_calendar=codes[default] if default else "",
		priorities=priorities,
		default_priority=default_priority,
		matrix=read_matrix(agreement.matrix),
		channels=read_channels(agreement),
		services=read_services(agreement),
		required_facts=items_of(agreement.required_facts, with_required=True),
		out_of_scope=items_of(agreement.out_of_scope),
		targets=read_targets(agreement, codes),
		tiers=tuple(staffed.tier for staffed in read_policy(agreement.escalation_policy, codes)),
		availability=read_availability(agreement, codes),
		terms=read_terms(agreement),
		pause_reasons=read_pause_reasons(agreement, codes),
		breach_causes=read_breach_causes(agreement),
		credit=read_credit(agreement),
		unsigned_calendars=_unsigned(agreement, own),
	)


def _zones(file: AgreementFile) -> dict[str, str]:
	"""The zone of each calendar that is signed, as the text says it: one for all, or "" for that of the level's base."""
	zone = "" if "time_zone" in file.agreement.inherits else file.agreement.time_zone
	return {entry.code: zone for entry in file.calendars if entry.code not in file.unsigned_calendars}


def _codes(
	agreement: AgreementRecord, base: EffectiveAgreement | None
) -> tuple[dict[str, str], dict[str, str]]:
	"""(the file's codes by calendar record, and those of calendars that the agreement adds itself)."""
	inherited = {name: code for code, name in base.calendars.items()} if base else {}
	codes = calendar_codes(agreement)
	return {**codes, **inherited}, {name: code for name, code in codes.items() if name not in inherited}


def _unsigned(agreement: AgreementRecord, own: Mapping[str, str]) -> tuple[str, ...]:
	signed = calendar_codes(agreement, signed=True)
	return tuple(code for name, code in own.items() if name not in signed)


def _as_signed(
	agreement: AgreementRecord, file: AgreementFile, base: EffectiveAgreement | None
) -> AgreementFile:
	"""What was signed, with what the record adds. For a record that isn't approved, what it says."""
	kept = agreement.signed_text if agreement.docstatus == APPROVED else None
	if not kept:
		return file
	try:
		signed = _parse_signed(kept, agreement.name, with_default_calendar(base.file) if base else None)
	except AgreementFileError:  # by today's rules, which are stricter than when it was signed
		if text_to_sign(with_default_calendar(file)) == kept:
			return file
		raise
	if signed_file(with_default_calendar(file)) == signed:
		return file
	return without_default_calendar(with_unsigned(signed, file), base.file.default_calendar if base else "")


@lru_cache(maxsize=MOST_TEXTS)
def _parse_signed(text: str, name: str, base: AgreementFile | None) -> AgreementFile:
	"""A signed text never changes, so a process reads each once. Raises AgreementFileError."""
	return parse(text, name, base)
