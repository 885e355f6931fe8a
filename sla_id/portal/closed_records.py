"""Gives people outside the provider the same answer whatever they ask of Frappe's own routes to our DocTypes.

They have no permission on any of these DocTypes, so they read nothing. But Frappe answers 403 for a record
that exists and 404 for one that doesn't. It also tells anybody a record's title (`get_link_title`), and a
share or a custom permission opens a record again. Two hooks prevent this: `answer_alike` (auth_hooks) and
`refuse_opening` (validate of Custom DocPerm and DocShare).
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote

import frappe
from frappe import _

from sla_id.agreements.partners import is_staff, partners_of
from sla_id.record_types import StoredRecord

MODULE = "SLA ID"
TEXTS = frozenset({"subject", "content", "description", "message", "text", "comment", "title", "values"})
"""What people write may be anything, so no DocType is meant there."""
DEEPEST = 20
UNSEEN = frozenset({"Mn", "Me", "Cf", "Cc"})
"""Unicode's categories of signs that databases pass over: accents, zero-width and control characters."""
_FUNCTION = re.compile(r"/api/(?:v[12]/)?method/([^/]+)/?")


def answer_alike() -> None:
	"""After the login of each request: answer a request that names one of our DocTypes as if the record were
	missing.

	Staff and the provider's other people go on to Frappe's own permissions. Throws PermissionError for guests
	and DoesNotExistError for everybody else outside.
	"""
	user = frappe.session.user
	if _asks_itself(_called_function()) or not _names_ours() or not is_outside(user):
		return
	if user == "Guest":
		frappe.throw(_("Sign in first."), frappe.PermissionError)
	frappe.throw(_("Not found. Your service levels are at {0}.").format("/sla"), frappe.DoesNotExistError)


def refuse_opening(doc: StoredRecord, method: str | None = None) -> None:
	"""validate of Custom DocPerm and DocShare: refuse what would open our records to partners.

	Throws ValidationError.
	"""
	if doc.doctype == "Custom DocPerm":
		doctype, opens = doc.get("parent"), _is_outside_role(doc.get("role"))
	else:
		doctype, opens = (
			doc.get("share_doctype"),
			bool(doc.get("everyone")) or is_outside(doc.get("user") or "Guest"),
		)
	if opens and doctype in our_doctypes():
		frappe.throw(
			_(
				"{0}: partners see their service levels in the portal (/sla), which shows nothing internal. A permission or a share would show them the whole record, comments included."
			).format(_(doctype))
		)


def close_what_was_opened() -> None:
	"""Remove earlier permissions and shares. Called by the patch of the version that closed the DocTypes."""
	ours = sorted(our_doctypes())
	opened = frappe.get_all("Custom DocPerm", filters={"parent": ["in", ours]}, fields=["name", "role"])
	for permission in opened:
		if _is_outside_role(permission.role):
			frappe.db.delete("Custom DocPerm", {"name": permission.name})
	shares = frappe.get_all(
		"DocShare", filters={"share_doctype": ["in", ours]}, fields=["name", "user", "everyone"]
	)
	for share in shares:
		if share.everyone or is_outside(share.user or "Guest"):
			frappe.db.delete("DocShare", {"name": share.name})


def is_outside(user: str) -> bool:
	"""Whether a user is outside the provider: a guest, a website user, or one of a partner's people."""
	if is_staff(user):
		return False
	if user == "Guest" or frappe.get_cached_value("User", user, "user_type") == "Website User":
		return True
	return bool(partners_of(user))


def _is_outside_role(role: str) -> bool:
	"""Whether people outside the provider have a role: one that everybody has, or one without desk access."""
	return role in ("All", "Guest") or not frappe.get_cached_value("Role", role, "desk_access")


def our_doctypes() -> frozenset[str]:
	"""Every DocType of the app, including child tables."""
	names = frappe.cache.get_value(
		"sla_id_doctypes", lambda: frappe.get_all("DocType", filters={"module": MODULE}, pluck="name")
	)
	return frozenset(names)


def _asks_itself(function: str) -> bool:
	"""Whether a function checks permissions itself.

	All of ours do, except those that replace Frappe's own exports.
	"""
	return function.startswith("sla_id.api.") and not function.startswith("sla_id.api.exports.")


def _called_function() -> str:
	"""The whitelisted function that a request calls, or an empty string."""
	named = frappe.form_dict.get("cmd")  # Frappe takes it before the path
	found = _FUNCTION.fullmatch(frappe.request.path)
	return str(named) if named else found[1] if found else ""


def _names_ours() -> bool:
	ours = {_plain(name) for name in our_doctypes()}
	segments = unquote(frappe.request.path).split("/")
	return any(_plain(value) in ours for value in (*segments, *_values(frappe.form_dict, DEEPEST)))


def _plain(value: str) -> str:
	"""Normalise a name before comparing it with our DocTypes.

	Databases find a DocType in any case, and with accents, wide letters and invisible characters. Frappe also
	finds it by the name of its folder.
	"""
	spelled = unicodedata.normalize("NFKD", value)
	seen = "".join(sign for sign in spelled if sign.isspace() or unicodedata.category(sign) not in UNSEEN)
	return " ".join(seen.replace("_", " ").replace("-", " ").split()).casefold()


def _values(node: Any, depth: int) -> Iterator[str]:
	"""Every text in a request's data, also inside JSON, except free text that people write."""
	if depth == 0:
		return
	if isinstance(node, dict):
		yield from _of_all((value for key, value in node.items() if key not in TEXTS), depth - 1)
	elif isinstance(node, list | tuple):
		yield from _of_all(node, depth - 1)
	elif isinstance(node, str):
		yield node
		if node.lstrip()[:1] in ("[", "{", '"'):
			yield from _values(_parsed(node), depth - 1)


def _of_all(nodes: Iterable[Any], depth: int) -> Iterator[str]:
	for node in nodes:
		yield from _values(node, depth)


def _parsed(text: str) -> Any:
	try:
		return json.loads(text)
	except (ValueError, RecursionError):
		return None
