"""The agreement file as values: what `parse` returns and `dump` takes. It has no behaviour except look-ups.

Anyone may import it. Times are wall-clock texts in the agreement's zone; lengths are seconds or working days;
every tuple keeps the order of the file.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Protocol, TypeVar

from sla_id.agreements.file.availability_terms import (
	ANY_SCHEME,
	AVAILABILITY_FORMULAS,
	AVAILABILITY_PERIODS,
	CREDIT_WINDOWS,
	SCHEME_FIELDS,
	AgreedScheme,
	Availability,
	ClaimTerms,
	ComponentRow,
	CreditStep,
	CreditTerms,
	CreditWindow,
	GuaranteeRow,
	MaintenanceTerms,
	StatementTerms,
)
from sla_id.agreements.file.file_problems import Problem
from sla_id.agreements.file.labels import Item, Label
from sla_id.agreements.file.plain_fields import plain_choice, plain_count, plain_flag, plain_text
from sla_id.agreements.file.target_text import AgreedTarget
from sla_id.engine import ClockKind

__all__ = [
	"ANY_SCHEME",
	"AVAILABILITY_FORMULAS",
	"AVAILABILITY_PERIODS",
	"CREDIT_WINDOWS",
	"SCHEME_FIELDS",
	"AgreedScheme",
	"Availability",
	"ClaimTerms",
	"ComponentRow",
	"CreditStep",
	"CreditTerms",
	"CreditWindow",
	"GuaranteeRow",
	"Item",
	"Label",
	"MaintenanceTerms",
	"StatementTerms",
]
"""What of the model is written in files of its own (`availability_terms.py`, `labels.py`)."""

FORMAT = "sla_id/agreement@1"
TYPES = {"customer": "Customer", "internal": "Internal", "multi-level": "Multi-level"}
"""Codes of the file, each with what the record's form shows; so are the others below that are mappings."""
AGREEMENT_TYPES = tuple(TYPES)
LEVELS = ("corporate", "service", "customer")
INHERITABLE = (
	*("time_zone", "hours_per_day", "working_day", "service_or_priority", "requests_use"),
	*("at_risk_percent", "first_line", "completeness"),
)
"""Fields of the head, and besides them default_calendar and default_priority, that a level may leave out."""
COMPLETENESS_SHOWN = {"none": "None", "ask": "Ask", "wait": "Wait"}
COMPLETENESS = tuple(COMPLETENESS_SHOWN)
WORKING_DAY = {"hours_per_day": "Hours per Day", "end_of_day": "End of Day"}
WORKING_DAY_MODES = tuple(WORKING_DAY)
HOLDS = {"stricter": "Stricter", "service": "Service", "priority": "Priority"}
SERVICE_OR_PRIORITY = tuple(HOLDS)
REQUESTS_USE = tuple(HOLDS)
LANGUAGES_SHOWN = {"id": "id", "en": "en"}
LANGUAGES = tuple(LANGUAGES_SHOWN)
HOLIDAY_CLASSES = ("national", "cuti_bersama", "regional")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
CHANNEL_TYPES = (
	"Portal",
	"E-mail",
	"Phone",
	"Chat",
	"WhatsApp",
	"Social",
	"On-site",
	"Virtual",
	"Integration",
)
CLOCK_STARTS_SHOWN = {
	"received": "Received", "queue_answered": "Queue Answered", "agent_screen": "Agent Screen",
}  # fmt: skip
CLOCK_STARTS = tuple(CLOCK_STARTS_SHOWN)
NOTICE = {"calendar_days": "Calendar Days", "working_days": "Working Days"}
NOTICE_UNITS = tuple(NOTICE)
KINDS = {"incident": "Incident", "request": "Service Request"}
TICKET_KINDS = tuple(KINDS)
SERVICE_KINDS_SHOWN = {**KINDS, "both": "Both"}
SERVICE_KINDS = tuple(SERVICE_KINDS_SHOWN)
STAGES_SHOWN = {"first_line": "First Line", "handed_over": "Handed Over"}
STAGES = tuple(STAGES_SHOWN)
CLOCKS = tuple(map(str, ClockKind))
MET_BY = ("confirmed", "team_assigned", "workaround_applied", "fixed", "fulfilled", "update_sent")
MET_WHEN = ("all", "any")
STARTS_ON = ("received", "partner_replied")
"""What begins a next update: the report, and then every update; or the partner's oldest unanswered message."""
TRIGGERS = (
	*("reported", "percent", "before_due", "after", "without_workaround", "breach", "manual"),
	*("stagnation", "massive_impact", "several_partners"),
)
ASKED_BY = ("partner", "management", "agent")
"""Who may ask for a tier: the partner, its management, or an agent (000 §4.1, §4.2)."""
DUTY_KINDS = ("assign", "contact", "action_plan", "conference_call", "other")
PARTIES = ("provider", "customer")
BLOCKS = (
	*("summary", "goals", "success", "parties", "needs", "in_scope", "out_of_scope", "services", "hours"),
	*("priorities", "matrix", "response", "targets", "service_targets", "ola", "channels", "facts"),
	*("escalation", "availability", "exclusions", "provider_duties", "customer_duties", "review"),
	*("amendment", "contacts", "consequence", "termination", "versions", "signatures"),
	*("maintenance", "claims", "credits", "pauses", "breach_causes"),
)
"""What a printed section can show."""
Window = tuple[str, str]
Windows = tuple[Window, ...]


