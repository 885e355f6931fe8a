"""The escalation tiers of a ticket's agreement, and what they owe (000 §4.1, §4.2)."""

from sla_id.agreements.choose import record_agreement
from sla_id.agreements.file import Duty
from sla_id.agreements.rules.effective_agreement import NO_TIER, StaffedTier
from sla_id.ticket_record import TicketRecord


def ticket_tier(record: TicketRecord, level: int) -> StaffedTier:
	"""The tier of that level of an SLA Ticket's agreement with all its levels; NO_TIER where it has none such."""
	agreement = record_agreement(record) if record.agreement else None
	return (agreement.tier(level) if agreement else None) or NO_TIER


def ticket_duties(record: TicketRecord, level: int) -> tuple[Duty, ...]:
	"""What that tier owes."""
	return ticket_tier(record, level).tier.duties
