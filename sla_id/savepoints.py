"""Work that may fail while what surrounds it goes on: it is undone, what went wrong is recorded, and nobody is shown a dialog of it.

A deadlock is the exception: the database has undone the whole transaction, so who went on would lose the surrounding work
silently. It propagates out of `attempt`, and ends an `own_transaction` alone.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

import frappe


@dataclass(slots=True)
class Attempt:
	"""What became of a piece of work; while `error` is None it hasn't failed."""

	error: Exception | None = None
	kept: Any = None
	"""What `on_failure` returned."""

	@property
	def deadlocked(self) -> bool:
		"""Whether the database undid it in favour of another process: nothing is wrong with it, and it may be tried again."""
		return isinstance(self.error, frappe.QueryDeadlockError)


@contextmanager
def attempt(
	title: str = "",
	*,
	on_failure: Callable[[Exception], object] | None = None,
	catch: type[Exception] | tuple[type[Exception], ...] = Exception,
	writes: bool = True,
) -> Iterator[Attempt]:
	"""Undo the block to where it began if it fails, and go on behind it.

	A `title` puts the failure into the Error Log under it; `on_failure` is called with the error once the block is undone.
	What `catch` doesn't name propagates, and so does a deadlock. A block that mostly `writes` nothing takes no savepoint: what it
	does write stands in an `undone_on_failure` of its own.
	"""
	done, said = Attempt(), len(frappe.local.message_log)
	with _savepoint() if writes else nullcontext() as name:
		try:
			yield done
		except frappe.QueryDeadlockError:
			raise
		except catch as error:
			if name:
				frappe.db.rollback(save_point=name)
			_record(done, error, title, on_failure)
			del frappe.local.message_log[said:]


@contextmanager
def undone_on_failure() -> Iterator[None]:
	"""Undo the block to where it began if it fails; the failure propagates."""
	with _savepoint() as name:
		try:
			yield
		except frappe.QueryDeadlockError:
			raise
		except Exception:
			frappe.db.rollback(save_point=name)
			raise


@contextmanager
def own_transaction(
	title: str = "", *, on_failure: Callable[[Exception], object] | None = None
) -> Iterator[Attempt]:
	"""`attempt` for a job: the block is a transaction of its own, or several where it commits.

	What came before is committed, and so is what came of the block. A deadlock is undone and not recorded.
	"""
	frappe.db.commit()  # nosemgrep: jobs alone call this; what failed must not take along what was done before it
	done = Attempt()
	with _savepoint() as name:
		try:
			yield done
		except frappe.QueryDeadlockError as error:
			frappe.db.rollback()
			done.error = error
		except Exception as error:
			_undo_since_commit(name)
			_record(done, error, title, on_failure)
	frappe.db.commit()  # nosemgrep: as above; others wait for the rows that the block has locked


@contextmanager
def _savepoint() -> Iterator[str]:
	"""A savepoint of its own name for each level of attempts within attempts: a second of one name would take the first's place."""
	level = frappe.flags.sla_id_attempts or 0
	name = f"sla_id_{level}"
	frappe.flags.sla_id_attempts = level + 1
	try:
		frappe.db.savepoint(name)
		yield name
	finally:
		frappe.flags.sla_id_attempts = level


def _undo_since_commit(name: str) -> None:
	"""Undo to the savepoint, or to the last commit where the block has committed and the savepoint is gone."""
	try:
		frappe.db.rollback(save_point=name)
	except Exception:
		frappe.db.rollback()


def _record(
	done: Attempt, error: Exception, title: str, on_failure: Callable[[Exception], object] | None
) -> None:
	done.error = error
	if title:
		frappe.log_error(title=title)
	if on_failure:
		done.kept = on_failure(error)
