"""What a rule is, and the two ways to write one: `rule` over a function, or `gap` as a row of a table.

Only the files of rules use it. A rule's texts are Sentences: English in the code, Indonesian in `locale/id.po`.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sla_id.agreements.file import Label
from sla_id.agreements.lint.lint_finding import Finding, Quote, Wording
from sla_id.agreements.lint.linted_file import Subject
from sla_id.engine import Sentence


@dataclass(frozen=True, slots=True)
class Found:
	"""What a rule's function yields: the place, the values for the placeholders of the rule's texts, and the quoted sentence.

	`reading` is given only if it isn't the rule's first.
	"""

	path: str
	values: Mapping[str, Any] = field(default_factory=dict)
	quote: Quote | None = None
	reading: str | None = None


Find = Callable[[Subject], Iterator[Found]]


@dataclass(frozen=True, slots=True)
class Rule:
	"""One rule.

	`readings` are the contradictions of the requirements that it may show, the usual one first. `looks_for` says in one line
	what it looks for and where that comes from.
	"""

	code: str
	severity: str
	readings: tuple[str, ...]
	looks_for: str
	says: Sentence
	advice: Sentence
	find: Find

	def findings(self, subject: Subject) -> Iterator[Finding]:
		"""Everything the rule finds, in words."""
		usual = self.readings[0] if self.readings else ""
		for found in self.find(subject):
			yield Finding(
				self.code,
				self.severity,
				found.path,
				Wording(self.says, found.values),
				Wording(self.advice, found.values),
				usual if found.reading is None else found.reading,
				found.quote,
			)


def rule(severity: str, *readings: str, says: Sentence, advice: Sentence) -> Callable[[Find], Rule]:
	"""Make a rule of a function. Its name is the rule's code; the first line of its docstring says what it looks for."""

	def register(find: Find) -> Rule:
		looks_for = (find.__doc__ or "").splitlines()[0]
		code = find.__name__.replace("_", "-")
		return Rule(code, severity, readings, looks_for, says, advice, find)

	return register


def gap(
	code: str,
	severity: str,
	path: str,
	looks_for: str,
	says: Sentence,
	advice: Sentence,
	*,
	when: Callable[[Subject], object] | None = None,
	readings: tuple[str, ...] = (),
	quotes: tuple[str, ...] = (),
) -> Rule:
	"""Make a rule of one condition on one place: `when`, or by default that `path` is empty.

	`quotes` are phrases of the document. The first line with the first phrase that occurs is quoted.
	"""

	def find(subject: Subject) -> Iterator[Found]:
		if when(subject) if when else not subject.value_at(path):
			yield Found(path, {}, subject.sentence_with(*quotes))

	return Rule(code, severity, readings, looks_for, says, advice, find)


def following(sentence: Wording) -> Label:
	"""A sentence that may follow another one, with the space before it."""
	return Label(f" {sentence.get('id')}", f" {sentence.get('en')}")
