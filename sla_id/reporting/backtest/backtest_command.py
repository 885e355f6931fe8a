"""`python -m sla_id.reporting backtest AGREEMENT.yaml TICKETS.csv`: reads the files, runs, prints and writes."""

import json
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from time import monotonic

from sla_id.engine.clocks import UTC
from sla_id.engine.sentences import languages
from sla_id.reporting.backtest.backtest_page import backtest_page
from sla_id.reporting.backtest.backtest_report import build_report, plain_report
from sla_id.reporting.backtest.backtest_words import say_report
from sla_id.reporting.backtest.input_files import parse_instant, read_agreement_file, read_ticket_file
from sla_id.reporting.backtest.read_past import read_past
from sla_id.reporting.backtest.run_backtest import plan_backtest, run_backtest
from sla_id.reporting.reporting_error import ReportingError

SILENCE = 2
"""Seconds."""


def add_options(command: ArgumentParser) -> None:
	"""The command's arguments."""
	command.add_argument("agreement", type=Path, metavar="AGREEMENT.yaml", help="the agreement in force")
	command.add_argument("tickets", type=Path, metavar="TICKETS.csv", help="past tickets")
	command.add_argument("--mapping", type=Path, metavar="MAP.yaml", help="what the columns mean")
	command.add_argument(
		"--against", type=Path, metavar="OTHER.yaml", help="the draft; without it the agreement itself"
	)
	command.add_argument(
		"--read-at", metavar="TIME", help="ISO 8601 with an offset; else the last event in the file"
	)
	command.add_argument("--html", type=Path, metavar="REPORT.html", help="write the report as a page")
	command.add_argument("--json", action="store_true", help="print everything as JSON")
	command.add_argument(
		"--workers", type=int, default=1, metavar="N", help="processes; the result is the same"
	)
	command.add_argument(
		"--work", type=Path, metavar="FOLDER", help="keep what is done there, and go on from it"
	)
	command.add_argument(
		"--language", choices=sorted({"en", *languages()}), default="id", help="id (default) or en"
	)
	command.set_defaults(run=backtest)


def backtest(options: Namespace) -> int:
	"""Run it. Exit status 0, or 1 where the agreement isn't identical with itself or a ticket couldn't be computed."""
	text, file = read_agreement_file(options.agreement)
	other_text, other = read_agreement_file(options.against) if options.against else (text, file)
	mapping, csv = read_ticket_file(options.tickets, options.mapping)
	reading = read_past(csv, mapping, options.tickets.name)
	if not reading.tickets and not reading.refused:
		raise ReportingError(options.tickets.name, "has no rows below its header")
	read_at = parse_instant("--read-at", options.read_at) or reading.latest or datetime.now(UTC)
	plan = plan_backtest(text, other_text, reading, mapping.recorded_events, read_at)
	result = run_backtest(
		plan, reading.tickets, workers=options.workers, work=options.work, progress=_progress()
	)
	report = build_report(options.tickets.name, csv, reading, plan, result, (file, other))
	if options.html:
		options.html.write_text(backtest_page(report, options.language), encoding="utf-8")
	if options.json:
		print(json.dumps(plain_report(report), ensure_ascii=False, indent=2))
	else:
		print(say_report(report, options.language), end="")
	return int(bool(result.identity or result.failed))


def _progress() -> Callable[[int, int], None]:
	"""Says on stderr how far a run is, where it takes long enough to wonder."""
	began = told = monotonic()

	def say(done: int, every: int) -> None:
		nonlocal told
		now = monotonic()
		if now - told >= SILENCE:
			told = now
			print(f"{done} of {every} parts, {now - began:.0f} s", file=sys.stderr, flush=True)

	return say
