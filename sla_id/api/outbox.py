"""What the desk may ask of the outbox. Permission first, typed."""

import json

import frappe
from frappe import _

from sla_id.access import need_role
from sla_id.notify.outbox.again import dismiss, send_again
from sla_id.notify.outbox.preview import preview_text

MOST = 500


@frappe.whitelist(methods=["POST"])
def resend(names: str | list[str]) -> int:
	"""Try messages that failed or were given up once more; how many there were. For SLA Managers.

	One that may have arrived arrives twice if it had: that is what the person decides here.
	"""
	need_role("SLA Manager")
	return send_again(_chosen(names))


@frappe.whitelist(methods=["POST"])
def dismiss_given_up(names: str | list[str]) -> int:
	"""Messages that failed or were given up are needed no more; how many there were. For SLA Managers."""
	need_role("SLA Manager")
	return dismiss(_chosen(names))


@frappe.whitelist()
def preview(
	template: str, channel_group: str, language: str, subject: str | None = None, body: str | None = None
) -> dict[str, str]:
	"""How a text reads with an example's values: subject, body and error. For who may edit message templates.

	Without a subject and a body the text is shown that the app brings.
	"""
	frappe.has_permission("SLA Message Template", "write", throw=True)
	return preview_text(template, channel_group, language, subject, body)


def _chosen(names: str | list[str]) -> list[str]:
	wanted = json.loads(names) if isinstance(names, str) else names
	if not isinstance(wanted, list) or len(wanted) > MOST:
		frappe.throw(_("Choose at most {0} messages.").format(MOST))
	return [str(name) for name in wanted]
