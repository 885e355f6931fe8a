"""The site asked as over the web, inside the test's own transaction: what a request goes through after its login."""

import json
import re
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import frappe
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

SAVEPOINT = "route"
_OF_A_REQUEST = ("request", "form_dict", "response", "path")
_EXCEPTION = re.compile("'__[a-z]+_exc_id': '[0-9a-f]+'")
"""Frappe numbers what it throws."""


@dataclass(frozen=True, slots=True)
class Answer:
	"""What came back. `text` holds the page or the JSON, and what Frappe says beside it."""

	status: int
	text: str


def ask(
	user: str, method: str, path: str, values: Mapping[str, Any] | None = None, *, undo: bool = True
) -> Answer:
	"""One request by a user; what it wrote is undone, unless it is to stay until the end of the test.

	`values` are query parameters of a GET and form fields of anything else; lists and dicts go as JSON, as Frappe's own
	pages send them.
	"""
	sent = {
		key: value if isinstance(value, str) else json.dumps(value) for key, value in (values or {}).items()
	}
	place = {"query_string": sent} if method == "GET" else {"data": sent}
	request = Request(EnvironBuilder(path, "http://site.example", method=method, **place).get_environ())
	frappe.db.savepoint(SAVEPOINT)
	try:
		with _as_request(request, user):
			return _answer(request)
	finally:
		if undo:
			frappe.db.rollback(save_point=SAVEPOINT)


@contextmanager
def _as_request(request: Request, user: str) -> Any:
	from frappe.app import make_form_dict

	kept = {name: getattr(frappe.local, name) for name in _OF_A_REQUEST if hasattr(frappe.local, name)}
	was = frappe.session.user
	if user != was:
		frappe.set_user(user)
	# Frappe's pages look at the request's own session, which a test's user has none of
	request.after_response = frappe._dict(add=lambda _job: None)  # type: ignore[attr-defined]
	frappe.local.request = request
	frappe.local.response = frappe._dict({"docs": []})
	frappe.local.message_log = []
	frappe.flags.redirect_location = None
	try:
		make_form_dict(request)
		yield
	finally:
		if user != was:
			frappe.set_user(was)
		frappe.local.message_log = []
		frappe.local.error_log = []
		frappe.flags.error_message = None
		for name in _OF_A_REQUEST:
			if name in kept:
				setattr(frappe.local, name, kept[name])
			elif hasattr(frappe.local, name):
				delattr(frappe.local, name)


def _answer(request: Request) -> Answer:
	try:
		for hook in frappe.get_hooks("auth_hooks"):
			frappe.get_attr(hook)()
		response = _dispatch(request)
	except Exception as error:
		status = getattr(error, "http_status_code", None) or getattr(error, "code", None) or 500
		said = _EXCEPTION.sub("", " ".join(str(entry) for entry in frappe.local.message_log))
		return Answer(int(status), f"{type(error).__name__}: {error} {said}")
	said = " ".join(str(entry) for entry in frappe.local.message_log)
	return Answer(response.status_code, response.get_data().decode(errors="replace") + said)


def _dispatch(request: Request) -> Response:
	import frappe.api
	import frappe.handler
	from frappe.utils.response import build_response, download_private_file
	from frappe.website.serve import get_response

	if frappe.form_dict.cmd:
		frappe.handler.handle()
		return build_response("json")
	if request.path.startswith("/api/"):
		return frappe.api.handle(request)
	if request.path.startswith("/private/files/"):
		return download_private_file(request.path)
	return get_response()
