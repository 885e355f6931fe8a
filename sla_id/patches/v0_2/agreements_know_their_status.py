"""Agreements submitted before approvals were kept: they get the status of their dates and the hash of their text.

No approval is made up for them: nobody recorded one.
"""

import frappe
from frappe.utils import getdate, nowdate

from sla_id.agreements.records.read_agreement import content_hash
from sla_id.agreements.signing.versions import status_on


def execute() -> None:
	"""Run once, after the new fields are there. An agreement that can't be read is logged and left."""
	for name in frappe.get_all("SLA Agreement", filters={"docstatus": 1}, pluck="name"):
		agreement = frappe.get_doc("SLA Agreement", name)
		values = {"status": status_on(agreement, getdate(nowdate()))}
		if not agreement.content_hash:
			try:
				values["content_hash"] = content_hash(agreement)
			except Exception:
				frappe.log_error(title=f"{name} could not be read")
		agreement.db_set(values, update_modified=False)
