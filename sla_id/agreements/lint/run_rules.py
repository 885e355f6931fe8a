"""`lint`: checks a file against every rule of the register.

Public through the package.
"""

from collections.abc import Iterable
from datetime import date

from sla_id.agreements.file import AgreementFile
from sla_id.agreements.lint.lint_finding import SEVERITIES, Finding
from sla_id.agreements.lint.linted_file import subject_of
from sla_id.agreements.lint.register import RULES
from sla_id.fixtures.holiday_files import HolidayYear, read_year, years_with_decree


def lint(
	file: AgreementFile,
	*,
	today: date,
	source: str | None = None,
	holidays: Iterable[HolidayYear] | None = None,
) -> tuple[Finding, ...]:
	"""Find contradictions and gaps in an agreement: errors first, then warnings and notes, in the register's order.

	`source` is the text of the document that the file was made from. With it the findings quote its sentences, and
	numbers are compared both ways. `holidays` are the years to use, by default those around `today`
	that have a decree file. It raises nothing itself: any file that `parse` has read can be checked.
	"""
	years = tuple(holidays) if holidays is not None else _years_around(today)
	subject = subject_of(file, today, source, years)
	findings = [finding for rule in RULES for finding in rule.findings(subject)]
	return tuple(sorted(findings, key=lambda finding: SEVERITIES.index(finding.severity)))


def _years_around(today: date) -> tuple[HolidayYear, ...]:
	"""The years that worked examples from `today` can reach and whose decrees are published."""
	return tuple(read_year(year) for year in years_with_decree() if abs(year - today.year) <= 1)
