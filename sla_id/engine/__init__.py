"""Service level arithmetic, as a library: working time, targets, clocks and the sums that explain them.

No frappe, no I/O, no clock of its own: `now` is an argument. Instants are aware datetimes, lengths are seconds.
Start with `WorkingCalendar`; `evaluate` turns terms and events into clocks.
"""

from sla_id.engine.clocks import Clock, ClockState
from sla_id.engine.errors import (
	EndBeforeStart,
	EngineError,
	InvalidCalendar,
	InvalidEvent,
	InvalidPause,
	InvalidTarget,
	NaiveTime,
	NeverOpens,
	PausedForGood,
)
from sla_id.engine.escalate import Alert, AlertKind, Escalation, Telling
from sla_id.engine.evaluate import Evaluation, evaluate
from sla_id.engine.events import Event, EventType
from sla_id.engine.named_pauses import Naming, Pause
from sla_id.engine.receipt import Line, LineKind, Receipt
from sla_id.engine.sentences import Named, Sentence
from sla_id.engine.targets import Target, TargetKind
from sla_id.engine.terms import ClockKind, ClockTerms, PauseTerms, Terms, Tier, Trigger, TriggerKind
from sla_id.engine.working_calendar import WorkingCalendar

__all__ = [
	"Alert",
	"AlertKind",
	"Clock",
	"ClockKind",
	"ClockState",
	"ClockTerms",
	"EndBeforeStart",
	"EngineError",
	"Escalation",
	"Evaluation",
	"Event",
	"EventType",
	"InvalidCalendar",
	"InvalidEvent",
	"InvalidPause",
	"InvalidTarget",
	"Line",
	"LineKind",
	"NaiveTime",
	"Named",
	"Naming",
	"NeverOpens",
	"Pause",
	"PauseTerms",
	"PausedForGood",
	"Receipt",
	"Sentence",
	"Target",
	"TargetKind",
	"Telling",
	"Terms",
	"Tier",
	"Trigger",
	"TriggerKind",
	"WorkingCalendar",
	"evaluate",
]
