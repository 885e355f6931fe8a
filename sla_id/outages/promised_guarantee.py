"""What an agreement promises of a service, as the arithmetic takes it, and which start of an outage counts under it."""

from datetime import datetime
from fractions import Fraction

from sla_id.agreements.rules.effective_agreement import EffectiveAgreement
from sla_id.availability import DaysInForce, Denominator, Guarantee
from sla_id.outages.outage_values import OutageRow

DENOMINATORS = {
	"whole_period": Denominator.WHOLE_MONTH,
	"reduced_period": Denominator.MINUS_EXCLUSIONS,
}


def guarantee_of(
	agreement: EffectiveAgreement, service: str | None, in_force: DaysInForce
) -> Guarantee | None:
	"""The guarantee for a service on the days on which the version is in force; None where nothing is promised."""
	promise = agreement.file.availability
	if promise is None:
		return None
	return Guarantee(
		zone=agreement.zone,
		target=Fraction(promise.target_percent) / 100,
		denominator=DENOMINATORS[promise.formula],
		in_force=in_force,
	)


def counted_start(agreement: EffectiveAgreement, outage: OutageRow) -> datetime:
	"""When an outage began, as the agreement counts: as recorded, or as a monitor measured or declared it."""
	promise = agreement.file.availability
	rule = getattr(promise, "downtime_from", None)
	if rule == "declared":
		return outage.declared or outage.started
	if rule == "first_failed_check":
		return outage.measured or outage.started
	return outage.started
