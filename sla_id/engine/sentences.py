"""Sentences that are written once, in English, and said in the reader's language where they are shown.

Errors and advice are made of them, here and in `sla_id.agreements.file`.
"""

from collections.abc import Mapping


class Sentence(str):
	"""An English sentence that keeps what it was made of.

	It is a plain str to whoever doesn't care. `template` is what a translator sees, with named places; `values` fill them,
	some of them Sentences themselves.
	"""

	__slots__ = ("template", "values")
	template: str
	values: Mapping[str, object]

	def __new__(cls, template: str, **values: object) -> "Sentence":
		sentence = super().__new__(cls, template.format(**values))
		sentence.template = template
		sentence.values = values
		return sentence

	def __getnewargs_ex__(self) -> tuple[tuple[str], dict[str, object]]:
		return (self.template,), dict(self.values)
