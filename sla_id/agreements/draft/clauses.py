"""Cells and clauses with a length of time: where they are cut, what they are about, on which hours they count.

Used by `target_figures`.
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from sla_id.agreements.draft.lines import ADDRESS, Piece, of_match
from sla_id.agreements.draft.numbers import LENGTH, Length, length_of, lengths
from sla_id.agreements.draft.vocabulary import GENERIC, TABLES, W

_TOKEN = re.compile(
	r"[A-Za-z\0]{2,}|(?<![\w.])\d+|(?<![<>])=|[×÷∑√^]|(?<!\S)x(?!\S)|(?<![\w'’.-])[A-Z](?![\w'’.):]|-\d)"
)
"""What has to be understood: words, numbers, and the signs and variables of a formula."""


def left_over(part: Piece, keys: Iterable[str] = (), *others: "re.Pattern[str]") -> list[str]:
	"""The words that nobody understands: neither clock nor length nor hours, no ticket, no level (or one of `keys`), and
	none of those that narrow nothing; nor what `others` find."""
	key, sign, value = part.text.partition("=")
	text = (
		f"{key} {value}" if sign and not re.search(r"[\d<>]", key) else part.text
	)  # "Uptime = 99,5%" is no formula
	for length in lengths(part):
		text = text.replace(length.piece.text, " ")
	for pattern in (W.level_mention, *others):
		text = pattern.sub(" ", text)
	for key in sorted(keys, key=len, reverse=True):
		text = re.sub(rf"(?<!\w){re.escape(key)}(?!\w)", " ", text, flags=re.IGNORECASE)
	for pattern in (
		ADDRESS,
		W.event,
		W.not_later,
		*TABLES["clocks"].values(),
		W.round_the_clock,
		W.whole_day,
		W.ticket,
		W.hours,
	):
		text = pattern.sub("\0", text)
	words = re.findall(_TOKEN, text)
	return [
		word
		for word in words
		if "\0" not in word and word.lower() not in GENERIC and not W.level_word.fullmatch(word)
	]


def is_of_customer(piece: Piece) -> bool:
	"""Whether it says what the customer does, not only what is done for them."""
	return W.customer.search(W.to_customer.sub("", W.since.sub("", piece.text))) is not None


def is_bare(part: Piece) -> bool:
	"""Whether a sentence speaks of tickets in general."""
	return not left_over(part)


def cleared(length: Length, alone: bool, english: bool) -> Length:
	"""The units "m" and "d" where nothing but a target can stand, and "hr", which in Indonesian is a day."""
	unit = {"m": "minute", "d": "day"}.get(length.piece.text[-1:]) if alone else None
	unit = "hour" if english and length.piece.text[-2:].lower() == "hr" else unit
	return replace(length, unit=unit, bound=True) if unit and length.unit == "unclear" else length


def in_unit_of(head: str, cell: Piece) -> Length | None:
	"""A bare number below a head that gives its unit: "Respons (menit)"."""
	unit = W.head_unit.search(head)
	match = (
		LENGTH.fullmatch(f"{cell.text} {unit[1]}")
		if unit and re.fullmatch(r"\d{1,4}(?:[.,]\d{1,2})?", cell.text)
		else None
	)
	found = length_of(match) if match else None
	return replace(found, piece=cell) if found else None


def hours_of_head(head: Piece, around: Piece | None) -> tuple[str, Piece | None]:
	match = head.search(W.round_the_clock)
	if match:
		return "always", of_match(head, match)
	return ("business" if W.working_head.search(head.text) else "unsaid"), around


def distinct(found: list[Length]) -> list[Length]:
	"""Without a length that says the first one again, as a cell in two languages does."""
	return found[:1] + [one for one in found[1:] if replace(one, piece=found[0].piece) != found[0]]


def same_in_days(found: list[Length]) -> tuple[Length, Length] | None:
	"""Hours and days that say one thing in both units: "1 hari kerja (8 jam kerja)"."""
	if len(found) != 2:
		return None
	text = found[0].piece.line.text[found[0].piece.end : found[1].piece.start].strip()
	hours = next((one for one in found if one.unit in ("hour", "minute")), None)
	days = next((one for one in found if one.unit == "day"), None)
	fits = hours and days and hours.more == days.more and text in ("(", "/", "=", "atau", "or", "(>", "(=")
	return (hours, days) if fits and hours and days else None


def cut(sentence: Piece) -> list[Piece]:
	"""Parts that hold one length each, cut at the last break between two of them; none where there is no break."""
	found = lengths(sentence)
	parts: list[Piece] = []
	start = sentence.start
	for here, following in pairwise(found):
		between = Piece(sentence.line, here.piece.end, following.piece.start)
		breaks = [match.end() for match in between.finditer(W.clause_break)]
		if not breaks:
			return []
		parts.append(Piece(sentence.line, start, breaks[-1]))
		start = breaks[-1]
	return [*parts, Piece(sentence.line, start, sentence.end)]


def hours_of(piece: Piece, length: Length | None) -> tuple[str, Piece | None]:
	match = piece.search(W.round_the_clock)
	around = of_match(piece, match) if match else None
	if length is None or length.working:
		return ("business" if length else "unsaid"), around
	if around or length.working is False:
		return "always", around
	return ("business" if length.unit == "day" else "unsaid"), None
