"""What an agreement says of availability: the promise, what is excluded, what it costs to miss it (000 §5, §6.1; 002 §5).

A part of the model, as frozen values; use them as `model.Availability` and so on. What the app computes from them:
`rules/availability_guarantee.py`.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sla_id.agreements.file.labels import Item, Label
from sla_id.agreements.file.plain_fields import (
	plain_choice,
	plain_count,
	plain_flag,
	plain_text,
	said_later,
)
from sla_id.agreements.file.target_text import AgreedTarget

AVAILABILITY_PERIODS = ("calendar_month",)
FORMULAS = {
	"whole_period": "Whole Period",
	"reduced_period": "Reduced Period",
	"reduced_by_excluded_downtime": "Reduced by Excluded Downtime",
}
"""Codes of the file, each with what the record's form shows; so are the others below that are mappings."""
AVAILABILITY_FORMULAS = tuple(FORMULAS)
UNKNOWN_TIME = {"up": "Up", "down": "Down", "left_out": "Left Out"}
DOWNTIME_FROM = {"first_failed_check": "First Failed Check", "declared": "Declared"}
PART_MONTHS = {"whole_month": "Whole Month", "days_in_force": "Days in Force"}
COMPONENT_RULES = {"any": "Any", "all": "All", "weighted": "Weighted"}
SCHEMES = {
	"steps": "Stepped",
	"proportional": "Proportional",
	"per_begun_period": "Per Begun Period",
	"per_missed_target": "Per Missed Target",
}
CREDITED_DOWNTIME = {"all": "All", "excess": "Excess"}
CREDIT_WINDOWS = {"days": "Days", "working_days": "Working Days", "months": "Months"}


@dataclass(frozen=True, slots=True)
class ComponentRow:
	"""A component of a service and its share of it, 0 to 1; nothing is guaranteed for one of weight 0."""

	code: str
	label: Label
	weight: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class GuaranteeRow:
	"""What differs for some services, and those below them. What it leaves out is as the availability itself says.

	`components`: the service is down when any of its parts is, when all are, or by the parts' weights.
	"""

	services: tuple[str, ...]
	target_percent: Decimal | None = said_later()
	calendar: str | None = said_later()
	minimum: AgreedTarget | None = said_later()
	components: str | None = plain_choice("komponen", "components", COMPONENT_RULES, later=True)
	parts: tuple[ComponentRow, ...] = said_later(())


@dataclass(frozen=True, slots=True)
class MaintenanceTerms:
	"""How long ahead scheduled maintenance is announced (000 §6.1), and which exclusion it falls under if it was in time.

	`notice` is counted on `calendar`, None without a notice. So it is with the lengths of claims and of the statement.
	`assumed`: the document doesn't say how long, it is a value of ours.
	"""

	notice: AgreedTarget | None = said_later()
	calendar: str | None = said_later()
	exclusion: str | None = said_later()
	assumed: bool = plain_flag("diasumsikan", "assumed", column="maintenance_assumed", later=True)


@dataclass(frozen=True, slots=True)
class ClaimTerms:
	"""Times for claims that downtime doesn't count: `within` after it ended, `decide_within` after the claim, and
	`object_within` after the decision, for the partner."""

	within: AgreedTarget | None = said_later()
	decide_within: AgreedTarget | None = said_later()
	object_within: AgreedTarget | None = said_later()
	calendar: str | None = said_later()


@dataclass(frozen=True, slots=True)
class StatementTerms:
	"""How long the partner has to accept the monthly statement or to dispute a line of it, once it was sent."""

	answer_within: AgreedTarget | None = said_later()
	calendar: str | None = said_later()


@dataclass(frozen=True, slots=True)
class CreditStep:
	"""Below this availability (percent), so many percent of the fee. The edge itself belongs to the better step."""

	below: Decimal
	percent: Decimal


