"""Which agreement version, priority, service and channel a ticket gets, and why.

The order is fixed and each step leaves its reason: the partner's own agreement, then its group's, then the
default; the priority named on the ticket, then the matrix, then the host's own priority, then the default.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate

from sla_id.agreements import choice_basis as because
from sla_id.agreements.agreement_cache import effective_agreement
from sla_id.agreements.choice_basis import BASES, read_bases
from sla_id.agreements.file import ChannelRow
from sla_id.agreements.levels import (
	SERVICE_LEVEL,
	UNSET,
	Rows,
	agreement_zone,
	chain_of,
	in_force,
	with_service_levels,
)
from sla_id.agreements.records.services_and_channels import read_channels
from sla_id.agreements.rules.effective_agreement import EffectiveAgreement
from sla_id.agreements.ticket_catalogue import catalogue_of, service_path
from sla_id.engine import Sentence
from sla_id.instants import site_zone
from sla_id.ticket_record import TicketRecord

PORTAL = "Portal"
"""The kind of channel that counts as an official one wherever an agreement doesn't say otherwise (X5)."""
AUTOMATIC = "Automatic"
"""The kind of what a machine answered to a mail: absence notices and bounces report nothing."""
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")

Reason = tuple[str, ...]
"""A sentence with {0} places, and what to put there: rendered in the reader's language by `say_reason`."""


@dataclass(frozen=True, slots=True)
class Facts:
	"""What a host says about a ticket that affects the choice. `channel_type` is used if no channel is named."""

	partner: str | None = None
	kind: str = "Incident"
	service: str | None = None
	channel: str | None = None
	channel_type: str | None = None
	priority: str | None = None
	host_priority: str | None = None
	urgency: str | None = None
	impact: str | None = None
	handed_over: bool = False
	priority_reason: str | None = None
	category: str | None = None


CHOSEN = (
	"agreement",
	"partner",
	"priority",
	"service",
	"channel",
	"kind",
	"stage",
	"urgency",
	"impact",
	*BASES,
)
"""The fields of a choice that an SLA Ticket has as its own."""


@dataclass(frozen=True, slots=True)
class Choice:
	"""What was chosen for a ticket.

	`official` is False if the report came through a channel that starts no clock (000 §3.1).
	"""

	agreement: str | None
	partner: str | None = None
	priority: str | None = None
	service: str | None = None
	channel: str | None = None
	kind: str = "Incident"
	stage: str | None = None
	urgency: str | None = None
	impact: str | None = None
	official: bool = True
	levels: tuple[str, ...] = ()
	"""The agreement with the levels that it is made of, broadest first; empty: `agreement` alone."""
	reasons: tuple[Reason, ...] = ()
	agreement_basis: str = ""
	priority_basis: str = ""
	service_basis: str = ""
	channel_basis: str = ""

	@property
	def all_levels(self) -> tuple[str, ...]:
		"""The levels. There is at least one if there is an agreement."""
		return self.levels or ((self.agreement,) if self.agreement else ())

	def as_details(self) -> dict[str, Any]:
		"""The form in which the ledger keeps it."""
		return asdict(self)

	@classmethod
	def from_details(cls, details: dict[str, Any]) -> "Choice":
		"""Read it from the form in which the ledger keeps it."""
		known = {key: value for key, value in details.items() if key in cls.__dataclass_fields__}
		known["reasons"] = tuple(tuple(reason) for reason in known.get("reasons") or ())
		known["levels"] = tuple(known.get("levels") or ())
		if BASES[0] not in known:  # an entry of a ledger from before they were kept
			known |= read_bases(known["reasons"])
		return cls(**known)


def choose(facts: Facts, at: datetime, pinned: Choice | None = None) -> Choice:
	"""Choose for a ticket received at an instant. Days are counted in each agreement's own zone.

	`pinned` is its earlier choice. While the partner stays the same, the agreement version stays too,
	whatever has been agreed since.
	"""
	choice = _choose_all(facts, at, pinned)
	return replace(choice, **read_bases(choice.reasons, pinned.agreement_basis if pinned else ""))


