"""What the rules look at: the file, the day, the document's text, the holidays, and look-ups that several rules share.

Only rules use it. It finds nothing itself.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timezone

from sla_id.agreements.file import (
	AgreementFile,
	Duty,
	Label,
	Priority,
	Service,
	TargetRow,
	TierRow,
	TriggerRow,
)
from sla_id.agreements.file.target_text import (
	DAYS,
	DURATION,
	ESTIMATE,
	NEXT_RELEASE,
	OPEN_ENDED,
	AgreedTarget,
)
from sla_id.agreements.lint.lengths_in_text import Amount, amounts, days, seconds
from sla_id.agreements.lint.lint_finding import Quote
from sla_id.agreements.rules.service_catalogue import Catalogue
from sla_id.agreements.rules.winning_row import FIELDS, OLA, Scope, finalists
from sla_id.engine.words import say_duration, say_instant
from sla_id.fixtures.holiday_files import HolidayYear

_NEAR = 20
"""So many lines before a number are searched for the priority or service it belongs to: a table's row, flattened."""

CLOCK_NAMES = {
	"response": Label("respons", "response"),
	"next_update": Label("kabar berikutnya", "next update"),
	"workaround": Label("solusi sementara", "workaround"),
	"resolution": Label("resolusi", "resolution"),
	"permanent_fix": Label("perbaikan permanen", "permanent fix"),
	"fulfilment": Label("pemenuhan", "fulfilment"),
	"ola": Label("OLA", "OLA"),
}

_CLOCK_WORDS = {
	"response": ("respon", "tanggap"),
	"next_update": ("kabar", "update"),
	"workaround": ("sementara", "workaround"),
	"resolution": ("resolusi", "penyelesaian", "resolution"),
	"permanent_fix": ("permanen",),
	"fulfilment": ("pemenuhan", "fulfil", "diberikan"),
	"ola": ("ola",),
}


@dataclass(frozen=True, slots=True)
class QuotableLine:
	"""A non-empty line of the source document."""

	number: int
	text: str
	amounts: tuple[Amount, ...]

	@property
	def sentence(self) -> Quote:
		"""The line as a finding quotes it."""
		return Quote(self.text, self.number)


