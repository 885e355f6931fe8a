"""The month: people work, two schedulers tick at once, processes are killed, and the engine is asked what should be."""

import json
import signal
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pymysql

from tests.app.own_site import FOLDER
from tests.mariadb import Server, mariadb
from tests.soak.script import MINUTE, Script, Step, write

OFFSET = timedelta(microseconds=1)
"""Off the whole second: Frappe takes a document read back from a whole one for changed."""


@dataclass(slots=True)
class Outcome:
	"""What the run did, and what the comparison said."""

	steps: int = 0
	ticks: int = 0
	killed: int = 0
	seconds: float = 0
	compared: dict[str, Any] = field(default_factory=dict)

	@property
	def differences(self) -> dict[str, list[str]]:
		"""Every kind of difference that was found; empty when all agree."""
		return {kind: found for kind, found in self.compared["differences"].items() if found}


class Process:
	"""A process on the site that can be killed at any moment and started again."""

	def __init__(self, site: Path) -> None:
		self._site = site
		self._start()

	def wait(self) -> "Process":
		"""Until it has opened the site."""
		self._until("ready")
		return self

	def _start(self) -> None:
		self._running = subprocess.Popen(
			[sys.executable, "-W", "ignore", "-m", "tests.soak.process", "serve", str(self._site)],
			cwd=FOLDER,
			stdin=subprocess.PIPE,
			stdout=subprocess.PIPE,
			stderr=subprocess.STDOUT,
			text=True,
		)

	def tell(self, at: datetime, do: str, **more: Any) -> None:
		"""Have it do something at a simulated instant."""
		assert self._running.stdin is not None
		self._running.stdin.write(json.dumps({"at": at.isoformat(), "do": do, **more}) + "\n")
		self._running.stdin.flush()

	def answer(self) -> Any:
		"""What came of it. Raises RuntimeError with its last words when it died of it."""
		assert self._running.stdout is not None
		said: list[str] = []
		for line in self._running.stdout:
			try:
				return json.loads(line)
			except ValueError:
				said.append(line)
		raise RuntimeError("".join(said[-30:]) or "the process ended without a word")

	def kill(self) -> None:
		"""SIGKILL, wherever it is; then a new one."""
		self._running.send_signal(signal.SIGKILL)
		self._running.wait(timeout=30)
		self._start()
		self.wait()

	def stop(self) -> None:
		"""Let it end by itself."""
		assert self._running.stdin is not None
		self._running.stdin.close()
		self._running.wait(timeout=60)

	def _until(self, word: str) -> None:
		assert self._running.stdout is not None
		said = []
		for line in self._running.stdout:
			said.append(line)
			if word in line:
				return
		raise RuntimeError("".join(said[-30:]))


