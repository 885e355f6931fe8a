"""The register of all rules. Findings of one severity come in this order.

A rule is registered when it is in one of these files, as a row of a table (`gap`) or as a function (`rule`).
docs/lint.md is generated from the register (`python -m sla_id.agreements.lint --rules`).
"""

from collections.abc import Iterator
from types import ModuleType

from sla_id.agreements.lint import (
	availability_rules,
	calendar_rules,
	catalogue_rules,
	channel_rules,
	clock_rules,
	escalation_rules,
	language_rules,
	priority_rules,
	source_text_rules,
	target_rules,
	term_rules,
	tier_rules,
)
from sla_id.agreements.lint.rule import Rule

_FILES = {
	"Targets": target_rules,
	"Clocks": clock_rules,
	"Priorities and matrix": priority_rules,
	"Calendars": calendar_rules,
	"Channels": channel_rules,
	"Catalogue": catalogue_rules,
	"Escalation": escalation_rules,
	"Tiers": tier_rules,
	"Terms": term_rules,
	"Availability, credits, pauses": availability_rules,
	"Languages": language_rules,
	"The document's text": source_text_rules,
}


def _rules_in(module: ModuleType) -> Iterator[Rule]:
	for value in vars(module).values():
		for entry in value if isinstance(value, tuple) else (value,):
			if isinstance(entry, Rule):
				yield entry


BY_SUBJECT: dict[str, tuple[Rule, ...]] = {
	subject: tuple(_rules_in(module)) for subject, module in _FILES.items()
}
RULES: tuple[Rule, ...] = tuple(entry for rules in BY_SUBJECT.values() for entry in rules)

UNSEEN: tuple[tuple[str, str], ...] = (
	(
		"X16, merged cells",
		"A cell that was merged in the document is an ordinary row of the file, and flattened text shows no cells.",
	),
	(
		"X25, without the document",
		"What a document means by OLA shows in its definition alone; from a file only its place can be judged.",
	),
	(
		"X26, where a partner is",
		"A zone is known of places that a party's name tells; otherwise the three zones are shown side by side.",
	),
)
"""The parts of contradictions that no program can see, and why."""
