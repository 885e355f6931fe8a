"""Work that fails is undone and recorded, and what surrounds it goes on; a deadlock takes all of it along.

On MariaDB the Error Log is in no transaction, so what a test has logged stays: each counts from where it begins.
"""

from typing import Any

import pytest

TITLE = "The test could not go on"


def _note(site: Any, text: str) -> None:
	site.get_doc({"doctype": "ToDo", "description": text}).insert()


def _noted(site: Any) -> set[str]:
	return {row for row in site.get_all("ToDo", pluck="description") if row in ("before", "inner", "outer")}


def _logged(site: Any) -> int:
	return int(site.db.count("Error Log", {"method": TITLE}))


def test_what_fails_is_undone_and_recorded(site: Any) -> None:
	"""Its writes and its messages are gone; what was done before stays."""
	from sla_id.savepoints import attempt

	before = _logged(site)
	_note(site, "before")
	with attempt(TITLE, on_failure=lambda error: str(error)) as done:
		_note(site, "inner")
		site.msgprint("nobody reads this")
		raise ValueError("because")
	assert _noted(site) == {"before"}
	assert (str(done.error), done.kept, done.deadlocked) == ("because", "because", False)
	assert _logged(site) == before + 1
	assert not any("nobody reads this" in str(entry) for entry in site.local.message_log)


def test_an_attempt_within_another_leaves_the_outer_its_savepoint(site: Any) -> None:
	"""A hook runs within a hook: what fails last is undone with all that it did since it began."""
	from sla_id.savepoints import attempt

	with attempt() as outer:
		_note(site, "outer")
		with attempt() as inner:
			_note(site, "inner")
		raise ValueError
	assert inner.error is None and outer.error is not None
	assert _noted(site) == set()


def test_a_deadlock_propagates(site: Any) -> None:
	"""The database has undone the surrounding work too: going on would lose it silently."""
	from sla_id.savepoints import attempt

	before = _logged(site)
	with pytest.raises(site.QueryDeadlockError), attempt(TITLE):
		raise site.QueryDeadlockError
	assert _logged(site) == before


def test_what_is_not_named_propagates(site: Any) -> None:
	"""An attempt that waits for a duplicate hides no other error."""
	from sla_id.savepoints import attempt

	with pytest.raises(ValueError), attempt(catch=site.DuplicateEntryError):
		raise ValueError


def test_a_jobs_step_ends_with_its_deadlock(site: Any, monkeypatch: pytest.MonkeyPatch) -> None:
	"""It is undone as a whole and not recorded; the job goes on."""
	from sla_id.savepoints import own_transaction

	undone: list[Any] = []
	before = _logged(site)
	monkeypatch.setattr(site.db, "rollback", lambda save_point=None: undone.append(save_point))
	with own_transaction(TITLE) as done:
		raise site.QueryDeadlockError
	assert done.deadlocked and undone == [None]
	assert _logged(site) == before


def test_a_jobs_step_that_has_committed_is_undone_from_there(
	site: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
	"""Its savepoint went with the commit; what failed is recorded all the same."""
	from sla_id.savepoints import own_transaction

	undone: list[Any] = []
	before = _logged(site)

	def rollback(save_point: str | None = None) -> None:
		undone.append(save_point)
		if save_point:
			raise site.db.OperationalError("no such savepoint")

	monkeypatch.setattr(site.db, "rollback", rollback)
	with own_transaction(TITLE):
		raise ValueError
	assert undone[1:] == [None]
	assert _logged(site) == before + 1
