"""Reports on the command line, without Frappe: `python -m sla_id.reporting compliance FILE.json`, `… backtest …`,
`… forecast …`.

What can't be answered is said on stderr in one line that names the field, with exit status 2.
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from sla_id.availability.availability_error import AvailabilityError
from sla_id.engine import EngineError
from sla_id.reporting.backtest.backtest_command import add_options as add_backtest_options
from sla_id.reporting.compliance_question import answer_compliance
from sla_id.reporting.forecast.forecast_command import add_options as add_forecast_options
from sla_id.reporting.reporting_error import ReportingError


def main(arguments: Sequence[str] | None = None) -> int:
	"""Answer one question and return the exit status: 0, or 2 where it can't be answered."""
	options = _parser().parse_args(arguments)
	try:
		return int(options.run(options))
	except (ReportingError, AvailabilityError, EngineError) as problem:
		said = str(problem)
	except OSError as problem:  # what can't be written
		said = f"{problem.filename}: {problem.strerror or problem}"
	print(f"sla_id.reporting: {said}", file=sys.stderr)
	return 2


def _parser() -> ArgumentParser:
	parser = ArgumentParser(prog="python -m sla_id.reporting", description="Reports from plain files.")
	commands = parser.add_subparsers(dest="command", required=True, metavar="command")
	text = "how many clocks of a period were met and missed"
	compliance = commands.add_parser("compliance", help=text, description=text)
	compliance.add_argument("file", metavar="FILE", help="the question as JSON; - for standard input")
	compliance.set_defaults(run=_compliance)
	text = "past tickets under an agreement, and under another that is held against it"
	add_backtest_options(commands.add_parser("backtest", help=text, description=text))
	text = "how well the history of a file tells which of its later tickets were late"
	add_forecast_options(commands.add_parser("forecast", help=text, description=text))
	return parser


def _compliance(options: Any) -> int:
	print(json.dumps(answer_compliance(_load(options.file)), ensure_ascii=False, indent=2))
	return 0


def _load(file: str) -> Any:
	"""The JSON in a file, its decimals exact. Raises ReportingError."""
	try:
		text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8-sig")
		return json.loads(text, parse_float=Decimal)
	except json.JSONDecodeError as problem:
		place = f"{file}, line {problem.lineno}, column {problem.colno}"
		raise ReportingError("", f"{place}: not JSON ({problem.msg})") from None
	except (UnicodeDecodeError, RecursionError, ValueError):
		raise ReportingError("", f"{file}: not JSON in UTF-8") from None
	except OSError as problem:
		raise ReportingError("", f"{file}: {problem.strerror or problem}") from None


if __name__ == "__main__":
	sys.exit(main())
