"""`fit`: every promise of an agreement against its teams, in an ordinary week and in one with a holiday.

Called by the command, by `service_level_management/ola_fit.py` and through it by the report and the desk.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from sla_id.agreements.engine_target import engine_target
from sla_id.agreements.file.model import AgreementFile, TargetRow
from sla_id.agreements.fit.broken_minutes import compare
from sla_id.agreements.fit.example_weeks import ExampleWeek, choose_weeks
from sla_id.agreements.fit.fit_result import (
	FitReport,
	LeftOut,
	Link,
	Obstacle,
	PromiseFit,
	WeekFit,
)
from sla_id.agreements.fit.team_chains import PROMISES, Case, find_cases, has_length
from sla_id.agreements.fit.working_stages import Stage
from sla_id.agreements.rules.service_catalogue import Catalogue
from sla_id.engine import NeverOpens, WorkingCalendar
from sla_id.engine.pauses import micros
from sla_id.fixtures.holiday_files import best_year


def fit(
	file: AgreementFile,
	*,
	today: date | None = None,
	calendars: Mapping[str, WorkingCalendar] | None = None,
	catalogue: Catalogue | None = None,
) -> FitReport:
	"""Compare the OLAs with the SLA. It looks at the next weeks from `today` in the agreement's zone.

	`calendars` (by the file's codes) and `catalogue` replace the file's own, e.g. with a site's records. Raises
	InvalidCalendar for a calendar that can't be computed with.
	"""
	zone = ZoneInfo(file.agreement.time_zone)
	day = today or datetime.now(zone).date()
	known = calendars if calendars is not None else calendars_of(file, day)
	return _Comparison(file, known, catalogue or Catalogue.of(file), zone, day).report()


def calendars_of(file: AgreementFile, day: date) -> dict[str, WorkingCalendar]:
	"""The file's calendars by code, with the holidays of this year and the next. Raises InvalidCalendar."""
	years = [best_year(year) for year in (day.year, day.year + 1)] if _close_on_holidays(file) else []
	return {
		entry.code: WorkingCalendar.from_dict(
			entry.definition(
				file.agreement.time_zone,
				[row for year in years for row in year.closing_days(entry.holidays, entry.region)],
			)
		)
		for entry in file.calendars
	}


def _close_on_holidays(file: AgreementFile) -> bool:
	return any(entry.holidays for entry in file.calendars)


class _Comparison:
	"""One agreement. Promises with equal lengths and teams are computed once."""

	def __init__(
		self,
		file: AgreementFile,
		calendars: Mapping[str, WorkingCalendar],
		catalogue: Catalogue,
		zone: ZoneInfo,
		day: date,
	) -> None:
		self.file, self.calendars, self.catalogue = file, calendars, catalogue
		agreement = file.agreement
		daily = agreement.working_day == "hours_per_day"
		self.hours_per_day = float(agreement.hours_per_day) if daily else None
		concerned = [row for row in file.targets if row.clock in (*PROMISES, "ola") and has_length(row)]
		used = {row.calendar: calendars[row.calendar] for row in concerned}
		self.weeks = choose_weeks(used.values(), zone, day)
		self.compare = cache(self._weeks)

	def report(self) -> FitReport:
		promises: list[PromiseFit] = []
		left_out: list[LeftOut] = []
		for row in self.file.targets:
			if row.clock not in (*PROMISES, "ola"):
				continue
			if not has_length(row):
				left_out.append(LeftOut(row, Obstacle.NO_LENGTH))
			elif row.clock != "ola":
				self._add(row, promises, left_out)
		return FitReport(tuple(promises), tuple(left_out))

	def _add(self, row: TargetRow, promises: list[PromiseFit], left_out: list[LeftOut]) -> None:
		cases = list(find_cases(self.file, self.catalogue, row, self._stricter))
		counted = [case for case in cases if case.links]
		missing = [case for case in cases if not case.links and (case.gaps or not counted)]
		if missing:
			services = tuple(dict.fromkeys(code for case in missing for code in case.services))
			left_out.append(LeftOut(row, Obstacle.NO_OLA, services if counted else ()))
		for case in counted:
			try:
				promises.append(self._fit(case))
			except NeverOpens:
				left_out.append(LeftOut(row, Obstacle.UNCOMPUTABLE, case.services))

	def _fit(self, case: Case) -> PromiseFit:
		weeks = self.compare(self._stage(case.row), case.links)
		return PromiseFit(case.row, case.services, case.limits, case.links, case.gaps, case.uncounted, weeks)

	def _weeks(self, promise: Stage, links: tuple[Link, ...]) -> tuple[WeekFit, ...]:
		stages = [self._stage(link.row) for link in links]
		return tuple(
			WeekFit(week.monday, week.holidays, *compare(promise, links, stages, week)) for week in self.weeks
		)

	def _stage(self, row: TargetRow) -> Stage:
		target = engine_target(row.target, hours_per_day=self.hours_per_day)
		return Stage(self.calendars[row.calendar], target)

	def _stricter(self, one: TargetRow, other: TargetRow) -> bool:
		"""Which of two rows is stricter, by their due times on the first Monday. It may differ by the hour."""
		first, second = (self._due(row, self.weeks[0]) for row in (one, other))
		return first < second

	def _due(self, row: TargetRow, week: ExampleWeek) -> float:
		if not has_length(row):
			return float("inf")
		stage = self._stage(row)
		try:
			return micros(stage.end(stage.calendar.next_opening(week.at(0))))
		except NeverOpens:
			return float("inf")
