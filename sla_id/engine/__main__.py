"""The engine on the command line: `python -m sla_id.engine deadline --calendar hours.json --start … --target 8h`.

It answers with the whole sum, in words or as JSON, so that a deadline can be checked without the app. What can't be
computed is said on stderr in one line, with exit status 2.
"""

import json
import re
import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from datetime import datetime
from io import TextIOWrapper
from pathlib import Path
from typing import Any

from sla_id.engine.errors import EngineError, InvalidCalendar
from sla_id.engine.pauses import Pause
from sla_id.engine.receipt import Receipt
from sla_id.engine.words import Asked, say_receipt
from sla_id.engine.working_calendar import WorkingCalendar

GIVEN = {"deadline": ("start", "target"), "elapsed": ("start", "end"), "before": ("end", "target")}
ANSWERS = {
	("start", "target"): Asked.DUE,
	("start", "end"): Asked.ELAPSED,
	("end", "target"): Asked.START,
}
_NUMBER = r"(\d+(?:[.,]\d+)?)"
_LENGTH = re.compile(
	rf"(?:PT)?\s*(?:{_NUMBER}\s*(?:h|jam))?\s*(?:{_NUMBER}\s*(?:menit|min|m))?\s*(?:{_NUMBER}\s*(?:detik|s))?",
	re.IGNORECASE,
)


class Unusable(ValueError):
	"""An argument or a file that can't be used; the message says what to write instead."""


def main(arguments: Sequence[str] | None = None) -> int:
	"""Run one command and return the exit status: 0, or 2 where the question can't be answered."""
	options = _parser().parse_args(arguments)
	if isinstance(sys.stdout, TextIOWrapper):
		sys.stdout.reconfigure(errors="backslashreplace")
	try:
		given = GIVEN.get(options.command) or _two_given(options)
		receipt = _ask(given, options, _load(options.calendar))
	except (EngineError, Unusable) as problem:
		print(f"sla_id.engine: {problem}", file=sys.stderr)
		return 2
	if options.json:
		print(json.dumps(_plain(receipt), ensure_ascii=False, indent=2))
	else:
		print(say_receipt(receipt, options.lang, ANSWERS[given]))
	return 0


def _parser() -> ArgumentParser:
	parser = ArgumentParser(
		prog="python -m sla_id.engine", description="Working time arithmetic, with its sum."
	)
	commands = parser.add_subparsers(dest="command", required=True, metavar="command")
	for name, text in (
		("deadline", "when a target from a start is due"),
		("elapsed", "how much working time lies between two instants"),
		("before", "the latest start from which a target leads to an end"),
		("explain", "whichever of the three is left out of --start, --target and --end"),
	):
		command = commands.add_parser(name, help=text, description=text)
		needed = GIVEN.get(name)
		command.add_argument(
			"--calendar", required=True, type=Path, metavar="FILE", help="a calendar as JSON"
		)
		for option, meaning in (
			("start", "ISO 8601 with an offset"),
			("target", "8h, 1h30m, PT8H, or seconds"),
			("end", "ISO 8601 with an offset"),
		):
			if needed is None or option in needed:
				command.add_argument(f"--{option}", required=needed is not None, help=meaning)
		command.add_argument(
			"--pause",
			action="append",
			default=[],
			metavar="FROM/TO[#reason]",
			help="when the clock stood still; FROM/ or FROM/.. when it still does; repeatable",
		)
		command.add_argument("--lang", choices=("id", "en"), default="en", help="language of the answer")
		command.add_argument("--json", action="store_true", help="the answer as JSON")
	return parser


def _two_given(options: Namespace) -> tuple[str, str]:
	for given in ANSWERS:
		if {name for name in ("start", "target", "end") if getattr(options, name) is not None} == set(given):
			return given
	raise Unusable("explain needs two of --start, --target and --end, and finds the third")