DUTY_LABELS: Mapping[str, Label] = {
	"assign": Label("Penugasan tim", "Assignment of a team"),
	"contact": Label("Menghubungi kontak teknis Mitra", "Contact with the partner's technical contact"),
	"action_plan": Label("Rencana aksi tertulis", "Written action plan"),
	"conference_call": Label(
		"Panggilan konferensi dengan manajemen Mitra", "Conference call with the partner's management"
	),
}
"""What a duty is called where the file gives no wording of its own; `other` needs one."""


@dataclass(frozen=True, slots=True)
class Review:
	"""How often both parties review the agreement (000 §7.1, 001 §4)."""

	months: int
	last: date | None = None
	next: date | None = None


@dataclass(frozen=True, slots=True)
class VersionNote:
	"""A row of the document's version history."""

	version: str
	date: date | None
	description: str


@dataclass(frozen=True, slots=True)
class Source:
	"""The document that the file was made from, and what had to be interpreted."""

	document: str
	number: str | None = None
	notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
	"""The head of the file.

	`extends` is the code of the agreement that this level overrides (002: multi-level); `level` and `service`
	say for whom; `inherits` are the fields that it leaves to that agreement. `completeness` says what happens to a
	report that lacks a required fact: nothing, the partner is asked, or asked while the clocks wait (000 §3.2).
	"""

	code: str
	title: Label
	version: str
	provider: str
	effective_from: date
	number: str | None = plain_text("Nomor", "Number", column="agreement_number")
	type: str = plain_choice(
		"Jenis perjanjian", "Type of agreement", TYPES, default="customer", column="agreement_type"
	)
	extends: str | None = None
	level: str | None = None
	service: str | None = None
	partner: str | None = None
	partner_group: str | None = plain_text("Kelompok Mitra", "Group of partners")
	default: bool = False
	effective_to: date | None = None
	language: str = plain_choice("Bahasa", "Language", LANGUAGES_SHOWN, default="id")
	time_zone: str = "Asia/Jakarta"
	hours_per_day: Decimal = Decimal(8)
	working_day: str = plain_choice(
		"Penghitungan Hari Kerja", "Counting of business days", WORKING_DAY, default="hours_per_day"
	)
	service_or_priority: str = plain_choice(
		"Insiden: layanan atau prioritas", "Incidents: service or priority", HOLDS, default="stricter"
	)
	requests_use: str = plain_choice(
		"Permintaan: layanan atau prioritas", "Requests: service or priority", HOLDS, default="service"
	)
	at_risk_percent: int = 75
	first_line: bool = plain_flag("Lini pertama", "First line")
	completeness: str = plain_choice(
		"Bila informasi wajib kurang",
		"If required information is missing",
		COMPLETENESS_SHOWN,
		default="none",
	)
	review: Review | None = None
	versions: tuple[VersionNote, ...] = ()
	source: Source | None = None
	inherits: tuple[str, ...] = ()

	@property
	def seconds_per_day(self) -> int:
		"""One working day (hari kerja) as working seconds, for the mode `hours_per_day`."""
		return int(self.hours_per_day * 3600)


@dataclass(frozen=True, slots=True)
class Week:
	"""Opening windows by weekday; `always` is 24x7."""

	always: bool = False
	days: tuple[tuple[str, Windows], ...] = ()

	def definition(self) -> Any:
		"""The week in the form that the engine's calendars take."""
		return "24x7" if self.always else {day: [list(w) for w in windows] for day, windows in self.days}


@dataclass(frozen=True, slots=True)
class ShiftRow:
	"""A different week from `first` to `last`, both included (e.g. Ramadan hours)."""

	first: date
	last: date
	week: Week
	name: str | None = None


