"""The rows inside a partner's records, asked for directly: Frappe 15 filters a child table by its own condition only.

hooks.py names `condition` for every table of SLA Ticket and SLA Agreement. Internal teams' own clocks and targets
(OLA) are no matter of the partner's.
"""

import frappe

from sla_id.agreements.partners import is_staff
from sla_id.portal.access import agreement_condition, ticket_condition

WITH_CLOCKS = ("SLA Ticket Clock", "SLA Agreement Target")


def condition(user: str | None = None, doctype: str = "") -> str:
	"""permission_query_conditions of a child table: rows of records that the user may see."""
	user = user or frappe.session.user
	if is_staff(user):
		return ""
	parent = "SLA Ticket" if doctype.startswith("SLA Ticket ") else "SLA Agreement"
	allowed = ticket_condition(user) if parent == "SLA Ticket" else agreement_condition(user)
	rows = f"`tab{doctype}`.`parenttype` = '{parent}' and `tab{doctype}`.`parent` in (select `name` from `tab{parent}` where {allowed})"
	return f"({rows} and `tab{doctype}`.`clock` != 'ola')" if doctype in WITH_CLOCKS else f"({rows})"
