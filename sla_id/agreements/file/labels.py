"""Wordings in both languages, and coded entries of lists: what every part of the model is made of.

Anyone may use them, as `model.Label` and `model.Item`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
	"""A wording in Indonesian and English. Both are the same if the file gives only one text."""

	id: str
	en: str

	def get(self, language: str) -> str:
		"""The wording in a language: Indonesian for "id", English for any other."""
		return self.id if language.startswith("id") else self.en


@dataclass(frozen=True, slots=True)
class Item:
	"""An entry of a list, with a code: a required fact, an out-of-scope class, an exclusion, a reason."""

	code: str
	label: Label
	description: Label | None = None
	required: bool = True
