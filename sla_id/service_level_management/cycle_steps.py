"""The eleven steps of the procedure (003 V.1–11): what is done, by whom, and when within the semester. Words of our own.

Called by `cycle`, which keeps them as rows.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from frappe import _

LAST = 11
WITHOUT_SLA_LOOP = (2, 3, 4)
"""003 V.5: done again until every service has an SLA."""
ADJUSTMENT_LOOP = (2, 3, 4, 5, 6, 7, 8)
"""003 V.9: done again until the SLAs fit what is needed."""
DECIDED_BY = {5: 4, 9: 8}
"""Steps that say whether others are repeated: the step that finds out decides about them."""
MAY_BE_SKIPPED = (2, 3, 10)
NEEDS_FINDING = (2, 6, 8, 10)
"""Steps in which a person finds or decides what no program can."""
_SHARE = (0.08, 0.25, 0.32, 0.37, 0.4, 0.5, 0.66, 0.74, 0.82, 0.93, 1)
"""How much of the semester has passed when each step is due; the review is due on its last day."""


@dataclass(frozen=True, slots=True)
class Step:
	"""A step of the procedure. `owner` is a function, never a person."""

	number: int
	action: str
	owner: str
	due: date


def procedure(first: date, last: date, language: str) -> list[Step]:
	"""The steps, with due dates spread over the days from `first` to `last`."""
	length = (last - first).days
	return [
		Step(number, action, _owner(number, language), first + timedelta(days=round(share * length)))
		for number, (action, share) in enumerate(zip(_actions(language), _SHARE, strict=True), 1)
	]


def semester_of(day: date) -> tuple[date, date]:
	"""The first and last day of the semester: January to June, July to December (003 V.11)."""
	if day.month < 7:
		return date(day.year, 1, 1), date(day.year, 6, 30)
	return date(day.year, 7, 1), date(day.year, 12, 31)


def title_of(first: date) -> str:
	"""A name that sorts by time and reads the same in both languages."""
	return f"{first.year} S{1 if first.month < 7 else 2}"


def _actions(language: str) -> tuple[str, ...]:
	return (
		_("Find the services of the catalogue that have no SLA", language),
		_("Agree on the SLAs, or update them, with the users' representatives", language),
		_("Set the OLAs of the supporting services from the dependencies in the catalogue", language),
		_("Check that every service has an SLA", language),
		_("Repeat steps 2 to 4 until every service has an SLA", language),
		_("Monitor the services in operation", language),
		_("Evaluate how well the SLAs and the OLAs behind them are met", language),
		_("Decide whether SLAs need to be adjusted", language),
		_("Repeat steps 2 to 8 until the SLAs fit what the users need", language),
		_(
			"Improve the services, each section in its own field, with third parties where they take part",
			language,
		),
		_("Review the service level management of the semester", language),
	)


def _owner(number: int, language: str) -> str:
	if number == 10:
		return str(
			_(
				"Planning and Governance, Development, Operations and Service Sections, third parties",
				language,
			)
		)
	if number == LAST:
		return str(_("Head of the sub-directorate of operations and services", language))
	return str(_("Service Section", language))
