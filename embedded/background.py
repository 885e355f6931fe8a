"""Queue workers and the scheduler's tick as threads, since Redis lives in this process. Used by `serve`.

The tick only puts due jobs on the queue, as Frappe's scheduler does; a slow or failing job holds up a worker, never
the tick.
"""

from __future__ import annotations

import contextvars
import threading
import time
from collections.abc import Sequence

from embedded import runtime

QUEUES = (("short", "default"), ("long", "default"))
_POLL_SECONDS = 0.5


class Worker(threading.Thread):
	"""Runs jobs from its queues until stopped."""

	def __init__(self, queues: Sequence[str]) -> None:
		super().__init__(name=f"worker-{'-'.join(queues)}", daemon=True)
		self.queues = queues
		self.stopping = threading.Event()

	def stop(self) -> None:
		self.stopping.set()

	def run(self) -> None:
		while not self.stopping.is_set():
			try:
				_work(self.queues, limit=20)
			except Exception:
				_log(f"{self.name} failed; it goes on")
			self.stopping.wait(_POLL_SECONDS)


class Tick(threading.Thread):
	"""Puts the scheduled jobs that are due on the queue, at the start of every interval."""

	def __init__(self, seconds: int = 60) -> None:
		super().__init__(name="tick", daemon=True)
		self.seconds = seconds
		self.stopping = threading.Event()

	def stop(self) -> None:
		self.stopping.set()

	def run(self) -> None:
		while not self.stopping.is_set():
			try:
				tick()
			except Exception:
				_log("the tick failed; it goes on")
			self.stopping.wait(self.seconds - time.time() % self.seconds)


def tick() -> list[str]:
	"""Put due jobs on the queue once; returns their methods. The caller's connection isn't touched."""
	return contextvars.Context().run(_tick)


def run_queued_jobs(limit: int = 200) -> int:
	"""Run what is on the queues, here and now, until they are empty; for tests. Returns the number of jobs found.

	The jobs have connections of their own: commit first what they are to see.
	"""
	return contextvars.Context().run(_work, ("short", "default", "long"), limit)


def _tick() -> list[str]:
	frappe = runtime.load()
	import monoframe.utils.scheduler as scheduler

	frappe.init(force=True)
	frappe.connect()
	try:
		if scheduler.is_scheduler_inactive(verbose=False):
			return []
		return scheduler.enqueue_events() or []
	finally:
		frappe.destroy()


def _work(queues: Sequence[str], limit: int) -> int:
	frappe = runtime.load()
	from frappe.utils.background_jobs import generate_qname, get_redis_conn
	from rq import Queue, SimpleWorker
	from rq.timeouts import TimerDeathPenalty

	class ThreadWorker(SimpleWorker):
		# signals belong to the main thread
		death_penalty_class = TimerDeathPenalty

		def _install_signal_handlers(self) -> None:
			pass

	frappe.init(force=True)
	connection = get_redis_conn()
	waiting = [Queue(generate_qname(name), connection=connection) for name in queues]
	found = sum(queue.count for queue in waiting)
	if found:
		worker = ThreadWorker(waiting, connection=connection)
		worker.work(burst=True, logging_level="ERROR", max_jobs=limit)
	return found


def _log(message: str) -> None:
	runtime.load().logger("embedded").error(message, exc_info=True)
