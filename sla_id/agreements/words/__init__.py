"""The words for an agreement's values, in Indonesian and English: one place for print and comparison.

For `agreements.document` and `agreements.compare`; no Frappe. Any language other than "id" reads English
(as `Label.get`).

| File | What it says |
|---|---|
| code_names.py | codes: clocks, channel types, blocks, fields of the file |
| calendar_words.py | dates, weeks, calendars, holiday classes |
| length_words.py | targets and lengths on their calendar |
| field_names.py | the names of the agreement file's fields, and which of their values are codes |
| scope_words.py | scopes, what meets a target, numbers |
| tier_words.py | triggers and duties of a tier |
"""

from sla_id.agreements.words import code_names
from sla_id.agreements.words.calendar_words import (
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
from sla_id.agreements.words.length_words import say_length, say_plain_length, say_target
from sla_id.agreements.words.scope_words import (
	join_words,
	say_amount,
	say_exclusion,
	say_met,
	say_months,
	say_number,
	say_party,
	say_percent,
	say_priority,
	say_scope,
)
from sla_id.agreements.words.tier_words import say_duty, say_trigger

__all__ = [
	"code_names",
	"join_words",
	"say_amount",
	"say_break",
	"say_calendar",
	"say_date",
	"say_duty",
	"say_exclusion",
	"say_hours",
	"say_length",
	"say_met",
	"say_months",
	"say_number",
	"say_party",
	"say_percent",
	"say_plain_length",
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
