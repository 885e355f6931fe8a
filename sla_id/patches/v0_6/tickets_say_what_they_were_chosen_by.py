"""What a ticket's agreement, priority, service and channel were chosen by stood only in its choice, as sentences in JSON."""

import frappe

from sla_id.agreements.choice_basis import BASES
from sla_id.agreements.choose import Choice
from sla_id.bulk import CHUNK, update_rows
from sla_id.kept_json import read_kept


def execute() -> None:
	"""Fill the fields in from the choices. A choice that can't be read is left to the self-check."""
	after = ""
	while rows := _next_rows(after):
		after = rows[-1].name
		values = {row.name: _bases(row.choice) for row in rows}
		update_rows("SLA Ticket", {name: bases for name, bases in values.items() if bases})


def _next_rows(after: str) -> list[frappe._dict]:
	ticket = frappe.qb.DocType("SLA Ticket")
	query = frappe.qb.from_(ticket).select(ticket.name, ticket.choice).where(ticket.name > after)
	return list(query.where(ticket.choice.isnotnull()).orderby(ticket.name).limit(CHUNK).run(as_dict=True))


def _bases(text: str) -> dict[str, str]:
	details = read_kept(text)
	if not details:
		return {}
	choice = Choice.from_details(details)
	return {field: getattr(choice, field) for field in BASES}
