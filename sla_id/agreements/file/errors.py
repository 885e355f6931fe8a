"""What is wrong with an agreement file: every problem with its place and its remedy.

Used by the whole reader; callers of `parse` catch `AgreementFileError` and show
its `problems`. Imports nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
	"""One complaint (or warning) about one field; line and column count from 1, as editors do."""

	line: int
	column: int
	field: str
	problem: str
	advice: str

	def __str__(self) -> str:
		where = f"line {self.line}, column {self.column}"
		return (
			f"{where}, {self.field}: {self.problem}; {self.advice}"
			if self.field
			else (f"{where}: {self.problem}; {self.advice}")
		)


class AgreementFileError(ValueError):
	"""The file cannot be used: all of its problems, in the order of the lines."""

	def __init__(self, name: str, problems: Iterable[Problem]) -> None:
		self.name = name
		self.problems = tuple(sorted(problems))
		count = len(self.problems)
		head = f"{name}: {count} problem{'s' if count != 1 else ''}"
		super().__init__("\n".join([head, *(f"  {problem}" for problem in self.problems)]))
