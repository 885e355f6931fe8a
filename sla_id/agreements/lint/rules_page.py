"""Generates docs/lint.md from the register. A test checks that both agree; `--rules` prints the page."""

from sla_id.agreements.lint.register import BY_SUBJECT, UNSEEN

_HEAD = """\
# What the linter looks for

`python -m sla_id.agreements.lint FILE.yaml [--source TEXT.txt] [--language id|en] [--today YYYY-MM-DD]`

An agreement file that can be read may still contradict itself or leave things open. The linter names them, with what
to do about each, in Indonesian and English. With `--source`, the text of the document, it quotes the sentence and
compares numbers both ways. It ends with 0 without errors, 1 with errors, 2 where the file can't be parsed.

- **error**: the agreement can't work as it stands.
- **warning**: probably a mistake, or a gap that the parties should close.
- **note**: a reading that was chosen where the document allows two. Nothing need change.

X numbers are the contradictions found in the five documents that the app was made from. This page is made by
`python -m sla_id.agreements.lint --rules`.
"""


def reference() -> str:
	"""The text of docs/lint.md."""
	parts = [_HEAD]
	for subject, rules in BY_SUBJECT.items():
		parts.append(
			f"\n## {subject}\n\n| Code | Severity | Reading | What it looks for |\n|---|---|---|---|\n"
		)
		parts += [
			f"| {rule.code} | {rule.severity} | {', '.join(rule.readings)} | {rule.looks_for} |\n"
			for rule in rules
		]
	parts.append("\n## What no program can see\n\n| What | Why |\n|---|---|\n")
	parts += [f"| {what} | {why} |\n" for what, why in UNSEEN]
	return "".join(parts)
