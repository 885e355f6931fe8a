"""Crowds of tickets, made by the database itself out of one that went through the helpdesk."""

from typing import Any

PLACE = "HD Ticket"


def clone(frappe: Any, ticket: str, count: int) -> None:
	"""So many more like that HD Ticket: host ticket, SLA Ticket, clocks, events, assignments."""
	record = f"{PLACE} {ticket}"
	_copies(frappe, PLACE, "name", ticket, count, {"name": "concat('K', seq)"})
	own = {"name": f"concat('{PLACE} K', seq)", "reference_name": "concat('K', seq)"}
	_copies(frappe, "SLA Ticket", "name", record, count, own)
	parent = {"name": "concat(substr(t.name, 1, 40), ' K', seq)", "parent": f"concat('{PLACE} K', seq)"}
	_copies(frappe, "SLA Ticket Clock", "parent", record, count, parent)
	event = {
		"name": "concat(substr(t.name, 1, 40), ' K', seq)",
		"sla_ticket": f"concat('{PLACE} K', seq)",
		"event_key": "concat(t.event_key, ' K', seq)",
	}
	_copies(frappe, "SLA Event", "sla_ticket", record, count, event)
	task = {"name": "concat(substr(t.name, 1, 40), ' K', seq)", "reference_name": "concat('K', seq)"}
	_copies(frappe, "ToDo", "reference_name", ticket, count, task)


def fill(frappe: Any, tickets: int, clocks_each: int) -> None:
	"""So many open SLA Tickets whose next event is far off, with their clocks: what an idle minute has beside it."""
	frappe.db.sql(
		f"""insert into `tabSLA Ticket` (name, creation, modified, reference_doctype, reference_name, state, next_event_at)
		select concat('Diam ', seq), now(), now(), '{PLACE}', concat('D', seq), 'On Track',
			date_add('2030-01-01', interval seq second) from seq_1_to_{tickets}"""
	)
	frappe.db.sql(
		f"""insert into `tabSLA Ticket Clock` (name, creation, modified, parent, parenttype, parentfield, clock, state)
		select concat('Diam ', seq), now(), now(), concat('Diam ', seq div {clocks_each}), 'SLA Ticket', 'clocks',
			'resolution', 'running' from seq_1_to_{tickets * clocks_each}"""
	)
	frappe.db.commit()
	for table in ("SLA Ticket", "SLA Ticket Clock"):
		frappe.db.sql(f"analyze table `tab{table}`")


def empty(frappe: Any) -> None:
	"""Without any ticket again."""
	tables = (PLACE, "SLA Ticket", "SLA Ticket Clock", "SLA Event", "SLA Escalation", "SLA Outbox", "ToDo")
	for table in (*tables, "Notification Log"):
		frappe.db.sql(f"delete from `tab{table}`")
	frappe.db.commit()


def full_scans(frappe: Any, statement: str, values: Any) -> int:
	"""How many tables the database would read from end to end for a statement."""
	return sum(row.type == "ALL" for row in frappe.db.sql(f"explain {statement}", values, as_dict=True))


def _copies(frappe: Any, table: str, field: str, value: str, count: int, changed: dict[str, str]) -> None:
	columns = frappe.db.get_table_columns(table)
	picked = ", ".join(changed.get(column, f"t.`{column}`") for column in columns)
	into = ", ".join(f"`{column}`" for column in columns)
	frappe.db.sql(
		f"insert into `tab{table}` ({into}) select {picked} from `tab{table}` t, seq_1_to_{count}"
		f" where t.`{field}` = %s",
		value,
	)
