"""What follows a message that was given up: whoever caused it is told, to reach its reader in another way.

hooks.py names, under `sla_id_undelivered`, the function of each template that is called with the outbox's row.
"""

from collections.abc import Iterable

import frappe

GIVEN_UP = ("Failed", "Dead")
_SAVEPOINT = "sla_id_undelivered"


def report_given_up(names: Iterable[str]) -> None:
	"""Pass on those of the messages that are given up by now, within the present transaction.

	A function that fails is undone and logged: the message stays as it is, and a person sees it in the outbox.
	"""
	handlers = frappe.get_hooks("sla_id_undelivered", {})
	for name in names:
		row = frappe.db.get_value("SLA Outbox", name, "*", as_dict=True)
		if row is None or row.state not in GIVEN_UP:
			continue
		for path in handlers.get(row.template, [])[-1:]:
			_call(path, row)


def _call(path: str, row: frappe._dict) -> None:
	frappe.db.savepoint(_SAVEPOINT)
	try:
		frappe.get_attr(path)(row)
	except frappe.QueryDeadlockError:
		raise
	except Exception:
		frappe.db.rollback(save_point=_SAVEPOINT)
		frappe.log_error(title=f"Nobody else was told after message {row.name} was given up")
