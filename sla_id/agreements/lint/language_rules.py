"""Rules about wordings in two languages. The Indonesian text governs, and the English must not differ."""

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from sla_id.agreements.file import Label
from sla_id.agreements.lint.lengths_in_text import Amount, amounts, digits, words_as_digits
from sla_id.agreements.lint.lint_finding import NOTE, WARNING, Quote
from sla_id.agreements.lint.linted_file import Subject, both, listed
from sla_id.agreements.lint.rule import Found, rule
from sla_id.engine import Sentence

_WORDS_OF_A_SENTENCE = 4
_NAMES = re.compile(r"\.(name|label|role|title)\Z")
"""Names may be the same in both languages; sentences may not."""
_WORKAROUND = re.compile(r"sementara|workaround|temporary|interim", re.IGNORECASE)
_PERMANENT = re.compile(r"permanen|permanent|definitif|definitive", re.IGNORECASE)
_MILESTONES = (
	(both("solusi sementara", "a workaround"), _WORKAROUND),
	(both("perbaikan permanen", "a permanent fix"), _PERMANENT),
)
_INDONESIAN = {
	"dan", "yang", "untuk", "dengan", "dari", "atau", "tidak", "oleh", "pada", "dalam", "setelah", "sebelum",
	"hari", "jam", "menit", "bulan", "kerja", "waktu", "solusi", "permanen", "sementara", "selama", "minimal",
	"maksimal", "melalui", "akan", "ke", "layanan", "diterima", "permintaan",
}  # fmt: skip
_ENGLISH = {
	"the", "and", "of", "to", "for", "with", "from", "or", "not", "by", "at", "in", "within", "after", "before",
	"day", "days", "hour", "hours", "minutes", "month", "business", "working", "time", "during", "via", "is",
	"least", "permanent", "temporary", "workaround", "solution", "response", "must", "be", "receiving",
}  # fmt: skip
"""Words that tell the two languages apart in a short line."""


@rule(
	WARNING,
	"X21",
	says=Sentence("The numbers of the two languages differ: {odd}. The Indonesian text governs."),
	advice=Sentence("Correct the English text."),
)
def languages_numbers_differ(subject: Subject) -> Iterator[Found]:
	"""A wording whose numbers differ between the languages (004 §4)."""
	for path, label in _lines(subject):
		odd = numbers_apart(label.id, label.en)
		if odd:
			yield Found(path, {"odd": odd}, Quote(f"{label.id} / {label.en}"))


@rule(
	WARNING,
	"X21",
	says=Sentence("The Indonesian text says {one}, the English {other}. The Indonesian text governs."),
	advice=Sentence("Correct the English text."),
)
def languages_milestone_differs(subject: Subject) -> Iterator[Found]:
	"""A wording that names different milestones in the two languages (004 §4: permanen, temporary workaround)."""
	for path, label in _lines(subject):
		odd = milestones_apart(label.id, label.en)
		if odd:
			yield Found(path, {"one": odd[0], "other": odd[1]}, Quote(f"{label.id} / {label.en}"))


def _lines(subject: Subject) -> Iterator[tuple[str, Label]]:
	"""Every wording. It goes line by line if both languages have the same number of lines."""
	for path, label in wordings(subject.file):
		one, two = label.id.splitlines(), label.en.splitlines()
		if len(one) != len(two):
			yield path, label
		else:
			yield from ((path, Label(*pair)) for pair in zip(one, two, strict=True))


@rule(
	WARNING,
	"X21",
	says=Sentence("The number and its words differ: {wrong}."),
	advice=Sentence("Correct one of them, and say which holds."),
)
def digits_and_words_differ(subject: Subject) -> Iterator[Found]:
	"""A number that is repeated in words as a different number: "5 (enam) hari"."""
	for path, label in wordings(subject.file):
		wrong = [a.text for text in {label.id, label.en} for a in amounts(text) if a.repeated_wrong]
		if wrong:
			yield Found(path, {"wrong": listed(sorted(wrong))}, Quote(label.id))
	for line in subject.lines:
		wrong = [a.text for a in line.amounts if a.repeated_wrong]
		if wrong:
			yield Found("agreement.source", {"wrong": listed(wrong)}, line.sentence)


