"""Titles of records with names in both languages, for links in an English reader's desk. Called when it starts (hooks.py).

Frappe knows one title field of a DocType; the desk's `field_words.js` puts these in its place.
"""

from typing import Any

import frappe

from sla_id.instants import reader_language

NAMES = {"SLA Channel": "channel_name_en", "SLA Service": "service_name_en"}


def add_link_titles(bootinfo: Any) -> None:
	"""`sla_id_titles`: by DocType and name, the English title where a record has one; nothing for other readers."""
	bootinfo.sla_id_titles = {}
	if reader_language() == "id":
		return
	for doctype, field in NAMES.items():
		if frappe.has_permission(doctype, "read"):
			rows = frappe.get_all(doctype, {field: ["is", "set"]}, ["name", field], as_list=True, limit=1000)
			bootinfo.sla_id_titles[doctype] = dict(rows)
