"""What changed since a statement was sealed, row by row."""

from typing import Any

from sla_id.statements.content_differences import ContentDifference, differences


def content(*outages: dict[str, Any], **line: Any) -> dict[str, Any]:
	return {"made": "2026-05-01", "lines": [{"key": "API", "outages": list(outages), **line}], "credits": []}


ONE, TWO = {"key": "OUT-1", "end": "03:00"}, {"key": "OUT-2", "end": "05:00"}


def test_an_outage_more_is_one_difference() -> None:
	found = differences(content(TWO), content(ONE, TWO))
	assert found == [ContentDifference(("lines", "API", "outages", "OUT-1"), None, ONE)]
	assert differences(content(ONE, TWO), content(TWO)) == [
		ContentDifference(("lines", "API", "outages", "OUT-1"), ONE, None)
	]


def test_a_corrected_end() -> None:
	found = differences(content(ONE), content({**ONE, "end": "04:00"}))
	assert found == [ContentDifference(("lines", "API", "outages", "OUT-1", "end"), "03:00", "04:00")]


def test_when_it_was_made_is_no_difference() -> None:
	assert differences(content(ONE), {**content(ONE), "made": "2026-06-01", "revision": 2}) == []


def test_a_line_more_and_rows_of_one_key() -> None:
	twice = content(ONE, ONE)
	assert differences(content(ONE), twice) == [
		ContentDifference(("lines", "API", "outages", "OUT-1 (2)"), None, ONE)
	]
	assert [found.path for found in differences({"lines": [], "credits": []}, content())] == [
		("lines", "API")
	]
