"""What the desk may ask about service level management, and do to it. Permission first, typed."""

from typing import Any

import frappe
from frappe import _

from sla_id.agreements.partners import STAFF
from sla_id.engine import EngineError
from sla_id.management.ola import describe_fit


@frappe.whitelist()
def ola_fit(agreement: str) -> dict[str, Any]:
	"""Whether the teams' targets (OLA) fit inside an agreement's promises, in the reader's words.

	`promises` hold promise, services, teams, verdict (always, sometimes, never), result, when, together, worst,
	late_hours, gaps, uncounted and the heat row day_0 … day_6; `left_out` names what isn't compared. For staff: the
	teams' targets are no matter of a partner's.
	"""
	frappe.get_doc("SLA Agreement", agreement).check_permission("read")
	frappe.only_for(tuple(STAFF))
	try:
		return describe_fit(agreement)
	except EngineError as error:
		frappe.throw(_("The OLA fit of {0} can't be computed: {1}").format(agreement, str(error)))
		raise
