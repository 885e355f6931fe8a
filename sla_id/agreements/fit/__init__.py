"""Do the internal teams' targets (OLA) fit inside the promises of an agreement (SLA)? (003 step 3 and IV.9, X25)

No Frappe. `fit(file)` compares, for every start in a week, when a promise is due with when the teams of the supporting
services would be done at worst; `say_report` puts the answer in words. Also a command:

    python -m sla_id.agreements.fit FILE.yaml [--language id|en]

| File | What it holds |
|---|---|
| result.py | the answer as frozen values |
| catalogue.py | what a service is part of and which supporting services it depends on |
| chains.py | which teams a promise waits for, by service and priority |
| stages.py | one length of working time, and the starts at which its end turns |
| weeks.py | the weeks that are looked at: an ordinary one and one with a holiday |
| outcome.py | the minutes of a week at which a promise can't be kept, and the worst case |
| check.py | `fit` |
| words.py | the answer in Indonesian and English |
"""

from sla_id.agreements.fit.catalogue import Catalogue, Node
from sla_id.agreements.fit.check import calendars_of, fit
from sla_id.agreements.fit.result import (
	FitReport,
	LeftOut,
	Link,
	Outcome,
	PromiseFit,
	Reason,
	Span,
	Step,
	Verdict,
	WeekFit,
	Worst,
)
from sla_id.agreements.fit.words import (
	say_left_out,
	say_promise,
	say_report,
	say_spans,
	say_verdict,
	say_worst,
)

__all__ = [
	"Catalogue",
	"FitReport",
	"LeftOut",
	"Link",
	"Node",
	"Outcome",
	"PromiseFit",
	"Reason",
	"Span",
	"Step",
	"Verdict",
	"WeekFit",
	"Worst",
	"calendars_of",
	"fit",
	"say_left_out",
	"say_promise",
	"say_report",
	"say_spans",
	"say_verdict",
	"say_worst",
]
