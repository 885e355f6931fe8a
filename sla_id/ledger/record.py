"""The SLA Ticket of a host ticket: found, locked, opened; and what is written when something failed."""

from typing import Any

import frappe


def lock_record(name: str) -> Any | None:
	"""The SLA Ticket of that name with its row locked until the end of the transaction, or None.

	It is read under the lock, as the last committed change left it: a snapshot taken earlier in the transaction
	may be older than what another process wrote while this one waited.
	"""
	if not frappe.db.get_value("SLA Ticket", name, "name", for_update=True):
		return None
	return frappe.get_doc("SLA Ticket", name, for_update=True)


def open_record(name: str, doctype: str, ticket: str, subject: str) -> Any:
	"""A new SLA Ticket, or the one that another process opened in the same moment."""
	record = frappe.get_doc(
		{
			"doctype": "SLA Ticket",
			"reference_doctype": doctype,
			"reference_name": ticket,
			"subject": subject,
			"state": "Waiting",
			"just_came": 1,
		}
	)
	record.flags.ignore_links = True
	frappe.db.savepoint("sla_id_open")
	try:
		record.insert(ignore_permissions=True)
	except (frappe.DuplicateEntryError, frappe.UniqueValidationError):
		frappe.db.rollback(save_point="sla_id_open")
	return lock_record(name)


def save_record(record: Any) -> None:
	"""Write an SLA Ticket: bookkeeping, so without permissions, versions or link checks."""
	record.flags.ignore_permissions = True
	record.flags.ignore_links = True
	record.flags.ignore_version = True
	record.save()


def record_failure(doc: Any) -> None:
	"""Keep what went wrong in the Error Log and, where there is one, on the SLA Ticket; never raises."""
	reference = (doc.get("reference_doctype") or doc.doctype, doc.get("reference_name") or doc.name)
	try:
		log = frappe.log_error(
			title=f"SLA of {reference[0]} {reference[1]} could not be computed",
			reference_doctype=doc.doctype,
			reference_name=str(doc.name) if doc.name else None,
		)
		name = f"{reference[0]} {reference[1]}"
		if frappe.db.exists("SLA Ticket", name):
			frappe.db.set_value(
				"SLA Ticket",
				name,
				{"problem": f"See Error Log {getattr(log, 'name', '')}".strip(), "state": "Problem"},
			)
	except Exception:
		frappe.logger("sla_id").exception("a failure could not be recorded")
