"""What a measurement is, and how times are taken so that a busy machine disturbs both sides of a ratio alike.

A bench module is a file `bench_*.py` next to this one with a function `measures() -> list[Measure]`. One that can't
run here (no frappe, no database) raises `Unavailable` with the reason, and is told as skipped.
"""

import gc
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import process_time


class Unavailable(Exception):
	"""A bench that can't run on this machine; the message says what it needs."""


@dataclass(frozen=True, slots=True)
class Measure:
	"""A figure, its unit, and the limit it must not exceed; without a limit it is only told."""

	name: str
	value: float
	unit: str
	limit: float | None = None

	@property
	def kept(self) -> bool:
		"""Whether the limit is kept."""
		return self.limit is None or self.value <= self.limit


def fastest(calls: Sequence[Callable[[], object]], number: int, repeats: int = 25) -> list[float]:
	"""Seconds of the processor a call of each takes: the least of many rounds, all run in turn in every round.

	The least is the time undisturbed; taking turns gives each the same chance of a quiet moment.
	"""
	least = [float("inf")] * len(calls)
	enabled = gc.isenabled()
	gc.disable()
	try:
		for _ in range(repeats):
			for place, call in enumerate(calls):
				began = process_time()
				for _ in range(number):
					call()
				least[place] = min(least[place], (process_time() - began) / number)
	finally:
		if enabled:
			gc.enable()
	return least


def memory(call: Callable[[], object]) -> tuple[int, int]:
	"""(bytes that what a call returns keeps, bytes at the peak while it ran), by tracemalloc."""
	call()
	gc.collect()
	tracemalloc.start()
	try:
		before, _ = tracemalloc.get_traced_memory()
		kept = call()
		gc.collect()
		after, peak = tracemalloc.get_traced_memory()
		del kept
	finally:
		tracemalloc.stop()
	return after - before, peak - before
