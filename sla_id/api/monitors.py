"""Where monitors report what is down, and the buttons of a source's form.

`receive` is called by Uptime Kuma and Alertmanager: a token in a header takes the place of a login. It stores and answers; a job
judges (docs/monitors.md).
"""

from typing import Any

import frappe
from frappe import _
from werkzeug.wrappers import Response

from sla_id.access import MANAGERS, need_role
from sla_id.api.arguments import answerable
from sla_id.monitors.judge_waiting import judge_message_again
from sla_id.monitors.receive_message import BUSY, STORED, TOO_LARGE, UNAUTHORIZED, receive_message
from sla_id.monitors.source_panel import source_panel
from sla_id.monitors.source_token import make_token, revoke_token

SOURCE, MESSAGE = "SLA Monitor Source", "SLA Monitor Message"
_ANSWERS = {
	STORED: "stored",
	UNAUTHORIZED: "no such token",
	TOO_LARGE: "too large",
	BUSY: "busy, try again",
}


@frappe.whitelist(allow_guest=True, methods=["POST"])
@answerable
def receive() -> Response:
	"""Take a message of Uptime Kuma's or Alertmanager's. The token is in X-SLA-Monitor-Token, or in Authorization
	as "SLA Monitor TOKEN".

	Answers 200 for whatever was stored, before or now; 401 without a token that counts; 413 for a message that is
	larger than its source may send; 503 where it may come again in a moment.
	"""
	status = receive_message(frappe.request.headers, _body())
	answer = Response(_ANSWERS[status], status=status, content_type="text/plain")
	if status == BUSY:
		answer.headers["Retry-After"] = "30"
	return answer


@frappe.whitelist(methods=["POST"])
@answerable
def new_token(source: str) -> dict[str, str]:
	"""Give a source a new token; the one before no longer counts. It is shown this once. For SLA Managers."""
	need_role(*MANAGERS)
	return {"token": make_token(_locked(source))}


@frappe.whitelist(methods=["POST"])
@answerable
def remove_token(source: str) -> None:
	"""Take a source's token away, so that nothing comes in. For SLA Managers."""
	need_role(*MANAGERS)
	revoke_token(_locked(source))


@frappe.whitelist(methods=["POST"])
@answerable
def complete_again(source: str) -> None:
	"""Say that somebody has looked after what Alertmanager left out of its messages. For SLA Managers."""
	need_role(*MANAGERS)
	doc = _locked(source)
	doc.incomplete, doc.truncated_alerts = 0, 0
	doc.save(ignore_permissions=True)


@frappe.whitelist(methods=["POST"])
@answerable
def judge_again(message: str) -> dict[str, str]:
	"""Judge a stored message at once; what became of it. For SLA Managers."""
	need_role(*MANAGERS)
	if not frappe.db.exists(MESSAGE, message):
		frappe.throw(_("There is no such message."), frappe.DoesNotExistError)
	return judge_message_again(message)


@frappe.whitelist()
@answerable
def panel(source: str) -> dict[str, Any]:
	"""What a source's form shows: its address, what waits to be mapped, what failed, and what is down. For SLA Managers."""
	need_role(*MANAGERS)
	return source_panel(source)


def _locked(source: str) -> Any:
	if not frappe.db.exists(SOURCE, source):
		frappe.throw(_("There is no such source."), frappe.DoesNotExistError)
	return frappe.get_doc(SOURCE, source, for_update=True)


def _body() -> bytes:
	"""The message: the request's body, or the field `data` of a form, as Uptime Kuma sends where it is told to."""
	request = frappe.request
	if "multipart/form-data" in (request.content_type or ""):
		return str(request.form.get("data") or "").encode()
	return bytes(request.get_data(cache=True))
