"""The result of the linter: a finding, its severity, and the sentence of the document it is about. Anyone may import it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sla_id.engine.sentences import Sentence, say

ERROR = "error"
WARNING = "warning"
NOTE = "note"
SEVERITIES = (ERROR, WARNING, NOTE)
"""From the one that makes the agreement unusable to the one that is only to be known."""


@dataclass(frozen=True, slots=True)
class Quote:
	"""A sentence of the source document. `line` counts from 1, or is None when the file's own wording is quoted."""

	text: str
	line: int | None = None


@dataclass(frozen=True, slots=True)
class Wording:
	"""A sentence with the values for its placeholders: numbers, names, or values with two languages (a Label, a Wording).

	Braces that aren't placeholders are doubled.
	"""

	sentence: Sentence
	values: Mapping[str, Any] = field(default_factory=dict)

	def get(self, language: str) -> str:
		"""The text in a language. An agreement's own wordings are Indonesian for "id" and English for any other."""
		values = {
			name: value.get(language) if hasattr(value, "get") else value
			for name, value in self.values.items()
		}
		return say(Sentence(self.sentence.template, **values), language)


@dataclass(frozen=True, slots=True)
class Finding:
	"""One contradiction, gap or interpretation that people should know of.

	`code` stays the same in every version of the app. `path` names the place in the agreement file as
	`targets[3].target`, counted from 0. `reading` is the contradiction of the requirements that it belongs to
	("X9"), or empty.
	"""

	code: str
	severity: str
	path: str
	message: Wording
	advice: Wording
	reading: str = ""
	sentence: Quote | None = None

	def say(self, language: str) -> str:
		"""Say what was found and what to do about it."""
		return f"{self.message.get(language)} {self.advice.get(language)}"
