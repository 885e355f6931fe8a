"""`python -m sla_id.agreements.fit FILE.yaml`: whether the teams' targets (OLA) fit inside the promises (SLA).

Exit code 0 if every compared promise can always be kept, 1 if one can't, 2 if the file can't be used.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from sla_id.agreements.file import AgreementFileError, parse
from sla_id.agreements.file.model import LANGUAGES
from sla_id.agreements.fit.fit_promises import fit
from sla_id.agreements.fit.fit_result import Verdict
from sla_id.agreements.fit.fit_words import say_report
from sla_id.engine import EngineError


def main(arguments: Sequence[str] | None = None) -> int:
	"""Run the command. Returns the exit code."""
	options = _parser().parse_args(arguments)
	try:
		file = parse(options.file.read_text(encoding="utf-8-sig"), options.file.name)
		report = fit(file, today=options.today)
	except (AgreementFileError, EngineError) as error:
		print(error, file=sys.stderr)
		return 2
	except (OSError, UnicodeDecodeError) as error:
		print(f"can't be read: {error}", file=sys.stderr)
		return 2
	print(say_report(file, report, options.language), end="")
	return int(any(promise.verdict is not Verdict.ALWAYS for promise in report.promises))


def _parser() -> argparse.ArgumentParser:
	parser = argparse.ArgumentParser(
		prog="python -m sla_id.agreements.fit",
		description="Whether the internal teams' targets (OLA) fit inside the promises of an agreement (SLA).",
	)
	parser.add_argument("file", type=Path, help="the agreement file (YAML)")
	parser.add_argument("--language", choices=LANGUAGES, default="id", help="id (default) or en")
	parser.add_argument("--today", type=date.fromisoformat, help="look at the weeks from then on, YYYY-MM-DD")
	return parser


if __name__ == "__main__":
	sys.exit(main())
