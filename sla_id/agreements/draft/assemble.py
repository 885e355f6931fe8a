"""`draft_agreement`: an agreement file drafted from the text of a document.

Public through the package. Pure: the same text and parameters give the same draft.
"""

import re
from datetime import date
from typing import Any

from sla_id.agreements.draft.document import SourceText, read_document
from sla_id.agreements.draft.draft_value import Draft, DraftFact, Evidence, UnreadableDocument
from sla_id.agreements.draft.emit import write
from sla_id.agreements.draft.found import UNDECIDED, Sourced, leaves, plain
from sla_id.agreements.draft.gather import Gathered, Given, gather
from sla_id.agreements.draft.lines import Piece, masked
from sla_id.agreements.draft.messages import say
from sla_id.agreements.draft.numbers import holds_number
from sla_id.agreements.draft.points import contradictions, to_check, to_fill
from sla_id.agreements.draft.structure import is_figure
from sla_id.agreements.draft.unplaced import find_unplaced
from sla_id.agreements.file import AgreementFileError, parse

MAX_CHARACTERS = 3_000_000
_NEAR = 2000
"""How far around a figure its sentence is looked for."""


def draft_agreement(
	text: str,
	*,
	code: str | None = None,
	effective_from: date | None = None,
	today: date | None = None,
	language: str = "id",
) -> Draft:
	"""Draft the agreement file of a document in Indonesian, English or both.

	`code` and `effective_from` are taken where the text can't give them; `today` finds an overdue review;
	`language` (id or en) is that of comments and messages. Raises UnreadableDocument for a text that is empty or
	too long.
	"""
	if len(text) > MAX_CHARACTERS:
		raise UnreadableDocument(say("too_long", language, most=f"{MAX_CHARACTERS:,}"))
	document = read_document(text)
	if not document.lines:
		raise UnreadableDocument(say("empty", language))
	found = gather(document, Given(code, effective_from))
	_spell_out(found.tree, language)
	return _draft(document, found, language, today)


def _draft(document: SourceText, found: Gathered, language: str, today: date | None) -> Draft:
	values = plain(found.tree)
	counting = {values.get("default_calendar"), *(row.get("calendar") for row in values.get("targets", ()))}
	if "business" in counting:  # working time is counted, though the text may not give its hours
		values.setdefault("calendars", {}).setdefault("business", {})
	yaml_text = write(values, _comments(document, found, language), say("head", language))
	error = _refusal(yaml_text)
	points = [
		*to_fill(found, values, error, language),
		*contradictions(document, found, language),
		*to_check(document, found, language, today),
	]
	places = [(path, piece) for path, leaf in leaves(found.tree) for piece in leaf.pieces]
	return Draft(
		text=yaml_text,
		evidence=tuple(_evidence(found)),
		unplaced=find_unplaced(document, places, language),
		open_points=tuple(points),
		facts=tuple(_facts(found)),
		accepted=error is None,
	)


def _refusal(yaml_text: str) -> AgreementFileError | None:
	try:
		parse(yaml_text, "draft")
	except AgreementFileError as error:
		return error
	return None


def _spell_out(tree: dict[str, Any], language: str) -> None:
	"""Notes that stand for a message are written in the language asked for."""
	for row in tree["targets"]:
		note = row.get("note")
		if isinstance(note, Sourced) and note.why:
			row["note"] = Sourced(say(note.why, language), (), note.why)


def _evidence(found: Gathered) -> list[Evidence]:
	return [
		Evidence(path, plain(leaf.value), number, sentence_of(piece), masked(piece.text), start, end)
		for path, leaf in leaves(found.tree)
		for piece in leaf.pieces
		for number, start, end in piece.places
	]


def sentence_of(piece: Piece) -> str:
	"""The sentence around a piece; in a row, the row. Telephone numbers and who answers them are masked."""
	if piece.line.is_row:
		return masked(piece.line.said)
	body = piece.line.body
	near = body.part(max(body.start, piece.start - _NEAR), min(body.end, piece.end + _NEAR))
	for sentence in near.sentences():
		if sentence.start <= piece.start and piece.end <= sentence.end:
			return masked(sentence.text)
	return masked(near.text)


def _comments(document: SourceText, found: Gathered, language: str) -> dict[str, list[str]]:
	"""Above each figure its line and sentence; above what was assumed, what it was derived from."""
	comments: dict[str, list[str]] = {}
	said: dict[str, set[str]] = {}
	for path, leaf in leaves(found.tree):
		lines = comments.setdefault(path, [])
		before = said.setdefault(path.rpartition(".")[0], set())
		if leaf.why and leaf.value is not None:
			lines.append(say("not_in_text", language, why=say(leaf.why, language)))
		for piece in leaf.pieces:
			other = document.translated.get(piece.line.number)
			for place in (piece, *([other.body] if other and is_figure(other.body) else [])):
				for number, _, _ in (
					place.places if _is_figure(path, piece) or leaf.value == UNDECIDED else ()
				):
					comment = f'{say("line", language, line=number)}: "{sentence_of(place)}"'
					lines += [comment] if comment not in before else []
					before.add(comment)
	return comments


def _is_figure(path: str, piece: Piece) -> bool:
	"""Whether a leaf is worth a comment: a number, but in names only lengths and percentages."""
	named = re.search(r"\.(?:label|name|role|personal_number)(?:$|\.)", path)
	return (
		is_figure(piece)
		if named
		else holds_number(piece.text) or ".hours." in path or path.endswith((".target", ".months", ".on"))
	)


def _facts(found: Gathered) -> list[DraftFact]:
	return [
		DraftFact(extra.kind, masked(extra.text), extra.place.number, extra.owner, extra.number)
		for extra in found.extras
	]