@dataclass(frozen=True, slots=True)
class BreakRow:
	"""Windows on one date in which the calendar is closed."""

	day: date
	windows: Windows
	name: str | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
	"""A working calendar that names classes of holidays instead of dates."""

	code: str
	week: Week
	holidays: tuple[str, ...] = ()
	region: str | None = None
	shifts: tuple[ShiftRow, ...] = ()
	breaks: tuple[BreakRow, ...] = ()

	def definition(self, time_zone: str, holidays: Iterable[Any] = ()) -> dict[str, Any]:
		"""The dictionary that `sla_id.engine.WorkingCalendar.from_dict` takes.

		`holidays` are the dates (or {date, name, decree}) of this calendar's classes, from `sla_id.fixtures.holiday_files`.
		"""
		return {
			"time_zone": time_zone,
			"hours": self.week.definition(),
			"holidays": list(holidays),
			"shifts": [
				{
					"from": shift.first.isoformat(),
					"to": shift.last.isoformat(),
					"hours": shift.week.definition(),
					"name": shift.name or "",
				}
				for shift in self.shifts
			],
			"breaks": [
				{
					"date": entry.day.isoformat(),
					"windows": [list(window) for window in entry.windows],
					"name": entry.name or "",
				}
				for entry in self.breaks
			],
		}


@dataclass(frozen=True, slots=True)
class Priority:
	"""A priority of the agreement. Rank 1 is the most urgent. Labels may repeat, codes may not (001 §6.3)."""

	code: str
	rank: int
	label: Label
	description: Label | None = None
	examples: tuple[Label, ...] = ()
	host_priority: str | None = plain_text("prioritas di meja bantuan", "priority in the helpdesk")


@dataclass(frozen=True, slots=True)
class Matrix:
	"""Leads from urgency (rows) and impact (columns) to a priority code. `cells` go row by row and are complete."""

	urgency: tuple[Item, ...]
	impact: tuple[Item, ...]
	cells: tuple[tuple[str, ...], ...]

	def find(self, urgency: str, impact: str) -> str | None:
		"""The priority code of a cell, or None if the matrix doesn't have the level."""
		rows = [item.code for item in self.urgency]
		columns = [item.code for item in self.impact]
		if urgency not in rows or impact not in columns:
			return None
		return self.cells[rows.index(urgency)][columns.index(impact)] or None

	def priority(self, urgency: str, impact: str) -> str:
		"""The priority code of a cell. Raises KeyError for an unknown level."""
		code = self.find(urgency, impact)
		if code is None:
			raise KeyError((urgency, impact))
		return code


@dataclass(frozen=True, slots=True)
class Category:
	"""A kind of question that a limited channel accepts, and the facts it needs (001 §6.2)."""

	code: str
	name: Label
	required: tuple[str, ...] = ()
	optional: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChannelRow:
	"""A way to reach the provider. If `categories` are given, it accepts only those."""

	code: str
	name: Label
	type: str
	official: bool = plain_flag("resmi", "official", default=True)
	clock_starts: str = plain_choice(
		"waktu dihitung sejak", "time counts from when", CLOCK_STARTS_SHOWN, default="received"
	)
	personal_number: bool = plain_flag("nomor perorangan", "one person's number")
	address: str | None = plain_text("alamat", "address")
	confidential: bool | None = None
	notice_days: int | None = plain_count("diajukan sebelumnya (hari)", "notice (days)", 366)
	notice_in: str = plain_choice("satuan hari", "unit of days", NOTICE, default="calendar_days")
	note: str | None = plain_text("catatan", "note")
	categories: tuple[Category, ...] = ()


@dataclass(frozen=True, slots=True)
class Service:
	"""A node of the service catalogue.

	`documents` are what a request must bring, `channels` the only ones it may come through (none: any).
	`depends_on` are the supporting services it needs (003 step 3); `supporting` marks one that users don't
	order. `owner` is a function, never a name.
	"""

	code: str
	name: Label
	kind: str = plain_choice("berlaku untuk", "holds for", SERVICE_KINDS_SHOWN, default="both")
	note: str | None = plain_text("catatan", "note")
	owner: str | None = plain_text("penanggung jawab", "responsible", column="owner_title")
	supporting: bool = plain_flag("layanan pendukung", "supporting service")
	documents: tuple[Label, ...] = ()
	channels: tuple[str, ...] = ()
	depends_on: tuple[str, ...] = ()
	children: tuple["Service", ...] = ()


