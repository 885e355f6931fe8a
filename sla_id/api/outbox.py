"""What the desk may ask of the outbox. Permission first, typed."""

import frappe
from frappe import _

from sla_id.access import need_role
from sla_id.api.arguments import answerable, read_list
from sla_id.notify.outbox.retry_by_hand import dismiss, send_again
from sla_id.notify.outbox.template_preview import preview_text

MOST = 500


@frappe.whitelist(methods=["POST"])
@answerable
def resend(names: str | list[str]) -> int:
	"""Send messages that failed or were given up once more. Returns how many there were. For SLA Managers.

	A message that did arrive arrives a second time. The person who resends it accepts that.
	"""
	need_role("SLA Manager")
	return send_again(read_list(names, MOST, _("Choose between one and {0} messages.")))


@frappe.whitelist(methods=["POST"])
@answerable
def dismiss_given_up(names: str | list[str]) -> int:
	"""Dismiss messages that failed or were given up. Returns how many there were. For SLA Managers."""
	need_role("SLA Manager")
	return dismiss(read_list(names, MOST, _("Choose between one and {0} messages.")))


@frappe.whitelist()
@answerable
def preview(
	template: str, channel_group: str, language: str, subject: str | None = None, body: str | None = None
) -> dict[str, str]:
	"""How a text reads with an example's values: subject, body, format and error. For users who may edit
	message templates.

	Without a subject and a body, the app's own text is shown.
	"""
	frappe.has_permission("SLA Message Template", "write", throw=True)
	return preview_text(template, channel_group, language, subject, body)