@dataclass(frozen=True, slots=True)
class AgreedScheme:
	"""How a missed month turns into money, as `sla_id.availability.parse_scheme` takes it. Which fields a kind has: `SCHEME_FIELDS`.

	`days` None: the month's own. `daily_fees` None: one. Amounts are rupiah, percentages of the monthly fee.
	"""

	kind: str
	steps: tuple[CreditStep, ...] = said_later(())
	downtime: str | None = plain_choice(
		"Waktu Henti yang dihitung",
		"credited downtime",
		CREDITED_DOWNTIME,
		column="credit_downtime",
		later=True,
	)
	divide_by_target: bool = plain_flag(
		"dibagi dengan target", "divided by the target", column="credit_divide_by_target", later=True
	)
	period_seconds: int | None = plain_count(
		"panjang periode (detik)", "period (seconds)", 31_622_400, column="credit_period_seconds", later=True
	)
	daily_fees: Decimal | None = said_later()
	days: int | None = plain_count(
		"hari dalam sebulan", "days of a month", 366, column="credit_days", later=True
	)
	each: Decimal | None = said_later()
	percent_of_fee: Decimal | None = said_later()
	cap_percent: Decimal | None = said_later()
	cap_amount: Decimal | None = said_later()
	only_when_missed: bool = plain_flag(
		"hanya bila target tidak tercapai",
		"only when the target is missed",
		column="credit_only_when_missed",
		later=True,
	)

	@staticmethod
	def fields_of(kind: str) -> tuple[str, ...]:
		"""What a scheme of a kind may say besides its kind."""
		return (*SCHEME_FIELDS[kind], *ANY_SCHEME)

	def as_json(self) -> dict[str, Any]:
		"""The form that `sla_id.availability.parse_scheme` reads."""
		found: dict[str, Any] = {"kind": self.kind}
		for name in self.fields_of(self.kind):
			value = getattr(self, name)
			if value in (None, False, ()):
				continue
			found[name] = (
				[{"below": str(step.below), "percent": str(step.percent)} for step in value]
				if name == "steps"
				else str(value)
				if isinstance(value, Decimal)
				else value
			)
		return found


SCHEME_FIELDS = {
	"steps": ("steps",),
	"proportional": ("downtime", "divide_by_target"),
	"per_begun_period": ("period_seconds", "daily_fees", "days"),
	"per_missed_target": ("each", "percent_of_fee"),
}
"""What a kind of scheme says besides ANY_SCHEME."""
ANY_SCHEME = ("cap_percent", "cap_amount", "only_when_missed")


@dataclass(frozen=True, slots=True)
class CreditWindow:
	"""Until when a credit may be claimed: so many days or working days after the month, or to the end of the k-th month."""

	kind: str
	count: int


@dataclass(frozen=True, slots=True)
class CreditTerms:
	"""What the provider owes for a missed month (002 §5). While it isn't `enabled` nothing is owed and nothing of it is signed.

	`fee` is the monthly fee in rupiah. `assumed`: the document doesn't say so, it is a value of ours.
	"""

	enabled: bool = plain_flag("berlaku", "enabled", column="credit_enabled", later=True)
	assumed: bool = plain_flag("diasumsikan", "assumed", column="credit_assumed", later=True)
	fee: Decimal | None = said_later()
	scheme: AgreedScheme | None = said_later()
	window: CreditWindow | None = said_later()


@dataclass(frozen=True, slots=True)
class Availability:
	"""The promised availability (000 §5).

	`whole_period`: (total minutes - counted downtime) / total minutes x 100; the denominator is the whole period and
	counted downtime leaves out approved exclusions. `reduced_period`: they leave the denominator too;
	`reduced_by_excluded_downtime`: only the downtime in them does. Without a `calendar` it holds round the clock, without
	`services` for all of the catalogue; times down that don't last longer than `minimum` don't count.
	"""

	target_percent: Decimal
	period: str = "calendar_month"
	formula: str = plain_choice(
		"rumus", "formula", FORMULAS, default="whole_period", column="availability_formula"
	)
	exclusions: tuple[Item, ...] = ()
	source: str | None = plain_text("sumber", "source", column="availability_source")
	note: str | None = plain_text("catatan", "note", column="availability_note")
	calendar: str | None = said_later()
	unknown_counts_as: str | None = plain_choice(
		"waktu tanpa pemantauan dihitung", "blind time counts as", UNKNOWN_TIME,
		column="availability_unknown", later=True,
	)  # fmt: skip
	minimum: AgreedTarget | None = said_later()
	downtime_from: str | None = plain_choice(
		"Waktu Henti dihitung sejak", "downtime counts from", DOWNTIME_FROM,
		column="availability_downtime_from", later=True,
	)  # fmt: skip
	part_month: str | None = plain_choice(
		"bulan yang tidak penuh", "part months", PART_MONTHS,
		column="availability_part_month", later=True,
	)  # fmt: skip
	services: tuple[str, ...] = said_later(())
	guarantees: tuple[GuaranteeRow, ...] = said_later(())
	maintenance: MaintenanceTerms | None = said_later()
	claims: ClaimTerms | None = said_later()
	statement: StatementTerms | None = said_later()
