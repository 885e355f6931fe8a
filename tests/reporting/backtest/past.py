"""How the tests say an agreement and past tickets: a working week of 09-17 WIB, one ticket a line."""

import csv
import io
from collections.abc import Mapping
from typing import Any

import yaml

from sla_id.reporting.backtest.column_mapping import ColumnMapping, mapping_of_header, parse_mapping
from sla_id.reporting.backtest.csv_rows import read_csv
from sla_id.reporting.backtest.past_ticket import PastReading
from sla_id.reporting.backtest.read_past import read_past

COLUMNS = ("id", "received", "responded", "resolved", "priority")
HEAD = """
format: sla_id/agreement@1
agreement: {code: %s, title: {id: Uji, en: Test}, version: "1.0", provider: P, effective_from: 2025-01-01}
calendars:
  office:
    hours: {mon: [["09:00", "17:00"]], tue: [["09:00", "17:00"]], wed: [["09:00", "17:00"]], thu: [["09:00", "17:00"]],
      fri: [["09:00", "17:00"]]}
    holidays: [national]
default_calendar: office
priorities:
  - {code: P1, rank: 1, label: P1, host_priority: Urgent}
  - {code: P2, rank: 2, label: P2}
default_priority: P2
"""


def agreement(resolution: str = "8 h", code: str = "UJI", more: str = "", **targets: str) -> str:
	"""An agreement with a resolution time, and other clocks as given: `response="1 h"`."""
	rows = {"resolution": resolution, **targets}
	lines = [f"  - {{clock: {clock}, target: {target}}}" for clock, target in rows.items()]
	return HEAD % code + "targets:\n" + "\n".join(lines) + "\n" + more


def table(rows: list[tuple[str, ...]], columns: tuple[str, ...] = COLUMNS) -> bytes:
	"""A CSV; rows may be shorter than the header."""
	text = io.StringIO()
	writer = csv.writer(text)
	writer.writerow(columns)
	for row in rows:
		writer.writerow([*row, *[""] * (len(columns) - len(row))])
	return text.getvalue().encode()


def mapped(**fields: Any) -> ColumnMapping:
	"""A mapping from its fields."""
	return parse_mapping(
		yaml.safe_dump({"format": "sla_id/tickets@1", "time_zone": "Asia/Jakarta", **fields}), "map.yaml"
	)


def read(content: bytes, mapping: ColumnMapping | None = None) -> PastReading:
	"""The tickets of a CSV; without a mapping by our own column names."""
	mapping = mapping or mapping_of_header(read_csv(content, "tickets.csv").columns)
	return read_past(
		read_csv(content, "tickets.csv", mapping.encoding, mapping.delimiter), mapping, "tickets.csv"
	)


def reasons(reading: PastReading) -> Mapping[int, str]:
	"""Line → why it was refused."""
	return {row.line: row.reason for row in reading.refused}
