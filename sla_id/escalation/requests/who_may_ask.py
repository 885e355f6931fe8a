"""Who may ask for which tier of a ticket's agreement and why, and who decides about it (000 §4.1, §4.2).

All of it comes from the agreement's policy: its manual triggers with their reasons, and the people who answer
for a tier.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import frappe

from sla_id.agreements.choose import record_agreement
from sla_id.agreements.file import TriggerRow
from sla_id.agreements.partners import AGENTS, partners_of
from sla_id.agreements.rules.effective_agreement import EffectiveAgreement, StaffedTier
from sla_id.agreements.rules.ticket_terms import is_meant_for
from sla_id.agreements.ticket_catalogue import service_path
from sla_id.agreements.tiers import ticket_tier
from sla_id.escalation.tell_tier import reach_tier, told_users
from sla_id.escalation.unreachable import people_of_tier
from sla_id.notify.outbox.channels import usual_channels
from sla_id.record_types import EscalationRequestRecord
from sla_id.ticket_record import TicketRecord

PARTNER, MANAGEMENT, AGENT = "Partner", "Management", "Agent"
OF_THE_PARTNER = (PARTNER, MANAGEMENT)
MANAGERS = frozenset({"SLA Manager", "System Manager"})


@dataclass(frozen=True, slots=True)
class Reason:
	"""Why a tier may be asked for, in the agreement's two languages."""

	code: str
	label: str
	label_en: str
	description: str = ""
	description_en: str = ""

	def say(self, language: str) -> str:
		"""The reason in "id" or "en"."""
		return self.label if language == "id" else self.label_en or self.label


@dataclass(frozen=True, slots=True)
class Possible:
	"""A tier that a party may ask for, by one manual trigger.

	If `reasons` is empty, any reason will do and the explanation states it. `decide_within` is a length on
	`calendar`; both are empty if the agreement sets none.
	"""

	level: int
	party: str
	title: str
	title_en: str
	responsible: str
	reasons: tuple[Reason, ...]
	decide_within: str = ""
	calendar: str = ""

	@property
	def counts_at_once(self) -> bool:
		"""Whether the request is valid as soon as it is made.

		It is if an agent or the partner's management made it (000 §4.2).
		"""
		return self.party != PARTNER


def possible_requests(record: TicketRecord, user: str) -> tuple[Possible, ...]:
	"""What a user may ask for on an SLA Ticket, in the order of levels. Empty for a stranger."""
	parties = parties_of(record, user)
	agreement = record_agreement(record) if parties and record.agreement else None
	if agreement is None:
		return ()
	services = service_path(record.service, agreement)
	found = []
	for tier in agreement.tiers:
		for trigger in tier.tier.triggers:
			party = _party(trigger, parties)
			if party and is_meant_for(trigger, record.priority, services, record.partner):
				found.append(_possible(agreement, tier, trigger, party))
	return tuple(found)


def parties_of(record: TicketRecord, user: str) -> tuple[str, ...]:
	"""The parties for which a user may speak about a ticket, the most authoritative first. Empty for a
	stranger.

	A management contact also speaks for its partner.
	"""
	if user == "Guest":
		return ()
	if is_agent_of(record, user):
		return (AGENT,)
	if not record.partner or record.partner not in partners_of(user):
		return ()
	roles = frappe.get_all(
		"SLA Partner Contact",
		filters={"parent": record.partner, "parenttype": "SLA Partner", "user": user},
		pluck="contact_role",
	)
	return (MANAGEMENT, PARTNER) if MANAGEMENT in roles else (PARTNER,)


def is_agent_of(record: TicketRecord, user: str) -> bool:
	"""Whether a user works on the host's ticket, i.e. has one of the roles and may change the ticket."""
	if user != "Administrator" and not AGENTS & set(frappe.get_roles(user)):
		return False
	doctype, name = record.reference_doctype, record.reference_name
	return bool(
		frappe.db.exists(doctype, name) and frappe.has_permission(doctype, "write", doc=name, user=user)
	)


def tier_people(record: TicketRecord, level: int) -> set[str]:
	"""Everybody who answers for a tier of the ticket's agreement: its user, the holders of its role, and its
	on-call schedule.
	"""
	return set(people_of_tier(ticket_tier(record, level)))


def deciders(record: TicketRecord, level: int, at: datetime) -> list[str]:
	"""The people told of a request at an instant, by bell and e-mail.

	They are those whom the tier calls at that instant and who can be reached.
	"""
	return told_users(reach_tier(ticket_tier(record, level), at, channels=usual_channels()))


def may_decide(request: EscalationRequestRecord, user: str) -> bool:
	"""Whether a user may decide about a request: a manager or one of the tier's people, but never one of the
	partner's.
	"""
	if user == "Guest" or request.partner in partners_of(user):
		return False
	if user == "Administrator" or MANAGERS & set(frappe.get_roles(user)):
		return True
	return user in tier_people(frappe.get_doc("SLA Ticket", request.sla_ticket), request.level)


def say_tier(record: TicketRecord, level: int, language: str) -> str:
	"""The name of those who answer for a tier, as the agreement gives it."""
	tier = ticket_tier(record, level)
	return tier.responsible or tier.title.get(language)


def _party(trigger: TriggerRow, parties: Iterable[str]) -> str | None:
	"""The party for which the trigger lets the user ask. A trigger that names no party allows all of them."""
	return next((party for party in parties if trigger.may_ask(party.lower())), None)


def _possible(agreement: EffectiveAgreement, tier: StaffedTier, trigger: TriggerRow, party: str) -> Possible:
	reasons = tuple(
		Reason(
			reason.code,
			reason.label.id,
			reason.label.en,
			reason.description.id if reason.description else "",
			reason.description.en if reason.description else "",
		)
		for reason in trigger.reasons
	)
	return Possible(
		tier.level,
		party,
		tier.title.id,
		tier.title.en,
		tier.responsible,
		reasons,
		str(trigger.decide_within or ""),
		trigger.calendar or "",
	)