def _choose_all(facts: Facts, at: datetime, pinned: Choice | None) -> Choice:
	name, why = _choose_version(facts.partner, at, pinned)
	if name is None:
		# nothing is promised, but who is hit and by what is known: a major incident counts it
		return Choice(None, partner=facts.partner, service=facts.service, kind=facts.kind, reasons=(why,))
	levels, levels_why = _choose_levels(name, facts, at, pinned)
	agreement = effective_agreement(levels)
	agreement.calendar_name()  # a level whose base has ended lacks its hours: raised before a choice without the base is kept
	priority, priority_why = _choose_priority(agreement, facts, pinned)
	channel, official, channel_why = _choose_channel(agreement.file.channels, facts)
	stage = ("Handed Over" if facts.handed_over else "First Line") if agreement.head.first_line else None
	return Choice(
		name,
		partner=facts.partner,
		priority=priority,
		service=facts.service,
		channel=channel,
		kind=facts.kind,
		stage=stage,
		urgency=facts.urgency,
		impact=facts.impact,
		official=official,
		levels=levels,
		reasons=(why, *levels_why, *priority_why, channel_why, *_say_service(agreement, facts, channel)),
	)


def _choose_version(partner: str | None, at: datetime, pinned: Choice | None) -> tuple[str | None, Reason]:
	if pinned and pinned.agreement and pinned.partner == partner:
		return pinned.agreement, (because.KEPT, pinned.agreement)
	return choose_agreement(partner, at)


def _say_service(agreement: EffectiveAgreement, facts: Facts, channel: str | None) -> Iterator[Reason]:
	if not facts.service:
		return
	yield (because.SERVICE, facts.service)
	allowed = catalogue_of(agreement).channels(facts.service)
	if allowed and channel not in allowed:
		yield (because.OTHER_CHANNEL, facts.service, ", ".join(allowed))


def came_officially(facts: Facts, at: datetime) -> bool:
	"""Whether a report counts as received, even if only the channels of its agreement can be read."""
	name, _why = choose_agreement(facts.partner, at)
	if name is None:
		return True
	levels = with_service_levels(chain_of(name, at), service_path(facts.service), facts.partner, at)
	channels = [
		channel
		for level in levels
		for channel in read_channels(frappe.get_cached_doc("SLA Agreement", level))
	]
	return _choose_channel(channels, facts)[1]


def choose_agreement(
	partner: str | None, at: datetime, heads: Rows | None = None
) -> tuple[str | None, Reason]:
	"""The agreement version in force at an instant for a partner, and the reason; (None, reason) without one."""
	if partner:
		own = in_force(at, {"partner": partner}, heads=heads)
		if own:
			return own, (because.OWN, own, _day(at, own))
		group = frappe.db.get_value("SLA Partner", partner, "partner_group")
		scope = {"partner_group": group, "partner": UNSET}
		shared = in_force(at, scope, heads=heads) if group else None
		if shared:
			return shared, (because.OF_GROUP, shared, str(group))
	default = in_force(at, {"is_default": 1, "partner": UNSET}, heads=heads)
	if default and partner:
		return default, (
			because.DEFAULT,
			default,
			partner,
		)
	if default:
		return default, (
			because.DEFAULT_FOR_UNKNOWN,
			default,
		)
	if partner:
		return None, (
			because.NONE_IN_FORCE,
			partner,
			_day(at, None),
		)
	return None, (because.NO_PARTNER,)


def _day(at: datetime, agreement: str | None) -> str:
	"""The date of an instant in the zone of an agreement's hours, as `in_force` counts it.

	Without an agreement, on this site.
	"""
	if agreement is None:
		return str(at.astimezone(site_zone()).date())
	row = frappe.get_cached_value("SLA Agreement", agreement, ["default_calendar", "based_on"], as_dict=True)
	return str(at.astimezone(agreement_zone(row)).date())


def say_changes(was: Choice, now: Choice, facts: Facts) -> str:
	"""What a reclassification changed, in the language of the ledger's first reader: "priority P2 → P1
	(reason)".
	"""
	names = {
		"agreement": _("agreement"),
		"priority": _("priority"),
		"service": _("service"),
		"channel": _("channel"),
		"kind": _("kind"),
		"urgency": _("urgency"),
		"impact": _("impact"),
		"stage": _("stage"),
	}
	said = [
		f"{name} {getattr(was, field) or '–'} → {getattr(now, field) or '–'}"
		for field, name in names.items()
		if getattr(was, field) != getattr(now, field)
	]
	if was.priority != now.priority and facts.priority == now.priority and facts.priority_reason:
		said.append(facts.priority_reason)
	return "; ".join(said)


def record_agreement(record: TicketRecord) -> EffectiveAgreement:
	"""The agreement of an SLA Ticket, with the levels chosen by its classification."""
	choice = Choice.from_details(json.loads(record.choice)) if record.choice else Choice(record.agreement)
	return effective_agreement(choice.all_levels)


