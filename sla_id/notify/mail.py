"""E-mail through Frappe's queue. A site without an outgoing account goes without: nothing else may fail for it."""

from typing import Any

import frappe
from frappe import _

SUBJECTS = {"sla_missing_facts": "{0}: information is missing"}


def send_mail(
	recipients: list[str],
	*,
	template: str,
	language: str,
	context: dict[str, Any],
	reference: tuple[str, str] | None = None,
) -> bool:
	"""Queue a message in the recipient's language; whether it was queued. It is no reply: clocks don't see it."""
	if not frappe.db.exists("Email Account", {"default_outgoing": 1, "enable_outgoing": 1}):
		return False
	spoken, frappe.local.lang = frappe.local.lang, language
	frappe.db.savepoint("sla_id_mail")
	try:
		html = frappe.render_template(f"sla_id/templates/emails/{template}.html", context)
		subject = _(SUBJECTS[template]).format(context["reference"])
		frappe.sendmail(
			recipients=recipients,
			subject=subject,
			message=html,
			reference_doctype=reference[0] if reference else None,
			reference_name=reference[1] if reference else None,
			add_unsubscribe_link=0,
		)
		return True
	except frappe.QueryDeadlockError:
		raise
	except Exception:
		frappe.db.rollback(save_point="sla_id_mail")
		frappe.log_error(title=f"{', '.join(recipients)} could not be mailed")
		return False
	finally:
		frappe.local.lang = spoken
