"""From a figure of the report SLA Compliance to its tickets. Permission first, typed."""

from typing import Any

import frappe
from frappe import _

from sla_id.access import MANAGERS, need_role
from sla_id.api.arguments import answerable, read_dict, read_list
from sla_id.compliance_figures.compliance_filters import read_question
from sla_id.compliance_figures.count_cycles import tickets_behind
from sla_id.reporting import ClockOutcome

ROLES = ("SLA Executive", *MANAGERS)
MOST = 200


@frappe.whitelist(methods=["POST"])
@answerable
def behind_figure(
	filters: str | dict[str, Any], outcomes: str | list[str], group: str | None = None
) -> dict[str, Any]:
	"""The SLA Tickets behind a figure of the report, at most 200: `tickets`, and whether there are `more`. For those who may
	read the report.

	`filters` are the report's, `group` is the row's key (None: all rows), `outcomes` are codes such as "missed_open".
	"""
	need_role(*ROLES)
	question = read_question(read_dict(filters, "filters"))
	refusal = _("Give at most {0} outcomes: met, missed_closed, missed_open, pending, excluded, no_target.")
	named = read_list(outcomes, len(ClockOutcome), refusal)
	if not set(named) <= set(ClockOutcome):
		frappe.throw(refusal.format(len(ClockOutcome)))
	found = tickets_behind(question, group, [ClockOutcome(name) for name in named], MOST + 1)
	return {"tickets": found[:MOST], "more": len(found) > MOST}