def say_reason(reason: Iterable[str]) -> str:
	"""A reason as a sentence in the reader's language."""
	sentence, *parts = reason
	return _(sentence).format(
		*(formatdate(part, "d MMMM yyyy") if _DAY.fullmatch(part) else part for part in parts)
	)


def _choose_levels(
	name: str, facts: Facts, at: datetime, pinned: Choice | None
) -> tuple[tuple[str, ...], tuple[Reason, ...]]:
	"""The levels that form an agreement for this ticket. Versions it already had are kept."""
	if pinned and pinned.agreement == name and pinned.service == facts.service:
		levels = pinned.all_levels
	else:
		chain = (
			chain_of(name, at) if not pinned or pinned.agreement != name else _without_service_levels(pinned)
		)
		services = service_path(facts.service, effective_agreement(chain))
		levels = with_service_levels(chain, services, facts.partner, at)
	return levels, ((Sentence("Levels, from the broadest: {0}."), " → ".join(levels)),) if len(
		levels
	) > 1 else ()


def _without_service_levels(pinned: Choice) -> tuple[str, ...]:
	return tuple(
		level
		for level in pinned.all_levels
		if level == pinned.agreement
		or frappe.get_cached_value("SLA Agreement", level, "level") != SERVICE_LEVEL
	)


def _choose_priority(
	agreement: EffectiveAgreement, facts: Facts, pinned: Choice | None
) -> tuple[str | None, tuple[Reason, ...]]:
	"""The priority and its reason.

	A person who departs from the matrix, or changes it later, must give a reason.
	"""
	named = facts.priority if facts.priority in {entry.code for entry in agreement.file.priorities} else None
	derived, why = _derive_priority(agreement, facts)
	before = pinned.priority if pinned else None
	if named is None:
		return derived, (why,)
	if facts.priority_reason:
		return named, ((because.SET_WITH_REASON, named, facts.priority_reason),)
	overrules = bool(agreement.file.matrix and facts.urgency and facts.impact) and named != derived
	if before in (None, named) and not overrules:
		return named, ((because.SET, named),)
	unfounded = (
		because.WITHOUT_REASON,
		named,
	)
	return (derived, (why, unfounded)) if overrules else (before, (unfounded,))


def _derive_priority(agreement: EffectiveAgreement, facts: Facts) -> tuple[str | None, Reason]:
	"""The priority if no person set one: by the matrix, the helpdesk's own priority, or the default."""
	file = agreement.file
	if file.matrix and facts.urgency and facts.impact:
		code = file.matrix.find(facts.urgency, facts.impact)
		if code:
			return code, (
				because.BY_MATRIX,
				code,
				facts.urgency,
				facts.impact,
				agreement.matrix or "",
			)
	for entry in file.priorities:
		if facts.host_priority and entry.host_priority == facts.host_priority:
			return entry.code, (
				because.OF_HELPDESK,
				entry.code,
				facts.host_priority,
			)
	if file.default_priority:
		return file.default_priority, (
			because.DEFAULT_PRIORITY,
			file.default_priority,
		)
	return None, (because.NO_PRIORITY,)


def _choose_channel(channels: Iterable[ChannelRow], facts: Facts) -> tuple[str | None, bool, Reason]:
	rows = {entry.code: entry for entry in channels}
	if facts.channel and facts.channel in rows:
		return _channel(rows[facts.channel], because.CHANNEL)
	if facts.channel and rows:
		return (
			facts.channel,
			False,
			(because.NOT_AGREED, facts.channel),
		)
	if facts.channel_type == AUTOMATIC:
		return (
			None,
			False,
			(because.MACHINE,),
		)
	kinds = {code: entry.type for code, entry in rows.items()}
	for code, kind in kinds.items():
		if facts.channel_type and kind == facts.channel_type:
			return _channel(rows[code], because.CHANNEL_RECEIVED)
	if facts.channel_type not in (None, PORTAL) and kinds and all(kinds.values()):
		# a channel whose kind nobody said might be the one: only then is this one none of the agreement's for sure
		return (
			None,
			False,
			(
				because.NOT_AGREED_KIND,
				facts.channel_type,
			),
		)
	return facts.channel, True, (because.UNKNOWN_CHANNEL,)


def _channel(row: ChannelRow, because_of: str) -> tuple[str, bool, Reason]:
	return row.code, row.official, (because_of if row.official else because.NOT_OFFICIAL, row.code)