@rule(
	NOTE,
	"X21",
	says=Sentence("Sentences in one language only: {count}, such as: {example}"),
	advice=Sentence("Write {{id: …, en: …}}."),
)
def wording_in_one_language(subject: Subject) -> Iterator[Found]:
	"""Sentences that are given in one language only, so readers of the other can't read them."""
	same = [
		(path, label)
		for path, label in wordings(subject.file)
		if label.id == label.en and len(label.id.split()) >= _WORDS_OF_A_SENTENCE and not _NAMES.search(path)
	]
	if same:
		count = len(same)
		yield Found(same[0][0], {"count": count, "example": same[0][1].id}, Quote(same[0][1].id))


@rule(
	WARNING,
	"X21",
	says=Sentence(
		'The translation on line {number} ("{text}") differs: {what}. The Indonesian text governs.'
	),
	advice=Sentence("Correct the document's English in its next version."),
)
def source_languages_differ(subject: Subject) -> Iterator[Found]:
	"""A line of the document and the translation below it that promise different things (004 §4)."""
	for line, below in zip(subject.lines, subject.lines[1:], strict=False):
		if (
			not line.amounts
			or not below.amounts
			or _language(line.text) != "id"
			or _language(below.text) != "en"
		):
			continue
		milestones, numbers = milestones_apart(line.text, below.text), numbers_apart(line.text, below.text)
		if not milestones and not numbers:
			continue
		what = (
			both(
				f"{milestones[0].id} terhadap {milestones[1].id}",
				f"{milestones[0].en} against {milestones[1].en}",
			)
			if milestones
			else both(numbers, numbers)
		)
		yield Found(
			_row_of(subject, line.text),
			{"number": below.number, "text": below.text, "what": what},
			line.sentence,
		)


def _row_of(subject: Subject, text: str) -> str:
	"""The target row that a line of the document states, judged by its length and milestone."""
	permanent = bool(_PERMANENT.search(text))
	wanted = {amount.key for amount in amounts(text)}
	for number, row in subject.rows():
		if wanted & subject.keys(row.target) and permanent == (row.clock == "permanent_fix"):
			return f"targets[{number}].target"
	return "agreement.source"


def numbers_apart(indonesian: str, english: str) -> str:
	"""The numbers of two wordings side by side if they differ, otherwise nothing."""
	one, two = list(amounts(indonesian)), list(amounts(english))
	times = [_compared(one, two), _compared(two, one)]
	if {key for key, _ in times[0]} != {key for key, _ in times[1]} or _meanings_clash(*times):
		return " / ".join(listed(amount.text for amount in found) or "-" for found in (one, two))
	bare, translated = digits(indonesian), digits(english)
	if (bare - translated - words_as_digits(english)) | (translated - bare - words_as_digits(indonesian)):
		return " / ".join(listed(sorted(found)) or "-" for found in (bare, translated))
	return ""


def _compared(found: list[Amount], others: list[Amount]) -> set[tuple[tuple[str, Decimal], str]]:
	"""Lengths that must also appear in the other language. "satu bulan" may be "a month" there."""
	units = {amount.unit for amount in others}
	return {
		(amount.key, amount.means)
		for amount in found
		if amount.unit in units or not amount.text.lower().startswith(("satu ", "one "))
	}


def _meanings_clash(
	one: set[tuple[tuple[str, Decimal], str]], two: set[tuple[tuple[str, Decimal], str]]
) -> bool:
	"""Whether a length is working time in one text and calendar time in the other."""
	return any(
		key == other and means and meant and means != meant for key, means in one for other, meant in two
	)


def milestones_apart(indonesian: str, english: str) -> tuple[Label, Label] | None:
	"""The milestones of two wordings if each names exactly one and they differ, otherwise None."""
	named = [[name for name, words in _MILESTONES if words.search(text)] for text in (indonesian, english)]
	if len(named[0]) == len(named[1]) == 1 and named[0] != named[1]:
		return named[0][0], named[1][0]
	return None


def _language(text: str) -> str:
	words = re.findall(r"[a-z]+", text.lower())
	indonesian = sum(word in _INDONESIAN for word in words)
	english = sum(word in _ENGLISH for word in words)
	return "id" if indonesian > english else "en" if english > indonesian else ""


def wordings(value: Any, path: str = "") -> Iterator[tuple[str, Label]]:
	"""Every wording of a file with its path."""
	if isinstance(value, Label):
		yield path, value
	elif isinstance(value, tuple):
		for number, entry in enumerate(value):
			yield from wordings(entry, f"{path}[{number}]")
	elif is_dataclass(value):
		for field in fields(value):
			name = "escalation.tiers" if not path and field.name == "tiers" else field.name
			yield from wordings(getattr(value, field.name), f"{path}.{name}" if path else name)
