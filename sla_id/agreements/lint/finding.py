"""What the room hands out: a finding, its severity, and the sentence of the document it is about.

Anyone may import it. `Found` is a finding before its rule has put its name to it; only rules make one.
"""

from dataclasses import dataclass

from sla_id.agreements.file import Label

ERROR = "error"
WARNING = "warning"
NOTE = "note"
SEVERITIES = (ERROR, WARNING, NOTE)
"""From the one that makes the agreement unusable to the one that is only to be known."""


@dataclass(frozen=True, slots=True)
class Sentence:
	"""A sentence of the source document; `line` counts from 1, None where the file's own wording is quoted."""

	text: str
	line: int | None = None


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
	message: Label
	advice: Label
	reading: str = ""
	sentence: Sentence | None = None

	def say(self, language: str) -> str:
		"""What was found and what to do about it, in Indonesian unless English is asked for."""
		return f"{self.message.get(language)} {self.advice.get(language)}"


@dataclass(frozen=True, slots=True)
class Found:
	"""What a rule yields; `reading` only where it differs from the one the rule is registered with."""

	path: str
	message: Label
	advice: Label
	sentence: Sentence | None = None
	reading: str | None = None
