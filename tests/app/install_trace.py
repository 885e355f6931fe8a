"""Install, migrate, uninstall, reinstall on a site of its own, and print what differs from before (nothing may).

Run by test_install in its own process: the test session has another site open.
"""

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import embedded

OURS = ("SLA Ticket", "SLA Agreement", "SLA Event", "SLA Holiday List")


def snapshot(frappe: Any) -> dict[str, Any]:
	"""What a site holds that an app could leave behind."""
	return {
		"tables": sorted(
			table for table in frappe.db.get_tables(cached=False) if "SLA" in table and "HD" not in table
		),
		"doctypes": sorted(frappe.get_all("DocType", filters={"name": ["like", "SLA %"]}, pluck="name")),
		"custom fields": frappe.db.count("Custom Field"),
		"columns": sorted(
			column
			for host in ("HD Ticket", "Issue")
			for column in frappe.db.get_table_columns(host)
			if column.startswith("sla_id")
		),
		"roles": sorted(frappe.get_all("Role", pluck="name")),
		"has role": frappe.db.count("Has Role", {"role": ["like", "SLA %"]}),
		"property setters": frappe.db.count("Property Setter"),
		"modules": sorted(frappe.get_all("Module Def", pluck="name")),
		"scheduled jobs": sorted(frappe.get_all("Scheduled Job Type", pluck="method")),
		"workspaces": sorted(frappe.get_all("Workspace", pluck="name")),
		"portal menu": sorted(frappe.get_all("Portal Menu Item", pluck="route")),
		"settings": frappe.db.count("Singles", {"doctype": ["like", "SLA %"]}),
		"form scripts": frappe.db.count("HD Form Script"),
		"apps": frappe.get_installed_apps(),
	}


def _difference(before: Any, after: Any) -> str:
	if isinstance(before, list):
		return f"gone: {sorted(set(before) - set(after))}, left behind: {sorted(set(after) - set(before))}"
	return f"{before} before, {after} after"


def main() -> int:
	"""Print the differences as JSON; exit 1 if there are any."""
	with TemporaryDirectory() as folder:
		frappe = embedded.connect(embedded.new_site(Path(folder) / "site", apps=("helpdesk_host",)))
		before = snapshot(frappe)
		differences: dict[str, Any] = {}
		for turn in ("install", "reinstall"):
			embedded.install_app("sla_id")
			embedded.migrate()
			assert all(frappe.db.exists("DocType", name) for name in OURS), turn
			assert frappe.db.count("SLA Holiday List") >= 5, turn
			assert "sla_id_state" in frappe.db.get_table_columns("HD Ticket"), turn
			embedded.uninstall_app("sla_id")
			after = snapshot(frappe)
			differences.update(
				{
					f"{turn}: {key}": _difference(before[key], after[key])
					for key in before
					if before[key] != after[key]
				}
			)
		embedded.disconnect()
	print(json.dumps(differences, indent=1, default=str))
	return 1 if differences else 0


if __name__ == "__main__":
	sys.exit(main())
