"""Availability on the command line: `python -m sla_id.availability month FILE.json`, `… credit FILE.json`.

Prints one JSON object. What can't be computed is said on stderr in one line that names the field, with exit status 2.
"""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from sla_id.availability.availability_error import AvailabilityError
from sla_id.availability.credit_question import answer_credit
from sla_id.availability.month_question import answer_month
from sla_id.engine.errors import EngineError

ANSWERS: Mapping[str, tuple[str, Callable[[Any], dict[str, Any]]]] = {
	"month": ("the availability of one month", answer_month),
	"credit": ("what a month's figure costs the provider", answer_credit),
}


def main(arguments: Sequence[str] | None = None) -> int:
	"""Answer one question and return the exit status: 0, or 2 where it can't be answered."""
	parser = ArgumentParser(
		prog="python -m sla_id.availability", description="Availability and credits, exactly."
	)
	commands = parser.add_subparsers(dest="command", required=True, metavar="command")
	for name, (text, _answer) in ANSWERS.items():
		command = commands.add_parser(name, help=text, description=text)
		command.add_argument("file", metavar="FILE", help="the question as JSON; - for standard input")
	options = parser.parse_args(arguments)
	try:
		answer = ANSWERS[options.command][1](_load(options.file))
	except (AvailabilityError, EngineError) as problem:
		print(f"sla_id.availability: {problem}", file=sys.stderr)
		return 2
	print(json.dumps(answer, ensure_ascii=False, indent=2))
	return 0


def _load(file: str) -> Any:
	"""The JSON in a file, its decimals exact. Raises AvailabilityError."""
	try:
		text = sys.stdin.read() if file == "-" else Path(file).read_text(encoding="utf-8")
		return json.loads(text, parse_float=Decimal)
	except json.JSONDecodeError as problem:
		raise AvailabilityError(
			"", f"{file}, line {problem.lineno}, column {problem.colno}: not JSON ({problem.msg})"
		) from None
	except (UnicodeDecodeError, RecursionError, ValueError):
		raise AvailabilityError("", f"{file}: not JSON in UTF-8") from None
	except OSError as problem:
		raise AvailabilityError("", f"{file}: {problem.strerror or problem}") from None


if __name__ == "__main__":
	sys.exit(main())
