"""Contradictions and gaps of an agreement file: what to ask its authors before anybody relies on it.

For whoever brings an agreement in (the command line, the import, the page of an agreement). No frappe: a file in,
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
| finding.py | `Finding`, its severity, the sentence it quotes |
| checking.py | `lint` |
| rules.py | the register: each rule's severity and contradiction; what no program can see |
| targets.py, clocks.py, matrix.py, calendars.py, channels.py, catalogue.py, escalation.py, tiers.py, terms.py, languages.py, source.py | the rules, by subject |
| subject.py | what rules look at, and words they share |
| reckoning.py | due times of worked examples, by the engine |
| lengths.py | numbers and lengths of time in both languages |
| reference.py | docs/lint.md, made of the register |

A rule is a function of a `Subject` that yields `Found`; its docstring's first line says what it looks for.
"""

from sla_id.agreements.lint.checking import lint
from sla_id.agreements.lint.finding import ERROR, NOTE, SEVERITIES, WARNING, Finding, Sentence

__all__ = ["ERROR", "NOTE", "SEVERITIES", "WARNING", "Finding", "Sentence", "lint"]
