"""What can go wrong in the arithmetic, as domain errors whose messages say what to do.

Messages are `Sentence`s, so they can be shown in another language. Every error derives from `EngineError`, so
a caller that must never fail (a host hook) can catch that one type.
"""

from sla_id.engine.sentences import Sentence


class EngineError(ValueError):
	"""Base of every error that the engine raises on purpose."""

	def __init__(self, problem: Sentence) -> None:
		super().__init__(problem)


class InvalidCalendar(EngineError):
	"""A calendar definition that can't be used.

	`field` names the place, e.g. `hours.mon[1]`; `problem` says what is wrong.
	"""

	def __init__(self, field: str, problem: Sentence) -> None:
		ValueError.__init__(self, f"{field}: {problem}")
		self.field = field
		self.problem = problem


class NaiveTime(EngineError):
	"""An instant without a time zone, so that it is unclear which moment it means."""


class InvalidTarget(EngineError):
	"""A length of time or a target that makes no sense (negative, not a number, unknown kind)."""


class InvalidPause(EngineError):
	"""A pause that ends before it starts."""


class EndBeforeStart(EngineError):
	"""A span whose end lies before its start."""


class InvalidEvent(EngineError):
	"""An event that the ledger should not hold (unknown type, naive time, missing data)."""


class NeverOpens(EngineError):
	"""The working time asked for never comes, because the calendar doesn't open (again)."""


class PausedForGood(NeverOpens):
	"""An open-ended pause starts before the target is used up, so there is no due time until it ends."""
