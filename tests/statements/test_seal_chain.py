"""The seal of statements: any single change is detected, wherever it was made."""

import json
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from sla_id.statements.seal_chain import (
	FIRST,
	SealedStatement,
	content_text,
	find_broken_seals,
	read_content,
	seal_of,
)

texts = some.text(max_size=8)
leaves = some.one_of(some.none(), some.booleans(), some.integers(-9, 9), texts)
contents = some.dictionaries(
	texts,
	some.recursive(
		leaves, lambda inner: some.lists(inner, max_size=3) | some.dictionaries(texts, inner, max_size=3)
	),
	max_size=4,
)


def chain(*said: dict[str, Any]) -> list[SealedStatement]:
	"""Statements sealed one after another."""
	sealed: list[SealedStatement] = []
	for number, content in enumerate(said, 1):
		previous = sealed[-1].seal if sealed else FIRST
		text = content_text(content)
		seal = seal_of("MITRA", number, previous, text)
		sealed.append(SealedStatement(f"STM-{number}", "MITRA", number, previous, seal, text))
	return sealed


def broken(statements: list[SealedStatement]) -> list[str]:
	return [found.name for found in find_broken_seals(statements)]


@given(some.lists(contents, min_size=1, max_size=4))
def test_what_was_sealed_is_in_order_in_any_order(said: list[dict[str, Any]]) -> None:
	sealed = chain(*said)
	assert broken(sealed) == [] and broken(sealed[::-1]) == []


@given(some.lists(contents, min_size=1, max_size=4), contents, some.data())
def test_another_content_is_detected(
	said: list[dict[str, Any]], other: dict[str, Any], data: some.DataObject
) -> None:
	sealed = chain(*said)
	at = data.draw(some.integers(0, len(sealed) - 1))
	text = content_text(other)
	held = sealed[at]
	sealed[at] = replace(held, content=text)
	assert broken(sealed) == ([] if text == held.content else [held.name])
	if text != held.content:  # and where the forger seals it anew, the next one doesn't follow
		sealed[at] = replace(sealed[at], seal=seal_of("MITRA", held.number, held.previous, text))
		assert broken(sealed) == [later.name for later in sealed[at + 1 : at + 2]]


@given(some.lists(contents, min_size=1, max_size=4), some.data())
def test_any_single_character_of_any_column_is_detected(
	said: list[dict[str, Any]], data: some.DataObject
) -> None:
	sealed = chain(*said)
	at = data.draw(some.integers(0, len(sealed) - 1))
	field = data.draw(some.sampled_from(["previous", "seal", "content", "partner", "number"]))
	value = getattr(sealed[at], field)
	if field == "number":
		changed: Any = value + data.draw(some.integers(1, 5))
	elif value:
		place = data.draw(some.integers(0, len(value) - 1))
		changed = (
			value[:place]
			+ data.draw(some.characters().filter(lambda mark: mark != value[place]))
			+ value[place + 1 :]
		)
	else:
		changed = "x"
	sealed[at] = replace(sealed[at], **{field: changed})
	assert broken(sealed)


@pytest.mark.parametrize("gone", [0, 1])
def test_one_that_is_gone_is_missed(gone: int) -> None:
	sealed = chain({"a": 1}, {"a": 2}, {"a": 3})
	del sealed[gone]
	assert broken(sealed)


def test_two_of_one_number() -> None:
	one, two = chain({"a": 1}, {"a": 2})
	assert broken([one, two, replace(two, name="STM-9")]) == ["STM-9"]


@given(contents)
def test_equal_contents_have_equal_bytes(content: dict[str, Any]) -> None:
	text = content_text(content)
	again = json.loads(text)
	assert content_text(dict(reversed(again.items()))) == text
	assert read_content(text) == again


@pytest.mark.parametrize("value", [1.5, [0.1], {"a": [{"b": 2.0}]}, float("nan")])
def test_floats_are_refused(value: Any) -> None:
	with pytest.raises(TypeError):
		content_text({"value": value})


@pytest.mark.parametrize("text", ["", "null", "[]", "{", "[" * 100_000, '"x"', None])
def test_what_is_no_content_is_none(text: str | None) -> None:
	assert read_content(text) is None
