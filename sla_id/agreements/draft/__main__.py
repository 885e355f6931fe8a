"""The command: `python -m sla_id.agreements.draft FILE.txt|FILE.docx [--code CODE] [--from DATE] [-o OUT.yaml]`.

Prints the draft, and on stderr what was placed, what wasn't, and what is open. Exit 0 if the draft is a complete
agreement file, 1 if something has to be filled in, 2 if the document can't be read.
"""

import argparse
import sys
from datetime import date
from pathlib import Path

from sla_id.agreements.draft.assemble import draft_agreement
from sla_id.agreements.draft.draft_value import Draft, UnreadableDocument
from sla_id.agreements.draft.messages import say
from sla_id.agreements.draft.plain import read_text

_KINDS = {"fill": "!", "contradiction": "≠", "check": "?"}


def main(arguments: list[str] | None = None) -> int:
	"""Run the command; the result is its exit code."""
	parser = argparse.ArgumentParser(prog="python -m sla_id.agreements.draft", description=__doc__)
	parser.add_argument("file", type=Path, help="the agreement as .txt or .docx")
	parser.add_argument("--code", help="the agreement's code")
	parser.add_argument(
		"--from",
		dest="start",
		type=date.fromisoformat,
		help="the first day it holds, where the text doesn't say",
	)
	parser.add_argument("--language", choices=("id", "en"), default="id", help="of comments and messages")
	parser.add_argument("-o", "--output", type=Path, help="write the draft there instead of printing it")
	options = parser.parse_args(arguments)
	try:
		text = read_text(options.file.read_bytes(), options.file.name)
		draft = draft_agreement(
			text,
			code=options.code,
			effective_from=options.start or date.today(),  # noqa: DTZ011 - a default for people at a desk
			today=date.today(),  # noqa: DTZ011
			language=options.language,
		)
	except (UnreadableDocument, OSError) as error:
		print(error, file=sys.stderr)
		return 2
	if options.output:
		options.output.write_text(draft.text, encoding="utf-8")
	else:
		print(draft.text, end="")
	_report(draft, options.language)
	return 0 if draft.accepted else 1


def _report(draft: Draft, language: str) -> None:
	out = [
		say(
			"summary",
			language,
			figures=len(draft.figures),
			unplaced=len(draft.unplaced),
			open=len(draft.open_points),
		)
	]
	for point in draft.open_points:
		where = f" ({say('line', language, line=point.line)})" if point.line else ""
		out.append(f"{_KINDS[point.kind]} {point.path}: {point.text}{where}")
	for entry in draft.unplaced:
		out.append(f"- {say('line', language, line=entry.line)}: {entry.sentence} [{entry.reason}]")
	for fact in draft.facts:
		owner = f" [{fact.owner}]" if fact.owner else ""
		out.append(f"+ {say('line', language, line=fact.line)}: {fact.kind}{owner}: {fact.text}")
	print("\n".join(out), file=sys.stderr)


if __name__ == "__main__":
	sys.exit(main())
