"""What the room hands out: a finding, its severity, and the sentence of the document it is about. Anyone may import it."""

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
	"""A sentence of the source document; `line` counts from 1, None where the file's own wording is quoted."""

	text: str
	line: int | None = None


@dataclass(frozen=True, slots=True)
class Wording:
	"""A sentence with what fills its places: numbers, names, and what is said in two languages itself (a Label, a Wording).

	Braces that are none of its places are doubled.
	"""

	sentence: Sentence
	values: Mapping[str, Any] = field(default_factory=dict)

	def get(self, language: str) -> str:
		"""The text in a language; what is an agreement's own in English for whoever doesn't read Indonesian."""
		values = {
			name: value.get(language) if hasattr(value, "get") else value
			for name, value in self.values.items()
		}
		return say(Sentence(self.sentence.template, **values), language)


@dataclass(frozen=True, slots=True)
class Finding:
	"""One contradiction, gap or reading to be known.

	`code` stays the same in every version of the app. `path` names the place in the agreement file as
	`targets[3].target`, counted from 0. `reading` is the contradiction of the requirements it belongs to
	("X9"), empty for the others.
	"""

	code: str
	severity: str
	path: str
	message: Wording
	advice: Wording
	reading: str = ""
	sentence: Quote | None = None

	def say(self, language: str) -> str:
		"""What was found and what to do about it."""
		return f"{self.message.get(language)} {self.advice.get(language)}"
