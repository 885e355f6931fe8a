"""Logs to replay, fresh sites, and a line on what was replayed for the end of the run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import embedded
from embedded.replay.desk import prepare

NOTES: list[str] = []


@pytest.fixture
def note() -> Callable[[str], None]:
	"""Says something that the end of the run repeats."""
	return NOTES.append


def pytest_terminal_summary(terminalreporter: Any) -> None:
	"""The notes, as `make test` shows them."""
	for line in NOTES:
		terminalreporter.write_line(f"note: {line}")


@pytest.fixture
def prepared_site(tmp_path: Path) -> Iterator[Callable[[bool], Any]]:
	"""Opens a fresh, prepared site (with tiers or without) and returns frappe; may be called again."""
	count = 0

	def opened(tiers: bool = False) -> Any:
		nonlocal count
		count += 1
		frappe = embedded.connect(embedded.new_site(tmp_path / f"site{count}"))
		prepare(tiers)
		frappe.db.commit()
		return frappe

	yield opened
	embedded.disconnect()
