"""Whether the teams' targets (OLA) fit inside an agreement's promises, with the site's calendars and catalogue (003 step 3).

Called by the report SLA OLA Fit and by `api/service_level_management.py`. The comparison itself is `agreements/fit`.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from frappe import _
from frappe.utils import getdate, nowdate

from sla_id.agreements.agreement_cache import effective_agreement
from sla_id.agreements.file import AgreementFile
from sla_id.agreements.fit import (
	Catalogue,
	FitReport,
	PromiseFit,
	Verdict,
	fit,
	say_left_out,
	say_promise,
	say_worst,
)
from sla_id.agreements.fit.fit_words import say_chain, say_outcome, say_services, say_verdict, say_week
from sla_id.agreements.levels import chain_of
from sla_id.agreements.say_errors import say_error
from sla_id.agreements.working_calendars import agreed_calendar
from sla_id.engine import EngineError
from sla_id.instants import reader_language, utc_now
from sla_id.service_level_management.coverage import agreements_in_force, site_catalogue
from sla_id.service_level_management.report_columns import text_column

HOURS_A_DAY = 24
WEEKDAYS = 7
KEPT, PARTLY, LOST = "·", "▒", "█"
"""An hour of the heat row: every minute of it can be kept, some, none."""


def fit_agreement(agreement: str, day: date | None = None) -> tuple[AgreementFile, FitReport]:
	"""The agreement with what it inherits, and the comparison. Raises EngineError, UnreadableTarget."""
	effective = effective_agreement(chain_of(agreement, utc_now()))
	file = effective.file
	calendars = {code: agreed_calendar(effective, code) for code in effective.calendars}
	report = fit(
		file,
		today=day or getdate(nowdate()),
		calendars=calendars,
		catalogue=_catalogue(file),
	)
	return file, report


def describe_fit(agreement: str) -> dict[str, Any]:
	"""The comparison of one agreement in the reader's words, for a form."""
	language = reader_language()
	file, report = fit_agreement(agreement)
	return {
		"agreement": agreement,
		"promises": [_describe(file, promise, language) for promise in _ranked(report)],
		"left_out": [say_left_out(left, language) for left in report.left_out],
	}


def fit_rows(agreement: str | None = None, only_failing: bool = False) -> list[dict[str, Any]]:
	"""The rows of the report: each promise of the agreements in force (or of one agreement), the worst first."""
	language = reader_language()
	names = [agreement] if agreement else [held.name for held in agreements_in_force()]
	return [row for name in names for row in _rows_of(name, language, only_failing)]


def fit_columns() -> list[dict[str, Any]]:
	"""The columns of the report; the last seven are the heat row."""
	days = (
		_("Monday"),
		_("Tuesday"),
		_("Wednesday"),
		_("Thursday"),
		_("Friday", context="SLA Calendar Window"),
		_("Saturday"),
		_("Sunday"),
	)
	return [
		text_column("agreement", _("Agreement"), 190, fieldtype="Link", options="SLA Agreement"),
		text_column("promise", _("Promise"), 260),
		text_column("services", _("Services", context="SLA Agreement"), 200),
		text_column("teams", _("Teams, one after the other"), 240),
		text_column("result", _("Result"), 130),
		text_column("together", _("All teams at once"), 130),
		text_column("when", _("When it can't be kept"), 320),
		text_column("worst", _("Worst case"), 420),
		text_column("late_hours", _("Late by (hours)"), 110, fieldtype="Float", precision=2),
		text_column("gaps", _("Without an OLA"), 140),
		text_column("uncounted", _("OLAs without a length"), 160),
		*(text_column(f"day_{number}", day, 230) for number, day in enumerate(days)),
	]


def heat(promise: PromiseFit) -> list[str]:
	"""The hours of the week at which the promise can't be kept: a text of 24 marks for each day, from Monday.

	It covers all weeks that were looked at, with the teams one after the other.
	"""
	hours = [max(minutes) for minutes in zip(*(week.in_turn.minutes for week in promise.weeks), strict=True)]
	marks = [KEPT if not minutes else LOST if minutes == 60 else PARTLY for minutes in hours]
	return ["".join(marks[day * HOURS_A_DAY : (day + 1) * HOURS_A_DAY]) for day in range(WEEKDAYS)]


def _rows_of(agreement: str, language: str, only_failing: bool) -> Iterator[dict[str, Any]]:
	"""The rows of one agreement. If it can't be computed that is a row too, so that the others are still shown."""
	try:
		file, report = fit_agreement(agreement)
	except (EngineError, ValueError) as error:
		yield {"agreement": agreement, "promise": _("It can't be computed: {0}").format(say_error(error))}
		return
	for promise in _ranked(report):
		if not only_failing or promise.verdict is not Verdict.ALWAYS:
			yield {"agreement": agreement, **_describe(file, promise, language)}
	if not report.promises and not only_failing:
		yield {"agreement": agreement, "promise": _("None of its promises depends on a team with an OLA.")}


def _catalogue(file: AgreementFile) -> Catalogue:
	"""The catalogue that tickets use: the agreement's for services that it lists, the site's for others.

	An agreement that lists services is compared for those, their sub-services and what supports them.
	"""
	agreed = Catalogue.of(file).nodes
	whole = Catalogue({**site_catalogue().nodes, **agreed})
	if not agreed:
		return whole
	concerned = {
		code: node
		for code, node in whole.nodes.items()
		if node.supporting or agreed.keys() & set(whole.path(code))
	}
	return Catalogue(concerned)


def _ranked(report: FitReport) -> list[PromiseFit]:
	order = (Verdict.NEVER, Verdict.SOMETIMES, Verdict.ALWAYS)
	return sorted(report.promises, key=lambda promise: order.index(promise.verdict))


def _describe(file: AgreementFile, promise: PromiseFit, language: str) -> dict[str, Any]:
	worst = promise.worst_week.in_turn.worst
	days = heat(promise)
	return {
		"promise": say_promise(file, promise, language),
		"services": say_services(file, promise.services, language),
		"teams": say_chain(promise.links),
		"verdict": promise.verdict.value,
		"result": say_verdict(promise.verdict, language),
		"when": "\n".join(_when(promise, language)),
		"together": say_verdict(promise.together, language),
		"worst": "\n".join(say_worst(file, worst, promise, language)),
		"late_hours": round(worst.late_seconds / 3600, 2),
		"gaps": ", ".join(promise.gaps),
		"uncounted": say_chain(promise.uncounted),
		**{f"day_{number}": text for number, text in enumerate(days)},
	}


def _when(promise: PromiseFit, language: str) -> Iterator[str]:
	for week in promise.weeks:
		yield f"{say_week(week, language)}: {say_outcome(week.in_turn, language)}"
