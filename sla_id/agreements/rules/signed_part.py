"""The part of an agreement that both parties see and sign, and what the provider may add and change.

Shifts, breaks and single holidays are announced as they come (001 §6.1); the teams' own targets (OLA), the provider's
remarks, how it tells its own people of an escalation, and credits that it doesn't owe yet are no matter of the partner's.
"""

from collections.abc import Mapping
from dataclasses import replace
from hashlib import sha256
from typing import Any

from sla_id.agreements.file import AgreementFile, Calendar, TargetRow, TierRow, dump

OWN_WAY = ("acknowledge_within", "repeat_every", "hours", "wakes_for")
"""Fields of a tier that say how the provider works."""
_NO_WAY: Mapping[str, Any] = {**dict.fromkeys(OWN_WAY), "wakes_for": ()}


def shared_view(read: AgreementFile) -> AgreementFile:
	"""What both parties see. In an agreement with a customer, the teams' own targets (OLA) are left out."""
	return replace(
		read,
		agreement=replace(read.agreement, source=None),
		calendars=tuple(entry for entry in read.calendars if entry.code not in read.unsigned_calendars),
		targets=tuple(replace(row, note=None) for row in read.targets if _is_shared(row, read)),
		channels=tuple(replace(channel, note=None) for channel in read.channels),
		tiers=tuple(replace(tier, **_NO_WAY) for tier in read.tiers),
		credit=read.credit if read.credit and read.credit.enabled else None,
		unsigned_calendars=(),
	)


def signed_file(read: AgreementFile) -> AgreementFile:
	"""What both parties sign: what they see, without the shifts and breaks of its calendars."""
	shared = shared_view(read)
	return replace(
		shared, calendars=tuple(replace(calendar, shifts=(), breaks=()) for calendar in shared.calendars)
	)


def text_to_sign(read: AgreementFile) -> str:
	"""What the parties agree on, written in one fixed form."""
	return dump(signed_file(read))


def hash_of(text: str) -> str:
	"""SHA-256 of a text in UTF-8, 64 hexadecimal digits."""
	return sha256(text.encode()).hexdigest()


def with_unsigned(signed: AgreementFile, held: AgreementFile) -> AgreementFile:
	"""What was signed, with what `held` adds: the whole agreement as it is stored.

	`signed` is a `signed_file`; only what isn't part of one is taken from `held`.
	"""
	return replace(
		signed,
		agreement=replace(signed.agreement, source=held.agreement.source),
		calendars=_calendars(signed, held),
		targets=(
			*(_with_note(row, held) for row in signed.targets),
			*(row for row in held.targets if not _is_shared(row, signed)),
		),
		channels=tuple(
			replace(channel, note=next((own.note for own in held.channels if own.code == channel.code), None))
			for channel in signed.channels
		),
		tiers=tuple(_with_own_way(tier, held) for tier in signed.tiers),
		credit=signed.credit or (None if held.credit is None or held.credit.enabled else held.credit),
		unsigned_calendars=held.unsigned_calendars,
	)


def _is_shared(row: TargetRow, read: AgreementFile) -> bool:
	return row.clock != "ola" or read.agreement.type == "internal"


def _calendars(signed: AgreementFile, held: AgreementFile) -> tuple[Calendar, ...]:
	own = {calendar.code: calendar for calendar in held.calendars}
	announced = tuple(
		replace(calendar, shifts=own[calendar.code].shifts, breaks=own[calendar.code].breaks)
		if calendar.code in own
		else calendar
		for calendar in signed.calendars
	)
	known = {calendar.code for calendar in signed.calendars}
	return (*announced, *(calendar for code, calendar in own.items() if code not in known))


def _with_note(row: TargetRow, held: AgreementFile) -> TargetRow:
	return replace(row, note=next((own.note for own in held.targets if own.scope == row.scope), None))


def _with_own_way(tier: TierRow, held: AgreementFile) -> TierRow:
	own = next((entry for entry in held.tiers if entry.level == tier.level), None)
	return replace(tier, **{name: getattr(own, name) for name in OWN_WAY}) if own else tier
