"""SMS through Frappe's SMS Settings. Frappe keeps the request: its timeouts and addresses are those settings' matter."""

from typing import Any

import requests

from sla_id.notify.outbox.attempt_result import Kind, Result, permanent
from sla_id.notify.outbox.channels.channel_account import account_of
from sla_id.notify.outbox.checked_request import Answer, judge
from sla_id.notify.outbox.message_texts import TEXT, render
from sla_id.notify.outbox.phone_numbers import is_e164
from sla_id.notify.outbox.ways_to_person import sends_sms


def send(row: Any) -> Result:
	"""Hand the text to Frappe's `send_sms`."""
	account = account_of(row)
	if isinstance(account, Result):
		return account
	number = row.recipient
	if not is_e164(number):
		return permanent(f"{row.recipient} is no number in international form (+62…)")
	if not sends_sms():
		return permanent("SMS Settings name no gateway")
	text = render(row, TEXT).body
	from frappe.core.doctype.sms_settings.sms_settings import send_sms

	try:
		send_sms([number], text, success_msg=False)
	except requests.HTTPError as error:
		status = error.response.status_code if error.response is not None else 500
		return judge(Answer(status, str(error).encode()))
	except requests.RequestException as error:
		return Result(Kind.IN_DOUBT, f"{type(error).__name__}: {error}"[:300], down=True)
	return Result(Kind.SENT, body=text)
