"""Availability, and what it costs to miss it: exact, pure, without Frappe (000 §5.1, §5.2; 002 §5).

A month's downtime is the union of its outages; what granted exclusions cover of it doesn't count. Lengths are counted in
microseconds and compared as fractions: 129,600 s of 30 days keep 95 %, one second more misses it.

| File | What it holds |
|---|---|
| spans.py | half-open spans of time: union, intersection, difference |
| downtime.py | outages of components as how far a service was down, and when |
| excluded_time.py | exclusions of the service or a component of it: what they take out of the downtime and of the month |
| guarantee.py | what is promised: target, denominator, components, minimum length, service hours, part months |
| month_figures.py | the figures of one month, so far and of the whole |
| month_question.py | the JSON form of a month: read, and answered as JSON |
| pooled.py | several months as one figure |
| credit_schemes.py | what a month's figure costs the provider |
| credit_question.py | the JSON form of a credit |
| claim_window.py | until when a credit may be claimed |
| json_fields.py | fields of a question in JSON, refused with their place |
| rupiah.py | amounts, rounded, shared out and in words |
| availability_error.py | what can't be computed |

`python -m sla_id.availability month FILE.json` and `… credit FILE.json` answer on the command line.
"""

from sla_id.availability.availability_error import AvailabilityError
from sla_id.availability.claim_window import ClaimWindow, claim_until
from sla_id.availability.credit_schemes import Credit, MonthResult, credit_for, parse_scheme
from sla_id.availability.downtime import ComponentRule, Outage
from sla_id.availability.excluded_time import Decision, Exclusion
from sla_id.availability.guarantee import DaysInForce, Denominator, Guarantee, UnknownTime
from sla_id.availability.month_figures import MonthFigures, Observed, month_figures
from sla_id.availability.pooled import Pooled, pool
from sla_id.availability.rupiah import say_rupiah, share_out, terbilang

__all__ = [
	"AvailabilityError",
	"ClaimWindow",
	"ComponentRule",
	"Credit",
	"DaysInForce",
	"Decision",
	"Denominator",
	"Exclusion",
	"Guarantee",
	"MonthFigures",
	"MonthResult",
	"Observed",
	"Outage",
	"Pooled",
	"UnknownTime",
	"claim_until",
	"credit_for",
	"month_figures",
	"parse_scheme",
	"pool",
	"say_rupiah",
	"share_out",
	"terbilang",
]