class Month:
	"""One run: `helpdesk` does what people do, two `schedulers` tick."""

	def __init__(self, site: Path, server: Server, script: Script, kills: int, seed: int, every: int) -> None:
		self.script = script
		self.every = every
		self.random = Random(seed)
		self.helpdesk, *self.schedulers = [
			process.wait() for process in [Process(site) for _number in range(3)]
		]
		self.kills = kills
		self.ticks: list[datetime] = []
		self.outcome = Outcome()
		self._connection = pymysql.connect(
			host="127.0.0.1",
			port=server.port,
			user=server.user,
			password=server.password,
			database=server.database,
			autocommit=True,
		)

	def live(self) -> None:
		"""All steps in order, and a tick in every minute in which one has something to do."""
		steps = list(self.script.steps)
		share = self.kills / max(len(steps), 1)
		looked = steps[0].at
		while steps:
			step = steps.pop(0)
			self._ticks_until(looked, step.at, share)
			self._do(step, share)
			looked = step.at
			self._tick_after(step.at, share, next_at=steps[0].at if steps else None)
		self._ticks_until(looked, self.script.end, share)
		self._tick(self._round(self.script.end), 0)

	def _do(self, step: Step, share: float) -> None:
		self.outcome.steps += 1
		while True:
			self.helpdesk.tell(step.at, step.do, ticket=step.ticket, value=step.value)
			if self.random.random() < share / 4:
				time.sleep(self.random.uniform(0, 0.05))
				self.outcome.killed += 1
				self.helpdesk.kill()
				continue
			if self.helpdesk.answer() != "again":
				return

	def _tick_after(self, at: datetime, share: float, next_at: datetime | None) -> None:
		"""The next minute's tick finds what no hook saw; steps within one minute share it."""
		minute = self._round(at)
		if (next_at is None or next_at > minute) and not self.script.is_down(minute):
			self._tick(minute, share)

	def _ticks_until(self, since: datetime, end: datetime, share: float) -> None:
		"""Every tick that has something to do up to an instant; none while the scheduler is down."""
		last = since
		while True:
			due = self._next_due()
			if due is None:
				return
			at = max(self._round(due - OFFSET), self._round(last))
			outage = next((o for o in self.script.outages if o.start <= at < o.end), None)
			if outage is not None:
				at = self._round(outage.end)
			if at >= end:
				return
			self._tick(at, share)
			last = at

	def _tick(self, at: datetime, share: float) -> None:
		"""Both schedulers at once; one that is killed is started again and ticks in the same minute."""
		self.outcome.ticks += 1
		self.ticks.append(at)
		for scheduler in self.schedulers:
			scheduler.tell(at, "tick")
		if self.random.random() < share:
			time.sleep(self.random.uniform(0, 0.08))
			self.outcome.killed += 1
			doomed = self.random.choice(self.schedulers)
			doomed.kill()
			doomed.tell(at, "tick")
		answers = [scheduler.answer() for scheduler in self.schedulers]
		if "again" in answers:
			self.schedulers[0].tell(at, "tick")
			self.schedulers[0].answer()

	def _next_due(self) -> datetime | None:
		with self._connection.cursor() as cursor:
			cursor.execute("select min(next_event_at) from `tabSLA Ticket`")
			found = cursor.fetchone()
		due = found[0] if found else None
		return due.replace(tzinfo=timezone.utc) if due else None

	def _round(self, at: datetime) -> datetime:
		"""The first minute after an instant in which the schedulers tick."""
		full = at.replace(second=0, microsecond=0) + MINUTE
		return full + MINUTE * (-full.minute % self.every) + OFFSET

	def stop(self) -> None:
		"""Let every process end."""
		for process in (self.helpdesk, *self.schedulers):
			process.stop()
		self._connection.close()


def soak(tickets: int, days: int, kills: int, seed: int, every: int = 1) -> Outcome:
	"""Live through so many tickets and days with about so many kills and a tick `every` so many minutes; what came of it."""
	began = time.monotonic()
	with TemporaryDirectory(prefix="sla_id_soak_") as folder, mariadb() as server:
		site = Path(folder) / "sites" / "site"
		login = json.dumps({"host": "127.0.0.1", **asdict(server)})
		_run("tests.soak.process", "prepare", str(site), login)
		month = Month(site, server, write(tickets, days, seed), kills, seed, every)
		try:
			month.live()
		finally:
			month.stop()
		instants = Path(folder) / "ticks.json"
		instants.write_text(json.dumps([at.isoformat() for at in month.ticks]), encoding="utf-8")
		month.outcome.compared = json.loads(_run("tests.soak.compare", str(site), str(instants)))
	month.outcome.seconds = time.monotonic() - began
	return month.outcome


def _run(*arguments: str) -> str:
	done = subprocess.run(
		[sys.executable, "-W", "ignore", "-m", *arguments], cwd=FOLDER, capture_output=True, text=True
	)
	if done.returncode:
		raise RuntimeError((done.stdout + done.stderr)[-4000:])
	return done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""
