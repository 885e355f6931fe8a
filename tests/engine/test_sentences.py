"""A complaint is a plain text to whoever shows it, and keeps its parts for whoever translates it."""

import copy
import pickle
from datetime import datetime

import pytest

from sla_id.engine import InvalidCalendar, NaiveTime, Sentence, WorkingCalendar
from sla_id.engine.words import say_instant


def test_it_reads_as_its_text_and_keeps_its_parts() -> None:
	sentence = Sentence("there is no {what} {name!r}", what=Sentence("channel"), name="fax")
	assert sentence == "there is no channel 'fax'"
	assert (sentence.template, sentence.values["name"]) == ("there is no {what} {name!r}", "fax")


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_a_copy_keeps_them_too(again: object) -> None:
	sentence = Sentence("{text!r} has braces", text="{0} {x}")
	copied = again(sentence)  # type: ignore[operator]
	assert (copied, copied.template, dict(copied.values)) == (
		sentence,
		sentence.template,
		dict(sentence.values),
	)


def test_errors_carry_them() -> None:
	week = {"mon": [["09:00", "13:00"], ["12:00", "17:00"]]}
	with pytest.raises(InvalidCalendar) as caught:
		WorkingCalendar.from_dict({"time_zone": "Asia/Jakarta", "hours": week})
	assert (
		str(caught.value) == "hours.mon: windows overlap: 09:00-13:00 and 12:00-17:00; end the first by 12:00"
	)
	assert isinstance(caught.value.problem, Sentence)
	assert caught.value.problem.values["time"] == "12:00"
	with pytest.raises(NaiveTime) as naive:
		say_instant(datetime(2026, 3, 2), "id")  # noqa: DTZ001
	assert isinstance(naive.value.args[0], Sentence)
