"""SLA Channel Account: what most network channels leave through."""

from collections.abc import Callable
from typing import Any

import frappe

from sla_id.notify.outbox.attempt_result import Result, permanent
from sla_id.notify.outbox.channel import ACCOUNT
from sla_id.record_types import ChannelAccountRecord, OutboxRecord

NO_ACCOUNT = "No enabled account for this channel"
INCOMPLETE = "Account for this channel is incomplete"


def first_account(title: str) -> str | None:
	"""The account that a channel leaves through where nobody names one: the first that is enabled."""
	found = frappe.db.get_value(ACCOUNT, {"channel": title, "enabled": 1}, "name", order_by="creation")
	return str(found) if found else None


def why_no_account(title: str, is_complete: Callable[[Any], bool] = lambda account: True) -> str:
	"""Why no message can leave by a channel at present; empty where its account is there and complete."""
	account = first_account(title)
	if not account:
		return NO_ACCOUNT
	return "" if is_complete(frappe.get_cached_doc(ACCOUNT, account)) else INCOMPLETE


def account_of(row: OutboxRecord) -> Any | Result:
	"""The row's account, or the result where there is none that may be used."""
	if not row.account or not frappe.db.exists(ACCOUNT, row.account):
		return permanent(f"there is no account for {row.channel}")
	account = frappe.get_doc(ACCOUNT, row.account)
	if not account.enabled or account.channel != row.channel:
		return permanent(f"the account {row.account} is disabled or not for {row.channel}")
	return account


def secret(account: ChannelAccountRecord, field: str) -> str:
	"""A Password field, or an empty text."""
	return str(account.get_password(field, raise_exception=False) or "")
