"""`python -m sla_id.agreements.lint FILE.yaml`: the findings of an agreement file, a block each, and their counts.

Exit code 0 without errors, 1 with errors, 2 if the file can't be read or parsed.
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from sla_id.agreements.file import AgreementFile, AgreementFileError, parse
from sla_id.agreements.lint.lint_finding import ERROR, SEVERITIES, Finding
from sla_id.agreements.lint.rules_page import reference
from sla_id.agreements.lint.run_rules import lint
from sla_id.engine.sentences import Sentence, languages, say

_WORDS = {
	"error": Sentence("error", context="finding"),
	"warning": Sentence("warning", context="finding"),
	"note": Sentence("note", context="finding"),
	"advice": Sentence("Advice", context="finding"),
	"sentence": Sentence("Quote", context="finding"),
	"line": Sentence("line", context="finding"),
}
_ONE = {
	"error": Sentence("1 error"),
	"warning": Sentence("1 warning"),
	"note": Sentence("1 note"),
}
_SEVERAL = {
	"error": Sentence("{0} errors"),
	"warning": Sentence("{0} warnings"),
	"note": Sentence("{0} notes"),
}


def main(arguments: Sequence[str] | None = None) -> int:
	"""Run the command. Returns the exit code."""
	options = _parser().parse_args(arguments)
	if options.rules:
		print(reference(), end="")
		return 0
	if options.file is None:
		print("name an agreement file, e.g. agreement.yaml (or use --rules)", file=sys.stderr)
		return 2
	try:
		file = parse(_read(options.file), options.file.name)
		source = _read(options.source) if options.source else None
	except AgreementFileError as error:
		print(error, file=sys.stderr)
		return 2
	except (OSError, UnicodeDecodeError) as error:
		print(f"can't be read: {error}", file=sys.stderr)
		return 2
	findings = lint(file, today=options.today or _today(file), source=source)
	for finding in findings:
		print(_block(finding, options.language), end="\n\n")
	print(_counts(findings, options.language))
	return 1 if any(finding.severity == ERROR for finding in findings) else 0


def _parser() -> argparse.ArgumentParser:
	parser = argparse.ArgumentParser(
		prog="python -m sla_id.agreements.lint", description="Contradictions and gaps of an agreement file."
	)
	parser.add_argument("file", nargs="?", type=Path, help="the agreement file (YAML)")
	parser.add_argument("--source", type=Path, help="the document's text, to quote and compare numbers with")
	parser.add_argument(
		"--language", choices=sorted({"en", *languages()}), default="id", help="id (default) or en"
	)
	parser.add_argument("--today", type=date.fromisoformat, help="the day to judge by, YYYY-MM-DD")
	parser.add_argument("--rules", action="store_true", help="print what the linter looks for (docs/lint.md)")
	return parser


def _read(path: Path) -> str:
	return path.read_text(encoding="utf-8-sig")


def _today(file: AgreementFile) -> date:
	return datetime.now(ZoneInfo(file.agreement.time_zone)).date()


def _block(finding: Finding, language: str) -> str:
	words = {name: say(word, language) for name, word in _WORDS.items()}
	reading = f" {finding.reading}" if finding.reading else ""
	lines = [
		f"{words[finding.severity]} {finding.code}{reading} · {finding.path}",
		f"  {finding.message.get(language)}",
		f"  {words['advice']}: {finding.advice.get(language)}",
	]
	if finding.sentence:
		at = f" ({words['line']} {finding.sentence.line})" if finding.sentence.line else ""
		lines.append(f"  {words['sentence']}{at}: {finding.sentence.text}")
	return "\n".join(lines)


def _counts(findings: Sequence[Finding], language: str) -> str:
	counts = [(sum(finding.severity == kind for finding in findings), kind) for kind in SEVERITIES]
	return ", ".join(
		say(_ONE[kind], language) if count == 1 else say(_SEVERAL[kind], language).format(count)
		for count, kind in counts
	)


if __name__ == "__main__":
	sys.exit(main())