def _load(path: Path) -> WorkingCalendar:
	"""The calendar in a JSON file. Raises Unusable, which names the file and the place in it."""
	try:
		definition = json.loads(path.read_text(encoding="utf-8"))
	except json.JSONDecodeError as problem:
		raise Unusable(
			f"{path}, line {problem.lineno}, column {problem.colno}: not JSON ({problem.msg})"
		) from None
	except (UnicodeDecodeError, RecursionError):
		raise Unusable(f"{path}: not JSON in UTF-8") from None
	except OSError as problem:
		raise Unusable(
			f"{path}: {problem.strerror or problem}; give a calendar file with --calendar"
		) from None
	try:
		return WorkingCalendar.from_dict(definition)
	except InvalidCalendar as problem:
		raise Unusable(f"{path}: {problem}") from None


def _ask(given: tuple[str, str], options: Namespace, calendar: WorkingCalendar) -> Receipt:
	read = [_read_pause(text, calendar) for text in options.pause]
	pauses, reasons = [pause for pause, _ in read], [reason for _, reason in read]
	if given == ("start", "end"):
		start, end = (_read_instant(getattr(options, name), f"--{name}", calendar) for name in given)
		return calendar.explain_elapsed(start, end, pauses, reasons)
	seconds = read_length(options.target)
	if given == ("start", "target"):
		return calendar.explain(_read_instant(options.start, "--start", calendar), seconds, pauses, reasons)
	end = _read_instant(options.end, "--end", calendar)
	return calendar.explain_elapsed(calendar.before(end, seconds, pauses), end, pauses, reasons)


def _read_instant(text: str, where: str, calendar: WorkingCalendar) -> datetime:
	try:
		at = datetime.fromisoformat(text.strip())
	except ValueError:
		raise Unusable(f"{where}: {text!r} is not an instant; write e.g. 2026-03-19T14:05+07:00") from None
	if at.utcoffset() is None:
		local = at.replace(tzinfo=calendar.time_zone).isoformat(timespec="minutes")
		raise Unusable(f"{where}: {text!r} has no offset; add one, in the calendar's own zone {local}")
	return at


def _read_pause(text: str, calendar: WorkingCalendar) -> tuple[Pause, str]:
	span, _, reason = text.partition("#")
	since, slash, until = span.partition("/")
	if not slash:
		raise Unusable(f"--pause: {text!r} has no end; write FROM/TO, or FROM/ when it still lasts")
	lasting = until.strip() in ("", "..")
	start = _read_instant(since, "--pause", calendar)
	return (start, None if lasting else _read_instant(until, "--pause", calendar)), reason.strip()


def read_length(text: str) -> float:
	"""Seconds of "8h", "1h30m", "1 jam 30 menit", "PT8H" or plain seconds. Raises Unusable.

	Days are refused: a working day is as long as its calendar says.
	"""
	text = text.strip()
	if re.fullmatch(_NUMBER, text):
		hours, minutes, seconds = None, None, text
	else:
		match = _LENGTH.fullmatch(text)
		if match is None or not any(match.groups()):
			raise Unusable(
				f"--target: {text!r} is not a length; write 8h, 1h30m, PT8H or seconds (days as hours: 3 x 8h = 24h)"
			)
		hours, minutes, seconds = match.groups()
	parts = [float((part or "0").replace(",", ".")) for part in (hours, minutes, seconds)]
	amount = parts[0] * 3600 + parts[1] * 60 + parts[2]
	return int(amount) if amount.is_integer() else amount


def _plain(receipt: Receipt) -> dict[str, Any]:
	return {
		"start": receipt.start.isoformat(),
		"end": receipt.end.isoformat(),
		"seconds": receipt.seconds,
		"lines": [
			{
				"kind": str(line.kind),
				"start": line.start.isoformat(),
				"end": line.end.isoformat(),
				"seconds": line.seconds,
				"note": line.note,
			}
			for line in receipt.lines
		],
	}


if __name__ == "__main__":
	sys.exit(main())
