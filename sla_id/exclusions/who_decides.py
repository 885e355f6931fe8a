"""Who decides a claim: an SLA Manager other than the person who claimed (four eyes), who is told of what waits.

Where nobody else holds that role the one who claimed may decide; the claim then says so, to the partner too.
"""

import frappe
from frappe import _

from sla_id.notify.role_holders import users_of_role
from sla_id.record_types import ExclusionClaimRecord

DECIDES = "SLA Manager"


def check_decider(doc: ExclusionClaimRecord) -> bool:
	"""Whether the acting user claimed it, and may decide because nobody else can. Throws PermissionError where others can.

	The caller has asked for the role.
	"""
	if frappe.session.user != doc.claimed_by:
		return False
	others = other_deciders(doc)
	if others:
		names = ", ".join(frappe.get_cached_value("User", user, "full_name") or user for user in others)
		frappe.throw(
			_("You claimed {0}, so somebody else decides it: {1}.").format(doc.name, names),
			frappe.PermissionError,
		)
	return True


def other_deciders(doc: ExclusionClaimRecord) -> list[str]:
	"""The SLA Managers besides the person who claimed."""
	return [user for user in users_of_role(DECIDES) if user != doc.claimed_by]


def whom_to_tell(doc: ExclusionClaimRecord) -> list[str]:
	"""Who is told that a claim waits: those who decide it."""
	return other_deciders(doc) or users_of_role(DECIDES)
