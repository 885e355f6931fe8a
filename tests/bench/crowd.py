"""Crowds of tickets, made by the database itself out of one that went through the helpdesk."""

from typing import Any

PLACE = "HD Ticket"


def clone(frappe: Any, ticket: str, count: int) -> None:
	"""So many more like that HD Ticket: host ticket, SLA Ticket, clocks with their cycles, events, escalations, assignments."""
	record = f"{PLACE} {ticket}"
	_copies(frappe, PLACE, "name", ticket, count, {"name": "concat('K', seq)"})
	own = {"name": f"concat('{PLACE} K', seq)", "reference_name": "concat('K', seq)"}
	_copies(frappe, "SLA Ticket", "name", record, count, own)
	parent = {"name": "concat(substr(t.name, 1, 40), ' K', seq)", "parent": f"concat('{PLACE} K', seq)"}
	_copies(frappe, "SLA Ticket Clock", "parent", record, count, parent)
	key = f"concat('{PLACE} K', seq, ':', t.clock, ':', ifnull(t.team, ''), ':', t.cycle)"
	cycle = {"name": f"left(sha2({key}, 256), 20)", "sla_ticket": f"concat('{PLACE} K', seq)"}
	_copies(frappe, "SLA Clock Cycle", "sla_ticket", record, count, cycle)
	event = {
		"name": "concat(substr(t.name, 1, 40), ' K', seq)",
		"sla_ticket": f"concat('{PLACE} K', seq)",
		"event_key": "concat(t.event_key, ' K', seq)",
	}
	_copies(frappe, "SLA Event", "sla_ticket", record, count, event)
	fired = {
		"name": "concat(substr(t.name, 1, 40), ' K', seq)",
		"sla_ticket": f"concat('{PLACE} K', seq)",
		"escalation_key": f"replace(t.escalation_key, '{record}:', concat('{PLACE} K', seq, ':'))",
	}
	_copies(frappe, "SLA Escalation", "sla_ticket", record, count, fired)
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


def fill_helpdesk(
	frappe: Any,
	partner: str,
	tickets: int = 100_000,
	opened: int = 10_000,
	replies: int = 375_000,
	events: int = 680_000,
) -> None:
	"""A helpdesk some years old: so many tickets with their messages, records and events. Every 50th is that partner's."""
	days = "date_sub(now(), interval (seq mod 900) + 2 day)"
	frappe.db.sql(
		f"""insert into `tab{PLACE}` (name, creation, modified, owner, subject, status, raised_by, sla_id_state)
		select concat('L', seq), {days}, {days}, 'Administrator', concat('Gangguan ', seq), if(seq <= {opened}, 'Open', 'Closed'),
			'orang@mitra.example', if(seq <= {opened}, 'On Track', 'Met') from seq_1_to_{tickets}"""
	)
	frappe.db.sql(
		f"""insert into `tabCommunication` (name, creation, modified, communication_date, communication_type,
			sent_or_received, reference_doctype, reference_name, sender, subject, message_id)
		select concat('L', seq), {days}, {days}, {days}, 'Communication', if(seq mod 2, 'Sent', 'Received'),
			'{PLACE}', concat('L', 1 + seq mod {tickets}), 'orang@mitra.example', concat('Re: ', seq), concat('m', seq)
		from seq_1_to_{replies}"""
	)
	frappe.db.sql(
		f"""insert into `tabSLA Ticket` (name, creation, modified, reference_doctype, reference_name, subject, partner, state,
			agreement, major_incident, resolved_utc, excluded, due_utc, urgency_utc, next_event_at, evaluated_utc, last_sequence)
		select concat('{PLACE} L', seq), {days}, {days}, '{PLACE}', concat('L', seq), concat('Gangguan ', seq),
			if(seq mod 50, concat('Mitra ', seq mod 50), %s),
			if(seq <= {opened}, elt(1 + seq mod 4, 'On Track', 'At Risk', 'Breached', 'Paused'), 'Met'),
			concat('Perjanjian ', seq mod 20), if(seq mod 500, null, concat('MI-', seq mod 70)),
			if(seq <= {opened}, null, {days}), 0,
			if(seq <= {opened}, date_add('2030-01-01', interval seq minute), null),
			if(seq <= {opened}, date_add('2030-01-01', interval seq minute), '9999-01-01'),
			if(seq <= {opened}, date_add('2030-01-01', interval seq second), null), now(), 7
		from seq_1_to_{tickets}""",
		partner,
	)
	frappe.db.sql(
		f"""insert into `tabSLA Event` (name, creation, modified, sla_ticket, event_type, at_utc, sequence, event_key)
		select concat('L', seq), {days}, {days}, concat('{PLACE} L', 1 + seq mod {tickets}), 'update_sent', {days},
			1 + seq div {tickets}, concat('L', seq) from seq_1_to_{events}"""
	)
	frappe.db.commit()
	for table in (PLACE, "Communication", "SLA Ticket", "SLA Event"):
		frappe.db.sql(f"analyze table `tab{table}`")


def empty(frappe: Any) -> None:
	"""Without any ticket again."""
	tables = (PLACE, "SLA Ticket", "SLA Ticket Clock", "SLA Event", "SLA Escalation", "SLA Outbox", "ToDo")
	for table in (*tables, "SLA Clock Cycle", "Notification Log"):
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