@dataclass(frozen=True, slots=True)
class TargetRow:
	"""One promise: which clock, for which tickets (None: any), how long, on which calendar, and what meets it.

	Only a next update may start on something other than the report.
	"""

	clock: str
	target: AgreedTarget
	calendar: str
	met_by: tuple[str, ...]
	met_when: str = "all"
	starts_on: str = "received"
	priority: str | None = None
	channel: str | None = None
	service: str | None = None
	kind: str | None = plain_choice("jenis tiket", "kind of ticket", KINDS)
	stage: str | None = plain_choice("tahap", "stage", STAGES_SHOWN)
	team: str | None = plain_text("tim", "team")
	assumed: bool = plain_flag("diasumsikan", "assumed")
	source: str | None = plain_text("sumber", "source")
	note: str | None = plain_text("catatan", "note")

	@property
	def scope(self) -> tuple[str | None, ...]:
		"""What the row applies to. It is unique in a file."""
		return (self.clock, self.priority, self.channel, self.service, self.kind, self.stage, self.team)


@dataclass(frozen=True, slots=True)
class TriggerRow:
	"""What brings a tier in, for the tickets named by `priorities`, `services` (and services below them) and `partners`.

	`percent` of a clock; `length` for before_due, after, without_workaround and stagnation; `partners_hit` by one
	incident for several_partners. A manual trigger has `asked_by` (none: ASKED_BY) and the `reasons` to choose from; a
	partner's request that nobody decided within `decide_within` on `calendar` counts as valid.
	"""

	on: str
	clock: str | None = None
	percent: int | None = None
	length: AgreedTarget | None = None
	calendar: str | None = None
	priorities: tuple[str, ...] | None = None
	reasons: tuple[Item, ...] = ()
	partners_hit: int | None = None
	services: tuple[str, ...] = ()
	partners: tuple[str, ...] = ()
	asked_by: tuple[str, ...] = ()
	decide_within: AgreedTarget | None = None

	def may_ask(self, who: str) -> bool:
		"""Whether this trigger lets `who`, one of ASKED_BY, ask for the tier."""
		return self.on == "manual" and (not self.asked_by or who in self.asked_by)


@dataclass(frozen=True, slots=True)
class Duty:
	"""What a tier owes once it has come in: `within` a length on `calendar`. Both are None if no time is set.

	`assumed`: the value is ours; the document doesn't state it.
	"""

	kind: str
	label: Label
	within: AgreedTarget | None = None
	calendar: str | None = None
	assumed: bool = plain_flag("diasumsikan", "assumed")


@dataclass(frozen=True, slots=True)
class TierRow:
	"""A level of escalation: who answers for it (a role or title, never a name) and how they talk.

	They are told again every `repeat_every` until one of them acknowledges. If nobody has within `acknowledge_within`,
	the next tier comes in. `hours` is a calendar: outside it people are told at its next opening, except for the
	priorities in `wakes_for`. None means at any hour. These four are the provider's way of working and aren't signed.
	"""

	level: int
	title: Label
	responsible: str
	role: str | None = None
	protocol: Label | None = None
	triggers: tuple[TriggerRow, ...] = ()
	acknowledge_within: AgreedTarget | None = None
	repeat_every: AgreedTarget | None = None
	hours: str | None = None
	wakes_for: tuple[str, ...] = ()
	duties: tuple[Duty, ...] = ()


@dataclass(frozen=True, slots=True)
class PauseReason:
	"""Why a ticket's clocks may be paused; an agreement without any leaves it to the helpdesk's statuses.

	`evidence`: something has to prove it. `approval`: a person decides on it. After `longest` on `calendar` the clocks
	resume by themselves; both None: the pause has no longest time.
	"""

	code: str
	label: Label
	description: Label | None = None
	evidence: bool = plain_flag("bukti diperlukan", "evidence needed")
	approval: bool = plain_flag("persetujuan diperlukan", "approval needed")
	longest: AgreedTarget | None = None
	calendar: str | None = None


@dataclass(frozen=True, slots=True)
class BreachCauses:
	"""Whether the owner of a missed target is asked for its cause and root cause, and the causes to choose from (003 V.10)."""

	ask: bool = plain_flag("ditanyakan", "asked for", column="ask_breach_cause")
	causes: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Party:
	"""A provider or customer that is party to the agreement. A multi-level agreement (002) has several."""

	party: str
	name: Label
	description: Label | None = None


