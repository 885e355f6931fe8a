"""The words for an agreement's values, in Indonesian and English: one place for print and comparison.

For `agreements.document` and `agreements.compare`; no Frappe. Who doesn't read Indonesian reads English
(as `Label.get`).

| File | What it says |
|---|---|
| names.py | codes: clocks, channel types, blocks, fields of the file |
| days.py | dates, weeks, calendars, holiday classes |
| lengths.py | targets and lengths on their calendar |
| fields.py | the fields of the agreement file, and which of their values are codes |
| rules.py | scopes, what meets a target, numbers |
| tiers.py | triggers and duties of a tier |
"""

from sla_id.agreements.words import names
from sla_id.agreements.words.days import (
	say_break,
	say_calendar,
	say_date,
	say_hours,
	say_shift,
	say_span,
	say_week,
	say_windows,
	say_zone,
)
from sla_id.agreements.words.lengths import say_length, say_target
from sla_id.agreements.words.rules import (
	join_words,
	say_met,
	say_months,
	say_number,
	say_party,
	say_percent,
	say_priority,
	say_scope,
)
from sla_id.agreements.words.tiers import say_duty, say_trigger

__all__ = [
	"join_words",
	"names",
	"say_break",
	"say_calendar",
	"say_date",
	"say_duty",
	"say_hours",
	"say_length",
	"say_met",
	"say_months",
	"say_number",
	"say_party",
	"say_percent",
	"say_priority",
	"say_scope",
	"say_shift",
	"say_span",
	"say_target",
	"say_trigger",
	"say_week",
	"say_windows",
	"say_zone",
]