@dataclass(frozen=True, slots=True)
class Subject:
	"""What is linted. `lines` is empty without a source text; `above` has the services above each service."""

	file: AgreementFile
	today: date
	lines: tuple[QuotableLine, ...]
	years: tuple[HolidayYear, ...]
	above: Mapping[str, tuple[str, ...]]

	def value_at(self, path: str) -> object:
		"""The value at a path as findings name it. The path may contain no numbers."""
		value: object = self.file
		for name in path.removeprefix("escalation.").split("."):
			value = getattr(value, name)
		return value

	def rows(self, *clocks: str) -> Iterator[tuple[int, TargetRow]]:
		"""The target rows of these clocks with their numbers. All rows if no clock is given."""
		for number, row in enumerate(self.file.targets):
			if not clocks or row.clock in clocks:
				yield number, row

	def triggers(self) -> Iterator[tuple[str, TierRow, TriggerRow]]:
		"""Every trigger with its path and its tier."""
		for number, tier in enumerate(self.file.tiers):
			for place, trigger in enumerate(tier.triggers):
				yield f"escalation.tiers[{number}].triggers[{place}]", tier, trigger

	def duties(self) -> Iterator[tuple[str, TierRow, Duty]]:
		"""Every duty of every tier, with its path."""
		for number, tier in enumerate(self.file.tiers):
			for place, duty in enumerate(tier.duties):
				yield f"escalation.tiers[{number}].duties[{place}]", tier, duty

	def rank(self, code: str | None) -> int | None:
		"""The rank of a priority: 1 is the most urgent."""
		return next((priority.rank for priority in self.file.priorities if priority.code == code), None)

	def by_rank(self) -> list[Priority]:
		"""The priorities, most urgent first."""
		return sorted(self.file.priorities, key=lambda priority: priority.rank)

	def always(self, calendar: str) -> bool:
		"""Whether that calendar is 24x7."""
		return any(entry.code == calendar and entry.week.always for entry in self.file.calendars)

	def length(self, row: TargetRow) -> int | None:
		"""What a row promises in seconds of its calendar. None if it isn't a fixed length."""
		return self.seconds(row.target) if row.target.kind in (DURATION, DAYS) else None

	def seconds(self, target: AgreedTarget) -> int | None:
		"""A length in seconds. A working day has the agreement's hours a day."""
		if target.days is not None:
			return target.days * self.file.agreement.seconds_per_day
		return target.seconds

	def keys(self, target: AgreedTarget) -> set[tuple[str, object]]:
		"""The ways in which a text may write a target: 8 hours may be 1 day if a day has 8 hours."""
		day = self.file.agreement.seconds_per_day
		if target.days is not None:
			return {days(target.days), seconds(target.days * day)}
		found: set[tuple[str, object]] = {seconds(target.seconds or 0)}
		if day and target.seconds and target.seconds % day == 0:
			found.add(days(target.seconds // day))
		return found

	def services(self) -> Iterator[tuple[str, Service, tuple[str, ...]]]:
		"""Every service with its path in the file and the codes above it."""
		yield from _walk(self.file.services, "services", ())

	def ancestors(self, code: str | None) -> tuple[str, ...]:
		"""The codes above a service."""
		return self.above.get(code or "", ())

	def meets(self, one: TargetRow, two: TargetRow) -> bool:
		"""Whether one ticket can match both rows."""
		same = all(
			getattr(one, name) is None
			or getattr(two, name) is None
			or getattr(one, name) == getattr(two, name)
			for name in FIELDS
		)
		return same and self._same_branch(one.service, two.service)

	def overruled(self, row: TargetRow, other: TargetRow) -> bool:
		"""Whether another row of the same clock replaces `row` on the tickets that match both."""
		rivals = [rival for _, rival in self.rows(row.clock) if rival.team == row.team]
		return row not in finalists(rivals, self._scope(row, other), self.file.agreement)

	def _scope(self, one: TargetRow, two: TargetRow) -> Scope:
		"""The tickets that match both of two rows. Their service is the narrower of the two."""
		service = two.service if one.service in (None, *self.ancestors(two.service)) else one.service
		services = (service, *reversed(self.ancestors(service))) if service else ()
		supporting = Catalogue.of(self.file).supporting(service) if OLA in (one.clock, two.clock) else ()
		values = {name: getattr(one, name) or getattr(two, name) for name in FIELDS}
		return Scope(**values, services=services, supporting=supporting)

	def _same_branch(self, one: str | None, two: str | None) -> bool:
		return (
			one is None
			or two is None
			or one == two
			or one in self.ancestors(two)
			or two in self.ancestors(one)
		)

	def sentence_of(self, row: TargetRow) -> Quote | None:
		"""The line of the source that states a row's length, nearest to the row's priority, service or channel."""
		wanted = self.keys(row.target)
		numbers = [
			number for number, line in enumerate(self.lines) if any(a.key in wanted for a in line.amounts)
		]
		if row.target.kind == OPEN_ENDED:
			numbers = [number for number in numbers if ">" in self.lines[number].text] or numbers
		best = max(numbers, key=lambda number: self._fits(number, row), default=None)
		return None if best is None else self.lines[best].sentence

	def _fits(self, number: int, row: TargetRow) -> int:
		"""How well a line of the source fits a row: whether its priority, service or channel is near and its clock is named."""
		near = " ".join(line.text for line in self.lines[max(0, number - _NEAR) : number + 1]).lower()
		named = any(name in near for name in self._names(row))
		clock = any(word in self.lines[number].text.lower() for word in _CLOCK_WORDS[row.clock])
		return 2 * named + clock

	def _names(self, row: TargetRow) -> list[str]:
		found = [code.lower() for code in (row.priority, row.service) if code]
		found += [channel.name.id.lower() for channel in self.file.channels if channel.code == row.channel]
		return found

	def sentence_with(self, *phrases: str) -> Quote | None:
		"""The first line of the source with the first of these phrases that occurs at all."""
		for phrase in phrases:
			for line in self.lines:
				if phrase.lower() in line.text.lower():
					return line.sentence
		return None


def subject_of(
	file: AgreementFile, today: date, source: str | None, years: tuple[HolidayYear, ...]
) -> Subject:
	"""Prepare a file for the rules."""
	above = {service.code: codes for service, codes in file.all_services()}
	return Subject(file, today, read_lines(source), years, above)


def read_lines(source: str | None) -> tuple[QuotableLine, ...]:
	"""The non-empty lines of a source text, with the lengths of time in them."""
	return tuple(
		QuotableLine(number, " ".join(text.split()), tuple(amounts(" ".join(text.split()))))
		for number, text in enumerate((source or "").splitlines(), 1)
		if text.strip()
	)


def _walk(
	services: Iterable[Service], at: str, above: tuple[str, ...]
) -> Iterator[tuple[str, Service, tuple[str, ...]]]:
	for number, service in enumerate(services):
		path = f"{at}[{number}]"
		yield path, service, above
		yield from _walk(service.children, f"{path}.children", (*above, service.code))


def both(indonesian: str, english: str) -> Label:
	"""A sentence in both languages."""
	return Label(indonesian, english)


def day(at: date | None) -> Label:
	"""A date in words, or a dash if there is none."""
	if at is None:
		return both("-", "-")
	noon = datetime(at.year, at.month, at.day, 12, tzinfo=timezone.utc)
	return both(*(say_instant(noon, language).rsplit(" ", 2)[0] for language in ("id", "en")))


def target_words(target: AgreedTarget) -> Label:
	"""A target in words."""
	if target.kind == NEXT_RELEASE:
		return both("rilis berikutnya", "next release")
	if target.kind == ESTIMATE:
		return both("sesuai estimasi", "by estimate")
	if target.immediate:
		return both("langsung", "immediate")
	if target.days is not None:
		plural = "" if target.days == 1 else "s"
		length = both(f"{target.days} hari kerja", f"{target.days} working day{plural}")
	elif target.seconds is not None:
		length = both(say_duration(target.seconds, "id"), say_duration(target.seconds, "en"))
	else:
		return both("tanpa target", "no target")
	return both(f"> {length.id}", f"> {length.en}") if target.kind == OPEN_ENDED else length


def row_words(row: TargetRow) -> Label:
	"""A row in words: its clock, what it applies to, and its length."""
	scope = " ".join(part for part in (row.priority, row.service, row.channel, row.team) if part)
	clock, target = CLOCK_NAMES[row.clock], target_words(row.target)
	where = f" {scope}" if scope else ""
	return both(f"{clock.id}{where} ({target.id})", f"{clock.en}{where} ({target.en})")


def capital(label: Label) -> Label:
	"""A wording with a capital letter, to begin a sentence."""
	return both(*(text[:1].upper() + text[1:] for text in (label.id, label.en)))


def names_of(labels: Iterable[Label]) -> Label:
	"""A list of wordings that names the first six."""
	found = list(labels)
	return both(listed(label.id for label in found), listed(label.en for label in found))


def listed(entries: Iterable[str]) -> str:
	"""A list of names that gives the first six."""
	names = list(dict.fromkeys(entries))
	return ", ".join(names[:6]) + (f", … (+{len(names) - 6})" if len(names) > 6 else "")