@dataclass(frozen=True, slots=True)
class Contact:
	"""An authorised contact (000 §7.3; 002, contact points with duties).

	The samples name only roles. An agreement between real parties also names the person.
	"""

	party: str
	role: Label
	duty: Label | None = None
	name: str | None = plain_text("nama", "name", column="full_name")
	email: str | None = plain_text("surel", "e-mail")
	phone: str | None = plain_text("telepon", "phone")


@dataclass(frozen=True, slots=True)
class Signatory:
	"""Who signs for a party. `signed` is the date of a signature on paper, None until there is one."""

	party: str
	role: Label
	name: str | None = plain_text("nama", "name", column="full_name")
	email: str | None = plain_text("surel", "e-mail")
	signed: date | None = None


@dataclass(frozen=True, slots=True)
class Section:
	"""A numbered section of the printed document and the blocks (BLOCKS) it shows."""

	number: str
	title: Label
	shows: tuple[str, ...] = ()
	text: Label | None = None


@dataclass(frozen=True, slots=True)
class AgreedTerms:
	"""What an agreement has to say besides numbers (002): purpose, duties, consequences, how it ends.

	A month is missed if less than `compliance_percent` of the clocks that were due are met (None: all of them);
	`missed_months` in a row raise a notice that it may be ended (002 §6). `outline` is the document's own
	numbering; without one the print format uses that of 000.
	"""

	summary: Label | None = None
	goals: tuple[Label, ...] = ()
	success: tuple[Label, ...] = ()
	parties: tuple[Party, ...] = ()
	provider_needs: tuple[Label, ...] = ()
	customer_needs: tuple[Label, ...] = ()
	in_scope: tuple[Label, ...] = ()
	provider_duties: tuple[Label, ...] = ()
	customer_duties: tuple[Label, ...] = ()
	contacts: tuple[Contact, ...] = ()
	signatories: tuple[Signatory, ...] = ()
	amendment: Label | None = None
	consequence: Label | None = None
	termination: tuple[Label, ...] = ()
	compliance_percent: Decimal | None = None
	missed_months: int | None = None
	outline: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class AgreementFile:
	"""A whole agreement file, checked. `warnings` hold line numbers and don't count in comparisons.

	Only a record has `unsigned_calendars`: calendars (by code) that the provider has given a tier as the
	hours of its people, and that no party has agreed on.
	"""

	agreement: Agreement
	calendars: tuple[Calendar, ...]
	default_calendar: str
	priorities: tuple[Priority, ...]
	default_priority: str
	matrix: Matrix | None = None
	channels: tuple[ChannelRow, ...] = ()
	services: tuple[Service, ...] = ()
	required_facts: tuple[Item, ...] = ()
	out_of_scope: tuple[Item, ...] = ()
	targets: tuple[TargetRow, ...] = ()
	tiers: tuple[TierRow, ...] = ()
	availability: Availability | None = None
	terms: AgreedTerms = field(default_factory=AgreedTerms)
	pause_reasons: tuple[PauseReason, ...] = ()
	breach_causes: BreachCauses | None = None
	credit: CreditTerms | None = None
	warnings: tuple[Problem, ...] = field(default=(), compare=False)
	unsigned_calendars: tuple[str, ...] = field(default=(), compare=False)

	def calendar(self, code: str) -> Calendar:
		"""The calendar of that code. Raises KeyError."""
		return _by_code(self.calendars)[code]

	def priority(self, code: str) -> Priority:
		"""The priority of that code. Raises KeyError."""
		return _by_code(self.priorities)[code]

	def channel(self, code: str) -> ChannelRow:
		"""The channel of that code. Raises KeyError."""
		return _by_code(self.channels)[code]

	def service(self, code: str) -> Service:
		"""The service of that code, at any depth. Raises KeyError."""
		return _by_code([service for service, _ in self.all_services()])[code]

	def all_services(self) -> Iterator[tuple[Service, tuple[str, ...]]]:
		"""Every service with the codes of the services above it, parents first."""
		return walk_services(self.services)


def walk_services(
	services: Iterable[Service], above: tuple[str, ...] = ()
) -> Iterator[tuple[Service, tuple[str, ...]]]:
	"""Every service of a tree with the codes of the services above it, parents first."""
	for service in services:
		yield service, above
		yield from walk_services(service.children, (*above, service.code))


class _Coded(Protocol):
	@property
	def code(self) -> str: ...


_Entry = TypeVar("_Entry", bound=_Coded)


def _by_code(entries: Iterable[_Entry]) -> Mapping[str, _Entry]:
	return {entry.code: entry for entry in entries}
