"""Contradictions and gaps in an agreement file: what to ask its authors before anybody relies on it.

For whatever brings an agreement in (the command line, the import, the page of an agreement). No frappe: a file in,
findings out, in Indonesian and English.

    >>> from datetime import date
    >>> from sla_id.agreements.file import parse
    >>> from sla_id.fixtures.sample_agreements import sample_agreement
    >>> file = parse(sample_agreement("hai_djpb"))
    >>> found = lint(file, today=date(2026, 11, 22))
    >>> next(finding.path for finding in found if finding.reading == "X19")
    'agreement.review.next'

| File | What it holds |
|---|---|
| run_rules.py | `lint` |
| lint_finding.py | `Finding`, its severity, its texts, the sentence it quotes |
| register.py | every rule, and what no program can check |
| rule.py | what a rule is: a row of a table (`gap`) or a function (`rule`), with its English texts |
| target_rules.py, clock_rules.py, priority_rules.py, calendar_rules.py, channel_rules.py, catalogue_rules.py, escalation_rules.py, tier_rules.py, term_rules.py, availability_rules.py, language_rules.py, source_text_rules.py | the rules, by subject |
| linted_file.py | what rules look at, and the words that they share |
| worked_examples.py | due times of worked examples, computed with the engine |
| lengths_in_text.py | numbers and lengths of time in both languages |
| rules_page.py | docs/lint.md, made of the register |

To add a rule: write it in the file of its subject, run `sla_id/locale/update.py`, translate its texts in `id.po`, and add a faulty
and a correct example to `tests/agreements/lint/test_rules.py`.
"""

from sla_id.agreements.lint.lint_finding import ERROR, NOTE, SEVERITIES, WARNING, Finding, Quote
from sla_id.agreements.lint.run_rules import lint

__all__ = ["ERROR", "NOTE", "SEVERITIES", "WARNING", "Finding", "Quote", "lint"]
