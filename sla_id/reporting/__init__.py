"""Reports that decide: how many clocks were met, of how many, read when, counted how. Pure, without Frappe.

Counts are integers, rates fractions; the definition is written once, in `compliance.py`, and every report prints it.

| File | What it holds |
|---|---|
| compliance.py | which clocks count in a period, what became of each, and their rate |
| compliance_question.py | the JSON form of a count: read, and answered as JSON |
| rates.py | a rate as text that never reaches a goal it misses; Wilson's interval |
| percentiles.py | percentiles by nearest rank |
| watermelon.py | figures that tell whether green hides red |
| queue_order.py | the order in which tickets should be taken |
| reporting_error.py | what can't be reported |

`python -m sla_id.reporting compliance FILE.json` answers on the command line (docs/reporting.md).
"""

from sla_id.reporting.compliance import (
	Basis,
	ClockFacts,
	ClockOutcome,
	Counts,
	Period,
	belongs_to,
	count_clocks,
	outcome_of,
	pool_counts,
)
from sla_id.reporting.percentiles import nearest_rank, percentile
from sla_id.reporting.queue_order import Queue, QueuedTicket, order_queue
from sla_id.reporting.rates import say_rate, wilson_interval
from sla_id.reporting.reporting_error import ReportingError
from sla_id.reporting.watermelon import Share, TicketStory, Watermelon, watermelon

__all__ = [
	"Basis",
	"ClockFacts",
	"ClockOutcome",
	"Counts",
	"Period",
	"Queue",
	"QueuedTicket",
	"ReportingError",
	"Share",
	"TicketStory",
	"Watermelon",
	"belongs_to",
	"count_clocks",
	"nearest_rank",
	"order_queue",
	"outcome_of",
	"percentile",
	"pool_counts",
	"say_rate",
	"watermelon",
	"wilson_interval",
]
