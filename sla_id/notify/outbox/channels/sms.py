"""SMS through Frappe's SMS Settings.

Frappe sends the request, so its timeouts and addresses follow those settings.
"""

from typing import Any

import frappe
import requests

from sla_id.notify.outbox.attempt_result import Ending, Result, permanent
from sla_id.notify.outbox.channel import ACCOUNT, Channel
from sla_id.notify.outbox.channels.channel_account import INCOMPLETE, NO_ACCOUNT, why_no_account
from sla_id.notify.outbox.channels.telephone import BAD_NUMBER, NO_NUMBER, account_to_number, find_number
from sla_id.notify.outbox.checked_request import Answer, judge
from sla_id.notify.outbox.message_texts import TEXT, render
from sla_id.notify.outbox.phone_numbers import is_fixed_line
from sla_id.record_types import OutboxRecord

NO_GATEWAY = "SMS Settings name no gateway"
FIXED_LINE = "Fixed lines take no SMS"


def send(row: OutboxRecord) -> Result:
	"""Hand the text to Frappe's `send_sms`."""
	account = account_to_number(row)
	if isinstance(account, Result):
		return account
	if not sends_sms():
		return permanent(NO_GATEWAY)
	text = render(row, TEXT).body
	from frappe.core.doctype.sms_settings.sms_settings import send_sms

	try:
		send_sms([row.recipient], text, success_msg=False)
	except requests.HTTPError as error:
		status = error.response.status_code if error.response is not None else 500
		return judge(Answer(status, str(error).encode()))
	except requests.RequestException as error:
		return Result(Ending.IN_DOUBT, f"{type(error).__name__}: {error}"[:300], down=True)
	return Result(Ending.SENT, body=text)


def sends_sms() -> bool:
	"""Whether Frappe's `send_sms` has somewhere to go; else it would only show a message, and the SMS would be lost."""
	return bool(frappe.get_hooks("send_sms") or frappe.db.get_single_value("SMS Settings", "sms_gateway_url"))


def find_sms_number(person: Any) -> tuple[str, str]:
	"""The user's mobile number where there is an account and Frappe sends SMS; no fixed line."""
	why_not = why_no_account("SMS") or ("" if sends_sms() else NO_GATEWAY)
	if why_not:
		return "", why_not
	number, why_not = find_number(person)
	return ("", FIXED_LINE) if number and is_fixed_line(number) else (number, why_not)


SMS = Channel(
	title="SMS",
	code="sms",
	key="sms",
	lane=ACCOUNT,
	send=send,
	find_address=find_sms_number,
	reasons=(NO_ACCOUNT, INCOMPLETE, NO_GATEWAY, NO_NUMBER, BAD_NUMBER, FIXED_LINE),
)
