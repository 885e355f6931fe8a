"""What an agreement promises of a service's availability, as `sla_id.availability` computes with it. No Frappe.

Called by whatever closes, shows or prints a month.
"""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

from sla_id.agreements.file.model import Availability, CreditTerms, GuaranteeRow
from sla_id.agreements.rules.effective_agreement import EffectiveAgreement
from sla_id.agreements.rules.service_catalogue import Catalogue
from sla_id.availability import (
	ClaimWindow,
	ComponentRule,
	DaysInForce,
	Denominator,
	Guarantee,
	UnknownTime,
	parse_scheme,
)
from sla_id.availability.claim_window import WindowKind
from sla_id.availability.credit_schemes import Scheme
from sla_id.availability.guarantee import PartMonth
from sla_id.availability.spans import SECOND
from sla_id.engine.working_calendar import WorkingCalendar

Calendars = Callable[[str], WorkingCalendar]
"""The working calendar of a code of the agreement's."""
DENOMINATORS = {
	"whole_period": Denominator.WHOLE_MONTH,
	"reduced_period": Denominator.MINUS_EXCLUSIONS,
	"reduced_by_excluded_downtime": Denominator.MINUS_EXCLUDED_DOWNTIME,
}
FIRST_FAILED_CHECK, DECLARED = "first_failed_check", "declared"
ALWAYS_IN_FORCE = DaysInForce()
_NOTHING_DIFFERS = GuaranteeRow(())


def guarantee_for(
	agreement: EffectiveAgreement,
	service: str | None,
	calendars: Calendars,
	in_force: DaysInForce = ALWAYS_IN_FORCE,
) -> Guarantee | None:
	"""What is promised for a service; None where nothing is. Without a service, what is promised as a whole.

	A service is promised what its own row says, else the row of the nearest service above it, else what holds for all.
	`in_force` are the days of this version; what they are set against is the agreement's.
	"""
	promise = agreement.file.availability
	if promise is None:
		return None
	row = _row_of(agreement, promise, service)
	if row is None:
		return None
	hours = row.calendar or promise.calendar  # as `hours_of_guarantee` says
	minimum = row.minimum or promise.minimum
	target = row.target_percent if row.target_percent is not None else promise.target_percent
	return Guarantee(
		zone=agreement.zone,
		target=Fraction(target) / 100,
		denominator=DENOMINATORS[promise.formula],
		unknown=UnknownTime(promise.unknown_counts_as or UnknownTime.UP),
		minimum=(minimum.seconds or 0) * SECOND if minimum else 0,
		components=_components(row),
		service_hours=calendars(hours) if hours else None,
		in_force=replace(in_force, denominator_is=PartMonth(promise.part_month or PartMonth.WHOLE_MONTH)),
	)


def hours_of_guarantee(agreement: EffectiveAgreement, service: str | None) -> str | None:
	"""The code of the calendar in whose hours the promise for a service holds; None: round the clock, or nothing is promised."""
	promise = agreement.file.availability
	row = _row_of(agreement, promise, service) if promise else None
	return (row.calendar or promise.calendar) if promise and row else None


def guaranteed_services(agreement: EffectiveAgreement) -> tuple[str | None, ...]:
	"""The services that have a figure of their own: each that a row or the promise names, else (None,), all as a whole.

	None comes first where the rest of the catalogue is promised as a whole beside rows for some of it.
	"""
	promise = agreement.file.availability
	if promise is None:
		return ()
	general: tuple[str | None, ...] = promise.services or (None,)
	named = tuple(code for row in promise.guarantees for code in row.services)
	return tuple(dict.fromkeys((*general, *named)))


def downtime_starts(agreement: EffectiveAgreement) -> str:
	"""FIRST_FAILED_CHECK or DECLARED: which of a monitor's two instants begins the downtime."""
	promise = agreement.file.availability
	return (promise.downtime_from if promise else None) or FIRST_FAILED_CHECK


def owed_credit(agreement: EffectiveAgreement) -> CreditTerms | None:
	"""The credits that are agreed; None while none are."""
	credit = agreement.file.credit
	return credit if credit is not None and credit.enabled and credit.scheme is not None else None


def scheme_of(credit: CreditTerms) -> Scheme | None:
	"""The scheme as credits are computed by it."""
	return parse_scheme(credit.scheme.as_json()) if credit.scheme else None


def claim_window_of(credit: CreditTerms, main_calendar: WorkingCalendar | None) -> ClaimWindow | None:
	"""Until when a credit may be claimed; None: for ever. Working days are those of the agreement's main calendar."""
	if credit.window is None:
		return None
	return ClaimWindow(WindowKind(credit.window.kind), credit.window.count, main_calendar)


def _row_of(agreement: EffectiveAgreement, promise: Availability, service: str | None) -> GuaranteeRow | None:
	"""What differs for a service; None where the promise doesn't cover it."""
	if service is None:
		return _NOTHING_DIFFERS
	catalogue = (
		Catalogue(agreement.nodes) if agreement.nodes else Catalogue.of(agreement.file, agreement.parents)
	)
	chain = catalogue.path(service)
	for code in chain:
		for row in promise.guarantees:
			if code in row.services:
				return row
	return _NOTHING_DIFFERS if not promise.services or set(chain) & set(promise.services) else None


def _components(row: GuaranteeRow) -> ComponentRule:
	return ComponentRule(row.components or "any", {part.code: Fraction(part.weight) for part in row.parts})
