"""An index over `modified` where a host's table has none (Frappe 16 makes none): the minute tick asks for changed rows.

One that is there is the host's own and stays; ours has a name of its own and goes with the app. SQL that defines tables can't be
said by the query builder; every name in it is a constant.
"""

import frappe

from sla_id.hosts.adapters import ADAPTERS

TABLES = (*ADAPTERS, "Communication")
FIELD, NAME = "modified", "sla_id_modified"


def add_host_indexes() -> None:
	"""Add what is missing on the tables that are there. May be run again."""
	for doctype in TABLES:
		if frappe.db.exists("DocType", doctype) and not leading_indexes(doctype):
			table = f"tab{doctype}"
			frappe.db.commit()  # nosemgrep: changing a table ends the transaction in any case
			frappe.db.sql_ddl(f"create index `{_name(table)}` on `{table}` (`{FIELD}`)")  # nosemgrep


def remove_host_indexes(doctypes: tuple[str, ...] = TABLES) -> None:
	"""Drop ours, wherever it is."""
	for doctype in doctypes:
		table = f"tab{doctype}"
		if _is_there(doctype) and _name(table) in leading_indexes(doctype):
			of = "" if frappe.db.db_type == "sqlite" else f" on `{table}`"
			frappe.db.sql_ddl(f"drop index `{_name(table)}`{of}")  # nosemgrep


def leading_indexes(doctype: str) -> list[str]:
	"""The names of the indexes of a table that begin with `modified`."""
	table = f"tab{doctype}"
	if frappe.db.db_type == "sqlite":
		names = [row[1] for row in frappe.db.sql(f"pragma index_list(`{table}`)")]  # nosemgrep
		return [name for name in names if _first_column(name) == FIELD]
	rows = frappe.db.sql(f"show index from `{table}`", as_dict=True)  # nosemgrep
	return [row.Key_name for row in rows if row.Column_name == FIELD and row.Seq_in_index == 1]


def _first_column(index: str) -> str | None:
	rows = frappe.db.sql(f"pragma index_info(`{index}`)")  # nosemgrep
	return rows[0][2] if rows else None


def _is_there(doctype: str) -> bool:
	return f"tab{doctype}" in frappe.db.get_tables(cached=False)


def _name(table: str) -> str:
	"""SQLite's indexes share one room of names."""
	return f"{table}_{NAME}" if frappe.db.db_type == "sqlite" else NAME
