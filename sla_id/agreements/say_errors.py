"""Errors of the engine and of the reader of agreement files, in the language of the person who reads them.

Both write in English and don't use Frappe. Here their sentences meet the app's translations
(`locale/extractors.py` collects them). Used wherever such an error is shown to a person.
"""

import re

from frappe import _

from sla_id.agreements.file import Problem
from sla_id.engine import InvalidCalendar, Sentence

_STEP = re.compile(r"([a-z_]+)|\[(\d+)\]")


def say(text: str, language: str | None = None) -> str:
	"""A sentence in a language, or in the reader's if none is given. A plain text stays unchanged."""
	if not isinstance(text, Sentence):
		return text
	return text.say_with(lambda template, context: str(_(template, language, context or None)))


def say_error(error: Exception) -> str:
	"""An error of the engine or of a target in words. A place in a calendar is named as on the form."""
	if isinstance(error, InvalidCalendar):
		return f"{say_place(error.field)}: {say(error.problem)}"
	problem, advice = getattr(error, "problem", None), getattr(error, "advice", None)
	if problem and advice:
		return f"{say(problem)}; {say(advice)}"
	return say(error.args[0]) if error.args and isinstance(error.args[0], str) else str(error)


def say_problem(problem: Problem) -> str:
	"""A mistake in an agreement file, with its line and field."""
	place = _("line {0}, column {1}").format(problem.line, problem.column)
	if problem.field:
		place = f"{place}, {problem.field}"
	return f"{place}: {say(problem.problem)}; {say(problem.advice)}"


def say_place(path: str) -> str:
	"""A place of a calendar definition as the form has it: "shifts[0].hours.mon[1]" is "Shifts, 1, Monday, 2"."""
	words = {
		"hours": _("Windows"),
		"windows": _("Windows"),
		"holidays": _("Holidays"),
		"shifts": _("Shifts"),
		"breaks": _("Breaks"),
		"time_zone": _("Time zone"),
		"date": _("Date"),
		"from": _("From", context="SLA Calendar"),
		"to": _("To", context="SLA Calendar"),
		"mon": _("Monday"),
		"tue": _("Tuesday"),
		"wed": _("Wednesday"),
		"thu": _("Thursday"),
		"fri": _("Friday", context="SLA Calendar Window"),
		"sat": _("Saturday"),
		"sun": _("Sunday"),
	}
	steps = [words.get(name, name) if name else str(int(number) + 1) for name, number in _STEP.findall(path)]
	return ", ".join(steps) or path
