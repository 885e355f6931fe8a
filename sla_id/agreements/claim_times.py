"""Until when an agreement lets claims be made, decided and objected to: of downtime, and of a ticket's clocks (000 §5.2).

Called by `exclusions/` and `ticket_claims/`. None where the agreement sets no limit.
"""

from datetime import datetime

from sla_id.agreements.agreed_length import agreed_end
from sla_id.agreements.file.model import ClaimTerms
from sla_id.agreements.rules.effective_agreement import EffectiveAgreement


def claim_until(agreement: EffectiveAgreement, ended: datetime) -> datetime | None:
	"""Until when a time that ended then may be claimed."""
	terms = _terms(agreement)
	return agreed_end(agreement, terms.within, terms.calendar, ended)


def decide_by(agreement: EffectiveAgreement, claimed: datetime) -> datetime | None:
	"""By when a claim of then is to be decided."""
	terms = _terms(agreement)
	return agreed_end(agreement, terms.decide_within, terms.calendar, claimed)


def object_until(agreement: EffectiveAgreement, decided: datetime) -> datetime | None:
	"""Until when the partner may object to a decision of then."""
	terms = _terms(agreement)
	return agreed_end(agreement, terms.object_within, terms.calendar, decided)


def _terms(agreement: EffectiveAgreement) -> ClaimTerms:
	promise = agreement.file.availability
	return (promise and promise.claims) or ClaimTerms()
