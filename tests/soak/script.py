"""What people do in a simulated month, and when the scheduler is down. Seeded: the same seed gives the same month."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from random import Random

START = datetime(2026, 3, 2, 1, 0, tzinfo=timezone.utc)
"""Monday 08:00 WIB. Nyepi, Lebaran and their joint leave lie in the third week."""
HOSTS = ("HD Ticket", "Issue")
MINUTE = timedelta(minutes=1)
DAY_SECONDS = 24 * 60 * 60


@dataclass(frozen=True, slots=True)
class Step:
	"""One thing that a person does to a ticket at an instant."""

	at: datetime
	ticket: int
	do: str
	value: str = ""


@dataclass(frozen=True, slots=True)
class Outage:
	"""The scheduler is down in between."""

	start: datetime
	end: datetime


@dataclass(slots=True)
class Script:
	"""A month: steps in order of time, and outages."""

	end: datetime
	steps: list[Step] = field(default_factory=list)
	outages: list[Outage] = field(default_factory=list)

	def is_down(self, at: datetime) -> bool:
		"""Whether the scheduler is down at an instant."""
		return any(outage.start <= at < outage.end for outage in self.outages)


def write(tickets: int, days: int, seed: int) -> Script:
	"""A month of so many tickets and days."""
	random = Random(seed)
	script = Script(START + timedelta(days=days))
	for number in range(tickets):
		script.steps += _life(random, number, days)
	script.steps.sort(key=lambda step: (step.at, step.ticket))
	for length in _outages(days):
		start = START + MINUTE * random.randrange(days * 24 * 60 // 2)
		script.outages.append(Outage(start, start + length))
	return script


def _outages(days: int) -> Iterator[timedelta]:
	"""From minutes to three days, as long as the simulated time holds them."""
	for length in (timedelta(minutes=7), timedelta(hours=3), timedelta(hours=26), timedelta(days=3)):
		if length < timedelta(days=days) / 3:
			yield length


def _life(random: Random, number: int, days: int) -> Iterator[Step]:
	"""One ticket: reported, then what a helpdesk does to it, until it is solved or forgotten."""
	# to the microsecond: nothing falls together with a due time, where the order would be anybody's guess
	at = START + timedelta(seconds=random.uniform(0, days * DAY_SECONDS * 3 / 4))
	yield Step(at, number, "report", random.choice(("P1", "P1", "P2", "P2", "P3")))
	solved = False
	for _number in range(random.randrange(1, 8)):
		at += timedelta(minutes=random.expovariate(1 / 360) + 1)
		if at > START + timedelta(days=days):
			return
		do = random.choices(
			(
				"assign",
				"reply",
				"pause",
				"resume",
				"solve",
				"reclassify",
				"take over",
				"workaround",
				"massive",
				"past the hooks",
			),
			(3, 5, 3, 3, 4, 2, 3, 1, 0.3, 1),
		)[0]
		if solved:
			do = "reopen"
		solved = do == "solve"
		yield Step(at, number, do, random.choice(("P1", "P2", "P3")))
