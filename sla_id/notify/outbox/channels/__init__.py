"""The channels: each a function from a row to the result of one attempt."""

from collections.abc import Callable
from typing import Any

import frappe

from sla_id.notify.outbox.attempt_result import Result
from sla_id.notify.outbox.channels import bell, gateway, mail, sms, webhook, whatsapp
from sla_id.notify.outbox.write_messages import ACCOUNT

SENDERS: dict[str, Callable[[Any], Result]] = {
	"Desk": bell.send,
	"E-mail": mail.send,
	"Webhook": webhook.send,
	"WhatsApp": whatsapp.send,
	"Gateway": gateway.send,
	"SMS": sms.send,
}


def resends(row: Any) -> bool:
	"""Whether a message that may have arrived is sent again. A webhook always: its receiver knows it by its number."""
	if row.channel in ("Desk", "E-mail", "Webhook"):
		return True
	return frappe.db.get_value(ACCOUNT, row.account, "when_in_doubt") == "Send again"
