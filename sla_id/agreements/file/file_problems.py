"""What is wrong with an agreement file: every problem with its place and how to fix it.

Used by the whole reader; callers of `parse` catch `AgreementFileError` and show its `problems`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sla_id.engine.sentences import Sentence

LONGEST = 500
"""Characters of the file that a problem repeats."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
	"""One complaint (or warning) about one field. Line and column count from 1, as in editors."""

	line: int
	column: int
	field: str
	problem: Sentence
	advice: Sentence

	def __str__(self) -> str:
		where = f"line {self.line}, column {self.column}"
		return (
			f"{where}, {self.field}: {self.problem}; {self.advice}"
			if self.field
			else (f"{where}: {self.problem}; {self.advice}")
		)


class AgreementFileError(ValueError):
	"""The file can't be used. Its problems are in the order of the lines; the last one says where reading `stopped`."""

	def __init__(self, name: str, problems: Iterable[Problem], *, stopped: bool = False) -> None:
		self.name = name
		found = sorted(problems)
		count = len(found)
		head = f"{name}: {count} problem{'s' if count != 1 else ''}{' and more' if stopped else ''}"
		if stopped:
			last = found[-1]
			more = Sentence("there are more than {most} problems", most=count)
			found.append(
				Problem(
					last.line, last.column, "", more, Sentence("fix these first, then read the file again")
				)
			)
		self.problems = tuple(found)
		super().__init__("\n".join([head, *(f"  {problem}" for problem in self.problems)]))


def shorten(text: str) -> str:
	"""Shorten a text of the file to what a problem quotes."""
	return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def shorten_values(text: Sentence) -> Sentence:
	"""Shorten the values in a sentence."""

	def shortened(value: object) -> object:
		if isinstance(value, Sentence):
			return shorten_values(value)
		return shorten(value) if isinstance(value, str) else value

	return text.with_values(shortened)
