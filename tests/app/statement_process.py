"""A process of its own for the test of several who close a month. Each but `prepare` and `verify` waits for a line on its standard input.

`python -m tests.app.statement_process prepare SITE | close SITE | die SITE | seal SITE NAME… | revise SITE NAME | verify SITE`
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from tests.app import own_site
from tests.app.stage import open_ready

STATEMENT = "SLA Statement"


def prepare(site: str) -> str:
	"""The partners, and an outage in last month; its name."""
	frappe = own_site.connect(Path(site), in_test=True)
	from sla_id.instants import utc_now
	from sla_id.outages.outage_values import DownService, NewOutage
	from sla_id.outages.record_outage import open_outage
	from tests.app import statement_world

	statement_world.prepare()
	month = utc_now().replace(day=1, hour=12) - timedelta(days=10)
	down = NewOutage("API", (DownService("API"),), month - timedelta(hours=60), month, partners=("TOKO",))
	name = open_outage(down)
	frappe.db.commit()
	own_site.disconnect()
	return name


def close(site: str) -> list[str]:
	"""The scheduled job; the names of what it drafted."""
	frappe = open_ready(site, STATEMENT)
	from sla_id.statements.close_months import close_months

	made = close_months()
	frappe.db.commit()
	own_site.disconnect()
	return made


def die(site: str) -> None:
	"""The job in a worker that is killed between TOKO's statement and its credit note."""
	open_ready(site, STATEMENT)
	from sla_id.statements import draft_statement
	from sla_id.statements.close_months import close_months

	draft_credit = draft_statement.draft_credit

	def killed(statement: Any, content: Any) -> None:
		if statement.partner == "TOKO":
			os.kill(os.getpid(), signal.SIGKILL)
		draft_credit(statement, content)

	draft_statement.draft_credit = killed
	close_months()


def seal(site: str, *names: str) -> str:
	"""Seal statements, each in a transaction of its own; "" or why one was refused."""
	frappe = open_ready(site, STATEMENT)
	from sla_id.statements.seal_statement import seal_statement

	try:
		for name in names:
			seal_statement(name)
			frappe.db.commit()
	except Exception as error:
		frappe.db.rollback()
		return str(error) or repr(error)
	finally:
		own_site.disconnect()
	return ""


def revise(site: str, name: str) -> str:
	"""Revise a sealed statement; the name of the draft, or why it was refused."""
	frappe = open_ready(site, STATEMENT)
	from sla_id.statements.draft_statement import revise_statement

	try:
		made = revise_statement(name, "shorter")
		frappe.db.commit()
	except Exception as error:
		frappe.db.rollback()
		return repr(error)
	finally:
		own_site.disconnect()
	return made


def verify(site: str) -> list[str]:
	"""What the command finds."""
	own_site.connect(Path(site))
	from sla_id.statements.verify_statements import verify_statements

	found = [f"{entry.name}: {entry.says}" for entry in verify_statements()]
	own_site.disconnect()
	return found


def earlier(site: str) -> list[str]:
	"""Draft TOKO's statements of the four months before; their names."""
	frappe = own_site.connect(Path(site), in_test=True)
	from sla_id.instants import utc_now
	from sla_id.statements.draft_statement import draft_statement

	made, month = [], utc_now().date().replace(day=1)
	for _number in range(5):
		month = (month - timedelta(days=1)).replace(day=1)
		made.append(draft_statement("TOKO", month) or "")
	frappe.db.commit()
	own_site.disconnect()
	return made[1:]


if __name__ == "__main__":
	command, *arguments = sys.argv[1:]
	known: dict[str, Callable[..., Any]] = {
		"prepare": prepare,
		"close": close,
		"die": die,
		"seal": seal,
		"revise": revise,
		"verify": verify,
		"earlier": earlier,
	}
	print(json.dumps(known[command](*arguments)), flush=True)
