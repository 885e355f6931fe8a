"""A statement in words, "id" or "en": its lines with the sum in full, and its credits step by step, so that anybody can do it again.

From the content alone: page, print and form show the same values, sealed ones as they were sealed.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from frappe import _

from sla_id.agreements.words import code_names, say_amount, say_date, say_number, say_percent
from sla_id.availability import say_rupiah
from sla_id.engine.sentences import say
from sla_id.engine.words import say_duration, say_instant
from sla_id.exclusions.claim_values import STATUSES
from sla_id.statements.line_exclusions import MAINTENANCE
from sla_id.statements.seal_chain import Content
from sla_id.statements.service_line import WITHOUT_MONITORING, Line, read_instant_text
from sla_id.statements.statement_values import KEPT, MISSED, NOT_COMPUTED, NOT_DECIDED, result_of_line
from sla_id.text_as_typed import as_typed

COLOURS = {KEPT: "green", MISSED: "red", NOT_DECIDED: "orange", NOT_COMPUTED: "gray"}
LINE = "SLA Statement Line"
Facts = list[tuple[str, str]]


class StatementWords:
	"""Says a content in a language; instants in the zone that the content names."""

	def __init__(self, content: Content, language: str) -> None:
		self.content = content
		self.language = "id" if language.startswith("id") else "en"
		self.zone = ZoneInfo(content["zone"])

	def title(self) -> str:
		"""What it is, with its month."""
		return _("Service level statement, {0}", self.language).format(self.month())

	def month(self) -> str:
		"""Its month: "April 2026"."""
		first = date.fromisoformat(f"{self.content['month']}-01")
		return say_date(first, self.language).split(" ", 1)[1]

	def lines(self) -> list[dict[str, Any]]:
		"""Its lines, services as the catalogue has them."""
		return [self._line(line) for line in self.content["lines"]]

	def credits(self) -> list[dict[str, Any]]:
		"""Its credits, each with its steps."""
		return [self._credit(entry) for entry in self.content["credits"]]

	def total(self) -> dict[str, str]:
		"""All credits together, in figures and words; empty where none is agreed."""
		if not self.content["credits"]:
			return {}
		amount = sum((Decimal(entry["amount"]) for entry in self.content["credits"]), Decimal(0))
		return {"amount": self.amount(amount), "words": say_rupiah(amount)}

	def instant(self, text: str | None) -> str:
		"""An instant of the content; "" for none."""
		return say_instant(read_instant_text(text), self.language, self.zone) if text else ""

	def amount(self, value: Any) -> str:
		"""An amount in rupiah."""
		return say_amount(Decimal(str(value)), self.language)

	def number(self, text: str) -> str:
		"""A number as the content has it, with marks of thousands; a fraction without a finite decimal as such."""
		if "/" in text:
			return text
		return say_number(Decimal(text), self.language)

	def percent(self, text: str | None) -> str:
		"""A percentage as printed, with all its decimals."""
		if text is None:
			return "–"
		return f"{text.replace('.', ',') if self.language == 'id' else text} %"

	def length(self, text: str) -> str:
		"""A length in words and in seconds: "36 jam (129.600)"."""
		said = say_duration(round(float(Fraction(text))), self.language)
		return f"{said} ({self.number(text)})"

	def _days(self, entry: Mapping[str, Any]) -> str:
		first, last = (say_date(date.fromisoformat(entry[end]), self.language) for end in ("first", "last"))
		return f"{first} – {last}"

	def _name(self, line: Line) -> str:
		name = line["name"].get(self.language) or line["service"]
		return as_typed(name) or _("Everything agreed", self.language)

	def _line(self, line: Line) -> dict[str, Any]:
		result = result_of_line(line["figures"])
		return {
			"key": line["key"],
			"name": self._name(line),
			"agreement": line["agreement"],
			"days": self._days(line),
			"result": _(result, self.language, context=LINE),
			"colour": COLOURS[result],
			"availability": self.percent(line["figures"]["availability"]) if line["figures"] else "–",
			"promise": list(self._promise(line["promise"])),
			"sum": list(self._sum(line)) if line["figures"] else [],
			"problem": line["problem"],
			"outages": [self._outage(row) for row in line["outages"]],
			"exclusions": [self._exclusion(row) for row in line["exclusions"]],
		}

	def _promise(self, promise: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
		language = self.language
		yield _("Guaranteed", language), say_percent(Decimal(promise["target_percent"]), language)
		hours = promise["hours"].get(language)
		yield _("In which hours", language), hours or _("around the clock", language)
		yield (
			_("Set against", language),
			{
				"whole_month": _("the whole month", language),
				"minus_exclusions": _("the month without excluded time", language),
				"minus_excluded_downtime": _("the month without excluded downtime", language),
			}[promise["denominator"]],
		)
		if promise["minimum_seconds"] != "0":
			yield _("Outages count if longer than", language), self.length(promise["minimum_seconds"])
		if promise["unknown"] != "up":
			said = {
				"down": _("counts as down", language),
				"left_out": _("is left out of the month", language),
			}
			yield _("Time without monitoring", language), said[promise["unknown"]]
		if promise["weights"]:
			shares = (f"{code}: {self.number(weight)}" for code, weight in promise["weights"].items())
			yield _("Parts of the service", language), "; ".join(shares)
		if promise["in_part"] and promise["part_month"] == "days_in_force":
			yield _("Month", language), _("the days on which this version held", language)

	def _sum(self, line: Line) -> Iterator[tuple[str, str]]:
		"""The sum in full: each step with its numbers, in seconds."""
		figures, language, number = line["figures"], self.language, self.number
		yield _("Month, seconds", language), self.length(figures["month_seconds"])
		yield from self._denominator(line["promise"], figures)
		down, excluded, counted = (figures[f"{name}_seconds"] for name in ("down", "excluded", "counted"))
		if excluded != "0":
			yield (
				_("Counted downtime = downtime − excluded downtime", language),
				f"{number(down)} − {number(excluded)} = {self.length(counted)}",
			)
		else:
			yield _("Counted downtime", language), self.length(counted)
		whole = figures["denominator_seconds"]
		yield (
			_("Availability", language, context="SLA Statement"),
			f"({number(whole)} − {number(counted)}) ÷ {number(whole)} × 100 = {self.percent(figures['availability'])}",
		)
		target = line["promise"]["target_percent"]
		yield (
			_("Allowed downtime", language),
			f"{number(whole)} × (100 − {number(target)}) ÷ 100 = {self.length(figures['allowance_seconds'])}",
		)
		yield _("Result", language), self._verdict(figures, target)
		if figures["if_all_granted"] != figures["availability"]:
			yield (
				_("If every open claim were granted", language),
				self.percent(figures["if_all_granted"]),
			)

	def _denominator(
		self, promise: Mapping[str, Any], figures: Mapping[str, Any]
	) -> Iterator[tuple[str, str]]:
		month, whole = (Fraction(figures[f"{name}_seconds"]) for name in ("month", "denominator"))
		if month == whole:
			return
		taken = {"minus_exclusions": "exclusion_seconds", "minus_excluded_downtime": "excluded_seconds"}
		field = taken.get(promise["denominator"])
		less = [figures[field]] if field and figures[field] != "0" else []
		rest = month - whole - sum((Fraction(text) for text in less), Fraction(0))
		if rest:
			less.append(str(rest))
		terms = " − ".join(self.number(text) for text in (figures["month_seconds"], *less))
		yield (
			_("Set against", self.language),
			f"{terms} = {self.number(figures['denominator_seconds'])}",
		)

	def _verdict(self, figures: Mapping[str, Any], target: str) -> str:
		counted, allowed = self.number(figures["counted_seconds"]), self.number(figures["allowance_seconds"])
		if figures["met"] is None:
			return _("{0} seconds counted, {1} allowed: open claims decide", self.language).format(
				counted, allowed
			)
		if figures["met"]:
			said = _("{0} ≤ {1}: at or above {2} %, kept", self.language)
		else:
			said = _("{0} > {1}: below {2} %, missed (the percentage is rounded down)", self.language)
		return said.format(counted, allowed, self.number(target))

	def _outage(self, row: Mapping[str, Any]) -> dict[str, str]:
		blind = row["key"] == WITHOUT_MONITORING
		title = _("Time without monitoring", self.language) if blind else as_typed(row["title"])
		impact = "" if row["impact_percent"] == "100" else f"{self.number(row['impact_percent'])} %"
		return {
			"name": "" if blind else row["key"],
			"title": title,
			"cause": as_typed(row["cause"]),
			"start": self.instant(row["start"]),
			"end": self.instant(row["end"]) or ("" if blind else _("lasted beyond the month", self.language)),
			"down": self.length(row["down_seconds"]),
			"counted": self.length(row["counted_seconds"]),
			"parts": ", ".join(filter(None, (*row["parts"], impact))),
		}

	def _exclusion(self, row: Mapping[str, Any]) -> dict[str, str]:
		granted = "; ".join(f"{self.instant(start)} – {self.instant(end)}" for start, end in row["granted"])
		if row["kind"] == MAINTENANCE:
			decision = _("Maintenance announced in time", self.language)
		else:
			decision = (
				say(STATUSES[row["status"]], self.language) if row["status"] in STATUSES else row["status"]
			)
		return {
			"name": row["key"],
			"label": as_typed(row["label"].get(self.language)),
			"time": f"{self.instant(row['start'])} – {self.instant(row['end'])}",
			"decision": decision,
			"decided": self.instant(row["decided"]),
			"granted": granted,
			"reason": as_typed(row["reason"]),
			"late": _("claimed late", self.language) if row["late"] else "",
		}

	def _credit(self, entry: Mapping[str, Any]) -> dict[str, Any]:
		names = {line["key"]: self._name(line) for line in self.content["lines"]}
		lines = [
			{
				"name": names.get(line["key"]) or _("Missed targets", self.language),
				"steps": [*self._steps(line["sum"], line["before_cap"]), *self._share(entry, line)],
				"before_cap": self.amount(line["before_cap"]),
				"amount": self.amount(line["amount"]),
			}
			for line in entry["lines"]
		]
		problem = _("The agreement names no monthly fee, so nothing can be computed.", self.language)
		return {
			"key": f"credit:{entry['key']}",
			"agreement": entry["agreement"],
			"days": self._days(entry),
			"lines": lines,
			"totals": list(self._totals(entry)),
			"amount": self.amount(entry["amount"]),
			"problem": problem if entry["problem"] else "",
			"missed": [
				f"{row['ticket']}: {code_names.say(code_names.CLOCKS, row['clock'], self.language)}, {self.instant(row['due'])}"
				for row in entry["missed"]
			],
		}

	def _share(self, entry: Mapping[str, Any], line: Mapping[str, Any]) -> Iterator[str]:
		"""What the cap leaves of a line, where it takes anything away."""
		if line["before_cap"] != line["amount"]:
			yield _("Its share of what the cap leaves: {0} × {1} ÷ {2} = {3}", self.language).format(
				self.amount(line["before_cap"]),
				self.amount(entry["amount"]),
				self.amount(entry["before_cap"]),
				self.amount(line["amount"]),
			)

	def _totals(self, entry: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
		language = self.language
		yield _("Together before the cap", language), self.amount(entry["before_cap"])
		if entry["cap"] is not None:
			yield _("At most", language), self.amount(entry["cap"])
		yield _("Credit", language, context="SLA Statement"), self.amount(entry["amount"])
		if Decimal(entry["amount"]):
			yield _("In words", language), say_rupiah(Decimal(entry["amount"]))
		if entry["claim_until"]:
			yield _("May be claimed until", language), self.instant(entry["claim_until"])

	def _steps(self, said: Mapping[str, Any], before_cap: str) -> Iterator[str]:
		"""A credit's sum, step by step."""
		if (
			said["fee"] is not None
			and said["days"] != said["month_days"]
			and said["kind"] != "per_begun_period"
		):
			yield _("Fee of {0} of {1} days: {2} × {0} ÷ {1} = {3}", self.language).format(
				said["days"], said["month_days"], self.amount(said["fee"]), self.amount(said["fee_part"])
			)
		if said.get("only_when_missed") and said["met"] is not False:
			yield _("The target wasn't missed: nothing is owed.", self.language)
			return
		yield getattr(self, f"_of_{said['kind']}")(said, self.amount(before_cap))

	def _of_steps(self, said: Mapping[str, Any], owed: str) -> str:
		if said["below"] is None:
			return _("{0} reaches the highest step: nothing is owed.", self.language).format(
				self.percent(said["availability"])
			)
		return _("{0} is below {1} %: {2} % of {3} = {4}", self.language).format(
			self.percent(said["availability"]),
			self.number(said["below"]),
			self.number(said["percent"]),
			self.amount(said["fee_part"]),
			owed,
		)

	def _of_proportional(self, said: Mapping[str, Any], owed: str) -> str:
		down = self.number(said["counted_seconds"])
		if said["excess"]:
			down = f"({down} − {self.number(said['allowance_seconds'])})"
		month = self.number(said["month_seconds"])
		if said["by_target"]:
			month = f"({month} × {self.number(said['target_percent'])} ÷ 100)"
		return f"{self.amount(said['fee_part'])} × {down} ÷ {month} = {owed}"

	def _of_per_begun_period(self, said: Mapping[str, Any], owed: str) -> str:
		return _("{0} begun periods of {1} seconds: {2} ÷ {3} days × {4} × {0} = {5}", self.language).format(
			said["begun"],
			self.number(said["period_seconds"]),
			self.amount(said["fee"]),
			said["fee_days"],
			self.number(said["daily_fees"]),
			owed,
		)

	def _of_per_missed_target(self, said: Mapping[str, Any], owed: str) -> str:
		if not said["missed"]:
			return _("No target was missed: nothing is owed.", self.language)
		text = f"{said['missed']} × {self.amount(said['each'])}"
		if Decimal(said["percent"]):
			text += f" + {self.number(said['percent'])} % × {self.amount(said['fee_part'])}"
		return f"{text} = {owed}"
