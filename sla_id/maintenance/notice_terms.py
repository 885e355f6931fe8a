"""How early an agreement wants scheduled maintenance announced, and whether that keeps it from counting (000 §5.2, §6.1)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sla_id.agreements.agreed_length import length_end
from sla_id.agreements.engine_target import engine_target
from sla_id.agreements.file.model import MaintenanceTerms
from sla_id.agreements.rules.effective_agreement import EffectiveAgreement
from sla_id.agreements.words.length_words import say_target
from sla_id.agreements.working_calendars import agreed_calendar
from sla_id.engine import NeverOpens, Target, WorkingCalendar

MINUTE = timedelta(minutes=1)
LONGEST = timedelta(days=3 * 366)
"""No notice is longer."""


@dataclass(frozen=True, slots=True)
class Notice:
	"""What an agreement says of scheduled maintenance.

	`length` None: it names no notice, so that any time before the start is early enough. `excludes`: what was announced in time
	doesn't count as downtime.
	"""

	length: Target | None
	calendar: WorkingCalendar
	excludes: bool

	def is_kept(self, told: datetime, start: datetime) -> bool:
		"""Whether maintenance from `start` on was told early enough."""
		if told >= start or self.length is None:
			return told < start
		try:
			return length_end(self.length, self.calendar, told) <= start
		except NeverOpens:
			return False

	def latest(self, start: datetime) -> datetime | None:
		"""The last whole minute before `start` at which it may be told, None without one: a search, for `is_kept` is true until then."""
		early, late = LONGEST // MINUTE, 0
		if not self.is_kept(start - LONGEST, start):
			return None
		while early - late > 1:
			middle = (early + late) // 2
			if self.is_kept(start - middle * MINUTE, start):
				early = middle
			else:
				late = middle
		return start - early * MINUTE


def notice_of(agreement: EffectiveAgreement) -> Notice:
	"""What an agreement says of scheduled maintenance; one that is silent demands no notice and excludes nothing."""
	terms = _terms(agreement)
	length = engine_target(terms.notice, hours_per_day=agreement.hours_per_day) if terms.notice else None
	calendar = agreed_calendar(agreement, terms.calendar)
	return Notice(length, calendar, terms.exclusion is not None)


def say_notice(agreement: EffectiveAgreement, language: str) -> str:
	"""The notice in words, e.g. "3 hari kerja"; "" for none."""
	terms = _terms(agreement)
	return say_target(agreement.file, terms.notice, terms.calendar, language) if terms.notice else ""


def _terms(agreement: EffectiveAgreement) -> MaintenanceTerms:
	promise = agreement.file.availability
	return (promise and promise.maintenance) or MaintenanceTerms()
