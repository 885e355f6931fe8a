"""What the agreement in force at a claimed time says of claims: which classes it excludes, and until when they are claimed, decided
and objected to (000 §5.2).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from frappe import _

from sla_id.agreements.agreed_length import agreed_end
from sla_id.agreements.agreement_cache import effective_agreement
from sla_id.agreements.file.model import ClaimTerms, Item
from sla_id.agreements.levels import Rows, approved_heads
from sla_id.agreements.rules.effective_agreement import EffectiveAgreement
from sla_id.agreements.ticket_catalogue import catalogue_of
from sla_id.availability.guarantee import midnight
from sla_id.exclusions.claim_values import ClaimSpan
from sla_id.instants import say_to_reader
from sla_id.outages.outage_values import DownService
from sla_id.outages.partner_versions import levels_at, versions_between
from sla_id.outages.touched import Reach, ordered_services

_INSTANT = timedelta(microseconds=1)
_A_DAY = timedelta(days=1)


class NotClaimable(ValueError):
	"""Why no agreement version covers a claim; its text is for whoever claims."""


@dataclass(frozen=True, slots=True)
class ClaimRules:
	"""What one agreement version says of claims; None where it sets no limit."""

	agreement: EffectiveAgreement

	@property
	def zone(self) -> ZoneInfo:
		"""The agreement's zone."""
		return self.agreement.zone

	@property
	def classes(self) -> tuple[Item, ...]:
		"""The classes of exclusion that were agreed."""
		promise = self.agreement.file.availability
		return promise.exclusions if promise else ()

	def class_of(self, code: str) -> Item | None:
		"""The class of a code."""
		return next((item for item in self.classes if item.code == code), None)

	def claim_until(self, downtime_end: datetime) -> datetime | None:
		"""Until when downtime that ended then may be claimed."""
		return agreed_end(self.agreement, self._terms.within, self._terms.calendar, downtime_end)

	def decide_by(self, claimed: datetime) -> datetime | None:
		"""By when a claim of then is to be decided."""
		return agreed_end(self.agreement, self._terms.decide_within, self._terms.calendar, claimed)

	def object_until(self, decided: datetime) -> datetime | None:
		"""Until when the partner may object to a decision of then."""
		return agreed_end(self.agreement, self._terms.object_within, self._terms.calendar, decided)

	@property
	def _terms(self) -> ClaimTerms:
		promise = self.agreement.file.availability
		return (promise and promise.claims) or ClaimTerms()


def rules_for(partner: str, services: Sequence[DownService], span: ClaimSpan) -> ClaimRules:
	"""The rules of the one version under which a partner has all those services for all of that time. Raises NotClaimable."""
	heads = approved_heads()
	levels = {_levels(partner, down, span, heads) for down in services}
	if len(levels) > 1:
		raise NotClaimable(_("Services: they are under different agreements. Claim each by itself."))
	return ClaimRules(effective_agreement(levels.pop()))


def days_of(span: ClaimSpan, zone: ZoneInfo) -> tuple[date, date]:
	"""The first and the last day that a time touches in a zone."""
	start, end = span
	return start.astimezone(zone).date(), (end - _INSTANT).astimezone(zone).date()


def _levels(partner: str, down: DownService, span: ClaimSpan, heads: Rows) -> tuple[str, ...]:
	"""The levels that hold for one service through all of the time. Raises NotClaimable."""
	base = levels_at(partner, span[0], heads)
	if not base:
		raise NotClaimable(
			_("Partner: no agreement of {0} was in force on {1}.").format(partner, say_to_reader(span[0]))
		)
	agreement = effective_agreement(base)
	if not any(Reach(agreement, code).parts_down((down,)) for code in ordered_services(agreement)):
		raise NotClaimable(
			_(
				"Services: the agreement {0} of {1} doesn't name {2}. Choose a service that it promises."
			).format(agreement.name, partner, down.service)
		)
	first, last = days_of(span, agreement.zone)
	held = versions_between(partner, first, last, heads, catalogue_of(agreement).path(down.service))
	if not held or held[0].first > first or held[0].last < last:
		border = midnight(held[0].last + _A_DAY, agreement.zone) if held else span[0]
		raise NotClaimable(
			_(
				"Time: the agreement changes or ends on {0}. Claim the time before and the time after it by themselves."
			).format(say_to_reader(border))
		)
	return held[0].levels
