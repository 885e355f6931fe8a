"""The unsubscribe link in every digest: a signed link in its text and its headers (RFC 8058).

The link needs no login and contains no address. Opening it does nothing: only a POST to it unsubscribes.
"""

import base64
import hashlib
import hmac
from typing import Any
from urllib.parse import urlencode

import frappe
from frappe.utils import escape_html, get_url
from frappe.utils.verified_command import get_secret

from sla_id.agreements.say_errors import say
from sla_id.notify.outbox.standard_digest_texts import DIGEST_WORDS
from sla_id.record_types import OutboxRecord

PATH, SHORT_PATH = "/sla/unsubscribe", "/sla/u/"
"""One page. The short address is for the header, whose lines are short (see `_in_lines`)."""
LONGEST_LINE = 76
_PURPOSE = "sla_id:unsubscribe"
_TOKEN_BYTES = 16
"""Half of HMAC-SHA256, the least that RFC 2104 §5 has left of it."""


def code_for(subscription: str, user: str) -> str:
	"""The code in a link: the subscription's name, and a proof that the site made it for that person's
	subscription.
	"""
	return f"{subscription}.{_token(subscription, user)}"


def subscription_of(code: str) -> str:
	"""The subscription that a code names. `is_genuine` says whether the code is valid."""
	return code.partition(".")[0]


def is_genuine(code: str, user: str) -> bool:
	"""Whether the site made a code for that person's subscription. Takes the same time for any code."""
	expected = code_for(subscription_of(code), user)
	return hmac.compare_digest(expected.encode(), code.encode())


def unsubscribe_url(subscription: str, user: str) -> str:
	"""The link of one person's subscription."""
	return get_url(PATH + "?" + urlencode({"code": code_for(subscription, user)}))


def footer(row: OutboxRecord) -> str:
	"""The end of a digest's text, whoever wrote its template: why it comes, and the link. HTML."""
	url = escape_html(unsubscribe_url(row.reference_name, row.user))
	why, stop = (say(DIGEST_WORDS[name], row.language) for name in ("why", "stop"))
	return f'<hr><p><small>{why}<br><a href="{url}">{stop}</a></small></p>'


def add_headers(entry: Any, row: OutboxRecord) -> None:
	"""List-Unsubscribe and List-Unsubscribe-Post for an entry of Frappe's e-mail queue.

	They go in front of the message as Frappe wrote it: `sendmail` takes no headers in 15, and puts X- before each
	name in 16.
	"""
	url = get_url(SHORT_PATH + code_for(row.reference_name, row.user))
	headers = (
		f"List-Unsubscribe:\r\n {_in_lines(url)}\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
	)
	frappe.db.set_value("Email Queue", entry.name, "message", headers + entry.message, update_modified=False)


def _in_lines(url: str) -> str:
	"""An address in angle brackets, in lines so short that Frappe leaves them alone: it writes each message anew when it
	sends it, and Python makes `=?utf-8?q?…` of what is longer, which no mail program takes for an address.

	The address of most sites fits in one line; of a longer one the lines are put together again by who reads them, as
	whitespace within the brackets is to be ignored (RFC 2369 §2).
	"""
	held = f"<{url}>"
	return "\r\n ".join(held[start : start + LONGEST_LINE] for start in range(0, len(held), LONGEST_LINE))


def _token(subscription: str, user: str) -> str:
	said = "\n".join((_PURPOSE, subscription, user)).encode()
	digest = hmac.new(get_secret().encode(), said, hashlib.sha256).digest()[:_TOKEN_BYTES]
	return base64.urlsafe_b64encode(digest).decode().rstrip("=")
