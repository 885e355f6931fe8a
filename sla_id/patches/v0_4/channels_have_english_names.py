"""The channels that the app ships get their English names, where they still have the Indonesian ones that it gave them."""

import json
from pathlib import Path

import frappe


def execute() -> None:
	"""Fill in what is empty."""
	path = Path(frappe.get_app_path("sla_id", "fixtures", "shipped", "sla_channel.json"))
	for row in json.loads(path.read_text(encoding="utf-8")):
		own = {"name": row["name"], "channel_name": row["channel_name"], "channel_name_en": ["is", "not set"]}
		if frappe.db.exists("SLA Channel", own):
			frappe.db.set_value(
				"SLA Channel", row["name"], "channel_name_en", row["channel_name_en"], update_modified=False
			)
