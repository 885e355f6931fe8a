"""What the telephone channels share: finding a user's number, and whether a row's number can be reached."""

from typing import Any

from sla_id.notify.outbox.attempt_result import Result, permanent
from sla_id.notify.outbox.channels.channel_account import account_of
from sla_id.notify.outbox.phone_numbers import is_e164, to_e164
from sla_id.record_types import OutboxRecord

NO_NUMBER = "User has no mobile number"
BAD_NUMBER = "Mobile number can't be read"


def find_number(person: Any) -> tuple[str, str]:
	"""A user's mobile number in E.164, or nothing and why."""
	if not (person.mobile_no or "").strip():
		return "", NO_NUMBER
	number = to_e164(person.mobile_no)
	return (number, "") if number else ("", BAD_NUMBER)


def account_to_number(row: OutboxRecord) -> Any | Result:
	"""The account of a row that goes to a telephone, or the result where account or number can't be used."""
	account = account_of(row)
	if isinstance(account, Result) or is_e164(row.recipient):
		return account
	return permanent(f"{row.recipient} is no number in international form (+62…)")
