"""Reads arguments that come over HTTP before a function uses them. Bad ones are refused, with what to give
instead.

Every whitelisted function is `answerable`; tests/app/test_junk.py calls each with junk.
"""

import inspect
import json
from collections.abc import Callable, Collection
from datetime import date, datetime
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import frappe
from frappe import _
from frappe.utils import get_datetime, getdate

from sla_id.instants import UTC, from_site, reader_language

Parameters = ParamSpec("Parameters")
Answer = TypeVar("Answer")
LARGEST_NUMBER = 2**63
NUMERIC = ("Int", "Float", "Check", "Percent", "Currency", "Duration", "Rating")
DEEPEST = 10
"""How deep lists and dicts may lie in each other."""


def answerable(function: Callable[Parameters, Answer]) -> Callable[Parameters, Answer]:
	"""Refuse an argument that is missing or that no database can store. Goes below `frappe.whitelist`.

	Throws ValidationError, so that such an argument doesn't count as an error of the app.
	"""
	signature = inspect.signature(function)

	@wraps(function)
	def run(*args: Parameters.args, **kwargs: Parameters.kwargs) -> Answer:
		missing = _missing(signature, args, kwargs)
		if missing:
			frappe.throw(_("Give a value for: {0}.").format(", ".join(missing)))
		for name, value in (*zip(signature.parameters, args, strict=False), *kwargs.items()):
			_check_value(name, value)
		return function(*args, **kwargs)

	return run


def read_list(given: str | list[Any], most: int, refusal: str) -> list[str]:
	"""Read names from a list or from JSON, at least one. Throws ValidationError with the refusal, where {0}
	is the maximum.
	"""
	try:
		found = json.loads(given) if isinstance(given, str) else given
	except (ValueError, RecursionError):
		found = None
	if (
		not isinstance(found, list)
		or not 0 < len(found) <= most
		or not all(isinstance(entry, str | int) for entry in found)
	):
		frappe.throw(refusal.format(most))
	return [str(entry) for entry in found]


def read_dict(given: str | dict[str, Any] | None, name: str) -> dict[str, Any]:
	"""Read values by name from a dict or from JSON. Throws ValidationError."""
	found = _read_json(given, name) if isinstance(given, str) else given
	if not isinstance(found, dict):
		frappe.throw(_("{0}: give values by name, as JSON: {1}.").format(name, '{"…": "…"}'))
	_check_value(name, found)
	return found


def read_document(given: str | dict[str, Any], doctypes: Collection[str], name: str = "doc") -> Any:
	"""Read a form, saved or not, as a document of one of those DocTypes. Nothing is written.

	Tables contain rows, and other fields plain values. Throws ValidationError for anything else.
	"""
	values = read_dict(given, name)
	doctype = values.get("doctype") or next(iter(doctypes))
	if doctype not in doctypes:
		frappe.throw(_("{0}: give {1}.").format(name, f" {_('or')} ".join(map(_, doctypes))))
	for field in frappe.get_meta(doctype).fields:
		_check_field(values.get(field.fieldname), field)
	return frappe.get_doc({**values, "doctype": doctype})


def read_language(given: str | None) -> str:
	""" "id" or "en": the one given, or else the reader's. Throws ValidationError for another."""
	if given not in (None, "", "id", "en"):
		frappe.throw(_("Language: give id or en, or nothing for your own."))
	return given or reader_language()


def read_date(given: str, name: str) -> date:
	"""Read a date in Frappe's format. Throws ValidationError."""
	try:
		found = getdate(given) if given.strip() else None
	except (ValueError, OverflowError, frappe.ValidationError):
		found = None
	if not isinstance(found, date):
		frappe.throw(_("{0}: give a date as 2026-03-18.").format(name))
	return found


def read_datetime(given: str, name: str) -> datetime:
	"""Read a wall-clock time in Frappe's format. Throws ValidationError."""
	try:
		found = get_datetime(given) if given.strip() else None
	except (ValueError, OverflowError, TypeError, frappe.ValidationError):
		found = None
	if not isinstance(found, datetime):
		frappe.throw(_("{0}: give a date and a time as 2026-03-18 08:00.").format(name))
	return found.replace(tzinfo=None)


def read_instant(given: str, name: str) -> datetime:
	"""Read an instant, UTC: ISO 8601 with an offset, else a wall-clock time in the site's zone. Throws ValidationError."""
	try:
		read = datetime.fromisoformat(given.strip())
		if read.tzinfo:
			return read.astimezone(UTC)
	except (ValueError, OverflowError):
		pass  # said below, with what to give
	at = from_site(read_datetime(given, name))
	assert at is not None
	return at


def _missing(signature: inspect.Signature, args: Any, kwargs: Any) -> list[str]:
	"""The arguments that have no default and no value. JSON's null counts as no value."""
	given = {**dict(zip(signature.parameters, args, strict=False)), **kwargs}
	return [
		name
		for name, parameter in signature.parameters.items()
		if parameter.default is inspect.Parameter.empty and given.get(name) is None
	]


def _check_value(name: str, value: Any, depth: int = 0) -> None:
	if depth > DEEPEST:
		frappe.throw(_("{0}: these lists and values are nested too deeply.").format(name))
	if isinstance(value, str):
		if not _is_writable(value):
			frappe.throw(_("{0}: a character of this text can't be stored. Write it without.").format(name))
	elif isinstance(value, int | float):
		if not -LARGEST_NUMBER < value < LARGEST_NUMBER:
			frappe.throw(_("{0}: this number is too large.").format(name))
	elif isinstance(value, dict):
		for key, entry in value.items():
			_check_value(name, key, depth + 1)
			_check_value(name, entry, depth + 1)
	elif isinstance(value, list | tuple):
		for entry in value:
			_check_value(name, entry, depth + 1)


def _is_writable(text: str) -> bool:
	try:
		text.encode()
	except UnicodeEncodeError:
		return False
	return "\x00" not in text


def _check_field(value: Any, field: Any) -> None:
	"""Check that a field of a form holds a value that its type allows. Throws ValidationError."""
	label = _(field.label or field.fieldname)
	if value in (None, ""):
		return
	if field.fieldtype in ("Table", "Table MultiSelect"):
		if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
			frappe.throw(_("{0}: give a list of rows.").format(label))
		for inner in frappe.get_meta(field.options).fields:
			for row in value:
				_check_field(row.get(inner.fieldname), inner)
	elif isinstance(value, list | dict):
		frappe.throw(_("{0}: give a plain value.").format(label))
	elif field.fieldtype == "Select":
		if value not in (field.options or "").split("\n"):
			frappe.throw(_("{0}: choose one of {1}.").format(label, ", ".join(field.options.split())))
	elif field.fieldtype == "Date":
		read_date(str(value), label)
	elif field.fieldtype == "Datetime":
		read_datetime(str(value), label)
	elif field.fieldtype in NUMERIC:
		if not _is_number(value):
			frappe.throw(_("{0}: give a number.").format(label))
	elif not isinstance(value, str):
		frappe.throw(_("{0}: give a text.").format(label))


def _is_number(value: Any) -> bool:
	try:
		return -LARGEST_NUMBER < float(value) < LARGEST_NUMBER
	except (ValueError, TypeError, OverflowError):
		return False


def _read_json(text: str, name: str) -> Any:
	try:
		return json.loads(text)
	except (ValueError, RecursionError) as error:
		frappe.throw(_("{0}: this isn't JSON: {1}").format(name, str(error)[:100]))
