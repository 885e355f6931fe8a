"""Do the internal teams' targets (OLA) fit inside the promises of an agreement (SLA)? (003 step 3 and IV.9, X25)

No Frappe. `fit(file)` compares, for every start in a week, when a promise is due with when the teams of the supporting
services would be done at worst; `say_report` puts the answer in words. Also a command:

    python -m sla_id.agreements.fit FILE.yaml [--language id|en]

| File | What it holds |
|---|---|
| fit_result.py | the answer as frozen values |
| team_chains.py | which teams a promise waits for, by service and priority |
| working_stages.py | one length of working time, and the starts at which its end turns |
| example_weeks.py | the weeks that are looked at: an ordinary one and one with a holiday |
| broken_minutes.py | the minutes of a week at which a promise can't be kept, and the worst case |
| fit_promises.py | `fit` |
| fit_words.py | the answer in Indonesian and English |
"""

from sla_id.agreements.fit.fit_promises import calendars_of, fit
from sla_id.agreements.fit.fit_result import (
	ChainStep,
	FitReport,
	LeftOut,
	Link,
	Obstacle,
	Outcome,
	PromiseFit,
	Span,
	Verdict,
	WeekFit,
	Worst,
)
from sla_id.agreements.fit.fit_words import (
	say_left_out,
	say_promise,
	say_report,
	say_spans,
	say_verdict,
	say_worst,
)
from sla_id.agreements.rules.service_catalogue import Catalogue, Node

__all__ = [
	"Catalogue",
	"ChainStep",
	"FitReport",
	"LeftOut",
	"Link",
	"Node",
	"Obstacle",
	"Outcome",
	"PromiseFit",
	"Span",
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
