"""Reading a question in JSON field by field: what can't be read is refused with its place and what to write instead."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sla_id.availability.availability_error import AvailabilityError
from sla_id.availability.spans import SECOND, instant_of
from sla_id.engine.errors import InvalidCalendar
from sla_id.engine.zone import load_zone

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class Fields:
	"""A JSON object and its place. Every reader raises AvailabilityError."""

	values: Mapping[str, Any]
	where: str = ""

	@classmethod
	def of(cls, value: Any, where: str, known: Collection[str]) -> "Fields":
		"""An object that holds no other fields than the known ones."""
		if not isinstance(value, Mapping):
			raise AvailabilityError(where, f"must be an object with the fields {', '.join(known)}")
		fields = cls(value, where)
		for name in value:
			if name not in known:
				raise AvailabilityError(fields.place(name), f"is unknown; known are {', '.join(known)}")
		return fields

	def place(self, name: str) -> str:
		"""Where a field stands, e.g. "outages[2].end"."""
		return f"{self.where}.{name}" if self.where else str(name)

	def fail(self, name: str, advice: str) -> AvailabilityError:
		"""What is wrong with a field, and what to write."""
		value = self.values.get(name)
		problem = "is missing; write" if value is None else f"{value!r} can't be read; write"
		return AvailabilityError(self.place(name), f"{problem} {advice}")

	def read(self, name: str, reader: Callable[["Fields", str], T], default: T) -> T:
		"""A field that may be missing or null."""
		return default if self.values.get(name) is None else reader(self, name)

	def rows(self, name: str, known: Collection[str]) -> list["Fields"]:
		"""A list of objects; none where the field is missing."""
		rows = self.values.get(name)
		if rows is None:
			return []
		if not isinstance(rows, list):
			raise self.fail(name, "a list")
		return [Fields.of(row, f"{self.place(name)}[{number}]", known) for number, row in enumerate(rows)]

	def text(self, name: str) -> str:
		"""A text that isn't empty."""
		value = self.values.get(name)
		if not isinstance(value, str) or not value:
			raise self.fail(name, "a text")
		return value

	def choice(self, name: str, options: Collection[str]) -> str:
		"""One of the options."""
		value = self.values.get(name)
		if value not in options:
			raise self.fail(name, f"one of {', '.join(options)}")
		return str(value)

	def option(self, name: str, default: E) -> E:
		"""One of the options of an enumeration, by its value."""
		kind = type(default)
		return default if self.values.get(name) is None else kind(self.choice(name, list(kind)))

	def number(self, name: str) -> Decimal:
		"""A number as JSON number or text; floats as they are written, so that 99.9 is 999/1000."""
		value = self.values.get(name)
		if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
			raise self.fail(name, 'a number, e.g. "99.9"')
		try:
			number = Decimal(str(value).strip())
		except InvalidOperation:
			raise self.fail(name, 'a number, e.g. "99.9"') from None
		if not number.is_finite() or abs(number) > _LARGEST:
			raise self.fail(name, 'a number, e.g. "99.9"')
		return number

	def amount(self, name: str) -> Decimal:
		"""A number that isn't below 0."""
		number = self.number(name)
		if number < 0:
			raise self.fail(name, "a number of 0 or more")
		return number

	def share(self, name: str) -> Fraction:
		"""A percentage from 0 to 100, as a fraction of 1."""
		number = self.number(name)
		if not 0 <= number <= 100:
			raise self.fail(name, "a percentage from 0 to 100")
		return Fraction(number) / 100

	def microseconds(self, name: str) -> int:
		"""A length in seconds, in microseconds."""
		return int(Fraction(self.amount(name)) * SECOND)

	def instant(self, name: str) -> int:
		"""An ISO 8601 time with its offset, in microseconds since 1970 UTC."""
		advice = "a date and time with its offset, e.g. 2026-04-10T08:00:00+07:00"
		try:
			at = datetime.fromisoformat(self.text(name))
		except ValueError:
			raise self.fail(name, advice) from None
		if at.tzinfo is None:
			raise self.fail(name, advice)
		try:
			return instant_of(at)
		except OverflowError:
			raise self.fail(name, advice) from None

	def span(self, *, may_last: bool) -> tuple[int, int | None]:
		"""`start` and `end` in microseconds; where it may last, no end means that it still does."""
		start = self.instant("start")
		end = self.read("end", Fields.instant, None) if may_last else self.instant("end")
		if end is not None and end < start:
			raise AvailabilityError(self.place("end"), "lies before the start; exchange them, or correct one")
		return start, end

	def day(self, name: str) -> date:
		"""A date."""
		try:
			return date.fromisoformat(self.text(name))
		except ValueError:
			raise self.fail(name, "a date, e.g. 2026-04-16") from None

	def month(self, name: str) -> date:
		"""The first day of a month that is written as 2026-04."""
		value = self.text(name)
		try:
			first = date.fromisoformat(f"{value}-01")
		except ValueError:
			raise self.fail(name, "a month, e.g. 2026-04") from None
		if len(value) != 7 or not 1 < first.year < 9999:
			raise self.fail(name, "a month, e.g. 2026-04")
		return first

	def zone(self, name: str) -> ZoneInfo:
		"""An IANA time zone."""
		try:
			return load_zone(self.values.get(name))
		except InvalidCalendar:
			raise self.fail(name, "an IANA time zone, e.g. Asia/Jakarta") from None


_LARGEST = Decimal(10) ** 18
