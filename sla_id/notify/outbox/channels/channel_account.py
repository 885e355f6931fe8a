"""The account a row leaves through."""

from typing import Any

import frappe

from sla_id.notify.outbox.attempt_result import Result, permanent
from sla_id.notify.outbox.write_messages import ACCOUNT


def account_of(row: Any) -> Any | Result:
	"""The row's SLA Channel Account, or the result where there is none that may be used."""
	if not row.account or not frappe.db.exists(ACCOUNT, row.account):
		return permanent(f"there is no account for {row.channel}")
	account = frappe.get_doc(ACCOUNT, row.account)
	if not account.enabled or account.channel != row.channel:
		return permanent(f"the account {row.account} is disabled or not for {row.channel}")
	return account


def secret(account: Any, field: str) -> str:
	"""A Password field, or an empty text."""
	return str(account.get_password(field, raise_exception=False) or "")
