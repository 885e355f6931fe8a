"""The rows of a CSV as they stand in it, each with its line: encoding and delimiter found, nothing left out."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from sla_id.reporting.reporting_error import ReportingError

DELIMITERS = (",", ";", "\t", "|")
LONGEST_FIELD = 10_000_000
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True, slots=True)
class CsvRow:
	"""A row: the line on which it begins, and its values by column. `problem` says why it has none."""

	line: int
	values: dict[str, str]
	problem: str = ""


@dataclass(frozen=True, slots=True)
class CsvFile:
	"""A file's columns and rows, how it was read, and how many rows it has. Empty lines are no rows."""

	columns: list[str]
	rows: list[CsvRow]
	encoding: str
	delimiter: str


def read_csv(content: bytes, name: str, encoding: str | None = None, delimiter: str | None = None) -> CsvFile:
	"""The file of these bytes. Raises ReportingError where it has no header or another encoding."""
	text, encoding = _decoded(content, name, encoding)
	first = next((line for line in text.splitlines() if line.strip()), "")
	if not first:
		raise ReportingError(name, "is empty; its first line has to name the columns")
	delimiter = delimiter or max(DELIMITERS, key=first.count)
	lines = _lines(text, delimiter)
	_line, columns, _problem = next(lines)
	columns = [column.strip() for column in columns]
	double = next((column for number, column in enumerate(columns) if column in columns[:number]), None)
	if double is not None:
		raise ReportingError(name, f"has two columns {double!r}; give each its own name")
	rows = [_row(columns, *found) for found in lines]
	return CsvFile(columns, rows, encoding, delimiter)


def _decoded(content: bytes, name: str, encoding: str | None) -> tuple[str, str]:
	tried = [encoding] if encoding else [found for mark, found in _MARKS if content.startswith(mark)]
	for each in tried or ["utf-8", "cp1252"]:
		try:
			return content.decode(each).removeprefix("\ufeff"), each
		except UnicodeDecodeError:
			continue
	raise ReportingError(
		name, f"isn't in {' or '.join(tried) or 'utf-8 or cp1252'}; name its encoding in the mapping"
	)


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, list[str], str]]:
	"""(line on which it begins, values, what is wrong) of each row that isn't empty."""
	csv.field_size_limit(LONGEST_FIELD)
	reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
	while True:
		line = reader.line_num + 1
		try:
			values = next(reader)
		except StopIteration:
			return
		except csv.Error as problem:
			yield line, [], str(problem)
			continue
		if any(value.strip() for value in values):
			yield line, values, ""


def _row(columns: list[str], line: int, values: list[str], problem: str) -> CsvRow:
	if not problem and len(values) != len(columns):
		problem = f"has {len(values)} values, the header {len(columns)}"
	if problem:
		return CsvRow(line, {}, problem)
	return CsvRow(line, {column: value.strip() for column, value in zip(columns, values, strict=True)})
