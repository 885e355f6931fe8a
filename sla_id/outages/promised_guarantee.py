"""What an agreement promises of a service from the records of its calendars, and which start of an outage counts under it."""

from datetime import datetime

from sla_id.agreements.rules.availability_guarantee import (
	DECLARED,
	downtime_starts,
	guarantee_for,
	guaranteed_services,
)
from sla_id.agreements.rules.effective_agreement import EffectiveAgreement
from sla_id.agreements.ticket_catalogue import catalogue_of
from sla_id.agreements.working_calendars import agreed_calendar
from sla_id.availability import DaysInForce, Guarantee
from sla_id.outages.outage_values import OutageRow


def guarantee_of(
	agreement: EffectiveAgreement, service: str | None, in_force: DaysInForce
) -> Guarantee | None:
	"""The guarantee for a service on the days on which the version is in force; None where nothing is promised."""
	return guarantee_for(agreement, service, lambda code: agreed_calendar(agreement, code), in_force)


def services_with_figures(agreement: EffectiveAgreement) -> tuple[str | None, ...]:
	"""The services that have a figure each: those that the promise names, and where it covers the rest of the catalogue, each of that.

	(None,) where the agreement lists no services, empty where it promises nothing.
	"""
	given = guaranteed_services(agreement)
	named = [code for code in given if code is not None]
	if None not in given:
		return tuple(named)
	catalogue = catalogue_of(agreement)
	rest = [
		code for code in catalogue.ordered() if code in named or not set(catalogue.path(code)) & set(named)
	]
	return tuple(dict.fromkeys((*rest, *named))) or (None,)


def counted_start(agreement: EffectiveAgreement, outage: OutageRow) -> datetime:
	"""When an outage began, as the agreement counts: as a monitor measured or declared it, else as recorded."""
	if downtime_starts(agreement) == DECLARED:
		return outage.declared or outage.started
	return outage.measured or outage.started
