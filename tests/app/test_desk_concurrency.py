"""Agents at work while the tick recomputes every open ticket, on MariaDB: no save of theirs may fail."""

import pytest

from tests.app import own_site
from tests.app.stage import Stage

pytestmark = pytest.mark.skipif(bool(own_site.unfit()), reason=own_site.unfit())
TICKETS, AGENTS, SAVES, ROUNDS = 60, 3, 60, 8


def test_no_save_fails_while_due_times_are_recomputed(stage: Stage) -> None:
	"""Saves, replies, new reports and what the app itself offers, while two schedulers recompute after each change of a
	calendar. A save locks the host's row, then ours; so does everything else."""
	stage.run("desk_process", "prepare", TICKETS)
	*agents, first, second = stage.at_once(
		"desk_process",
		*(("agent", number, AGENTS, SAVES) for number in range(AGENTS)),
		("recompute", ROUNDS),
		("recompute", ROUNDS),
	)
	assert [said["failed"] for said in agents] == [{}] * AGENTS
	assert first["evaluated"] + second["evaluated"] > TICKETS
	errors = stage.read("select method, count(*) from `tabError Log` group by method")
	assert errors == []
	# what the ticket shows is what our record says
	for host in ("HD Ticket", "Issue"):
		wrong = stage.read(
			f"select t.name, t.state, h.sla_id_state from `tab{host}` h join `tabSLA Ticket` t"
			f" on t.name = concat('{host} ', h.name) where ifnull(h.sla_id_state, '') != t.state"
		)
		assert wrong == []
