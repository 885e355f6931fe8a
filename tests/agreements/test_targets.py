"""The language of targets."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_id.agreements.file import AgreedTarget, UnreadableTarget, read_length, read_target

H = 3600


@pytest.mark.parametrize(
	("text", "target"),
	[
		("2 min", AgreedTarget("duration", seconds=120)),
		("30 menit", AgreedTarget("duration", seconds=1800)),
		("1 h", AgreedTarget("duration", seconds=H)),
		("1h", AgreedTarget("duration", seconds=H)),
		("1 h 30 min", AgreedTarget("duration", seconds=5400)),
		("1.5 h", AgreedTarget("duration", seconds=5400)),
		("1,5 jam", AgreedTarget("duration", seconds=5400)),
		("4 jam kerja", AgreedTarget("duration", seconds=4 * H)),
		("3 days", AgreedTarget("days", days=3)),
		("1 day", AgreedTarget("days", days=1)),
		("3 hari kerja", AgreedTarget("days", days=3)),
		("next release", AgreedTarget("next_release")),
		("Siklus rilis berikutnya", AgreedTarget("next_release")),
		("> 40 h", AgreedTarget("open_ended", seconds=40 * H)),
		(">40 jam kerja", AgreedTarget("open_ended", seconds=40 * H)),
		("> 5 days", AgreedTarget("open_ended", days=5)),
		("none", AgreedTarget("none")),
		("-", AgreedTarget("none")),
		("immediate", AgreedTarget("duration", seconds=0)),
		("by estimate", AgreedTarget("estimate")),
	],
)
def test_what_a_target_means(text, target):
	assert read_target(text) == target
	assert read_target(str(target)) == target


@pytest.mark.parametrize(
	("text", "problem", "advice"),
	[
		("8 jm", "unknown unit 'jm'", '"8 h"'),
		("-3 h", "negative", '"3 h"'),
		("0 h", "leaves no time", "immediate"),
		("", "empty", "immediate"),
		("soon", "not a target", "next release"),
		("8", "not a target", "8 h"),
		("3 hari", "working or calendar days", '"72 h" with calendar: always'),
		("1.5 days", "not a whole number", "hours"),
		("0 days", "out of range", "immediate"),
		("-1 days", "not a whole number", '"3 days"'),
		("0.0001 s", "whole number of seconds", "round"),
		("999999 h", "longer than ten years", "none"),
		("1 h foo", "not a target", "8 h"),
		("> none", "not a target", "8 h"),
	],
)
def test_what_is_wrong_and_what_to_write(text, problem, advice):
	with pytest.raises(UnreadableTarget) as caught:
		read_target(text)
	assert problem in caught.value.problem
	assert advice in caught.value.advice


@given(st.integers(1, 10 * 366 * 86400))
def test_every_length_survives_its_own_wording(seconds):
	target = AgreedTarget("duration", seconds=seconds)
	assert read_length(str(target)) == target
	assert read_target(f"> {target}") == AgreedTarget("open_ended", seconds=seconds)


@given(st.text(max_size=20))
def test_any_text_is_a_target_or_a_domain_error(text):
	try:
		read_target(text)
	except UnreadableTarget as error:
		assert error.problem and error.advice
