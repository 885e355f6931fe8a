"""Queue workers and the scheduler's tick as threads, since Redis lives in this process. Used by `serve`.

The tick only puts due jobs on the queue, as Frappe's scheduler does; a slow or failing job holds up a worker, never
the tick.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import Any

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
		frappe = runtime.load()
		from frappe.utils.background_jobs import generate_qname, get_redis_conn
		from rq import Queue, SimpleWorker
		from rq.timeouts import TimerDeathPenalty

		class ThreadWorker(SimpleWorker):
			# signals belong to the main thread
			death_penalty_class = TimerDeathPenalty

			def _install_signal_handlers(self) -> None:
				pass

		while not self.stopping.is_set():
			try:
				frappe.init(force=True)
				connection = get_redis_conn()
				queues = [Queue(generate_qname(name), connection=connection) for name in self.queues]
				if any(queue.count for queue in queues):
					worker = ThreadWorker(queues, connection=connection)
					worker.work(burst=True, logging_level="ERROR", max_jobs=20)
			except Exception:
				_log(frappe, f"{self.name} failed; it goes on")
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
				_log(runtime.load(), "the tick failed; it goes on")
			self.stopping.wait(self.seconds - time.time() % self.seconds)


def tick() -> list[str]:
	"""Put due jobs on the queue once, in this thread's own connection; returns their methods."""
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


def run_queued_jobs(limit: int = 200) -> int:
	"""Run what is on the queues, in this process, until they are empty; for tests. Returns the number of jobs.

	The jobs open their own connection in a thread of their own, so the caller's transaction isn't touched: commit
	first what they are to see.
	"""
	ran = 0

	def work() -> None:
		nonlocal ran
		frappe = runtime.load()
		from frappe.utils.background_jobs import generate_qname, get_redis_conn
		from rq import Queue, SimpleWorker
		from rq.timeouts import TimerDeathPenalty

		class ThreadWorker(SimpleWorker):
			death_penalty_class = TimerDeathPenalty

			def _install_signal_handlers(self) -> None:
				pass

		frappe.init(force=True)
		connection = get_redis_conn()
		queues = [Queue(generate_qname(name), connection=connection) for name in ("short", "default", "long")]
		ran = sum(queue.count for queue in queues)
		if ran:
			ThreadWorker(queues, connection=connection).work(
				burst=True, logging_level="ERROR", max_jobs=limit
			)

	thread = threading.Thread(target=work)
	thread.start()
	thread.join()
	return ran


def _log(frappe: Any, message: str) -> None:
	frappe.logger("embedded").error(message, exc_info=True)
