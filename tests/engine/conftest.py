"""Tells how many random cases the engine was tried on."""

import pytest

from tests.engine.cases import ASKED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
	"""One line in the summary of the run."""
	if ASKED:
		told = ", ".join(f"{question} {count:,}" for question, count in ASKED.items())
		terminalreporter.write_line(
			f"engine: {sum(ASKED.values()):,} random cases against the oracle ({told})"
		)
