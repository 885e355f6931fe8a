"""Links within the portal. They keep a language chosen by `?_lang=`."""

from typing import Any
from urllib.parse import quote, urlencode

import frappe

from sla_id.engine.sentences import languages
from sla_id.instants import reader_language


def page_url(path: str, **query: Any) -> str:
	"""A link within the portal. It keeps a language chosen by `?_lang=`."""
	chosen = {key: value for key, value in query.items() if value not in (None, "", 0, "open")}
	if frappe.form_dict.get("_lang"):
		chosen.setdefault("_lang", frappe.form_dict["_lang"])
	return path + ("?" + urlencode(chosen) if chosen else "")


def ticket_url(name: str) -> str:
	"""The page of a ticket. Its name may contain spaces, slashes and anything else."""
	return page_url("/sla/" + quote(name))


def language_links(path: str, **query: Any) -> list[dict[str, Any]]:
	"""The current page in each language of the app, including the present one, each under its own name."""
	current = reader_language()
	names = {
		code: frappe.get_cached_value("Language", code, "language_name") for code in ("en", *languages())
	}
	return [
		{"lang": code, "label": name, "url": page_url(path, **query, _lang=code), "current": code == current}
		for code, name in sorted(names.items(), key=lambda entry: str(entry[1]))
		if name
	]
