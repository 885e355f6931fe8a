"""Many rows in one statement, on MariaDB and SQLite alike: what Frappe's documents would write one by one.

For rows of our own DocTypes only, past their hooks. Names of tables and columns come from the code, never from people.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import frappe

CHUNK = 500
_IGNORE = {"sqlite": "on conflict do nothing", "mariadb": "on duplicate key update `name` = `name`"}


def insert_rows(doctype: str, rows: Sequence[Mapping[str, Any]]) -> None:
	"""Insert rows that all have the same fields; one whose unique key is there already is passed over."""
	_write(doctype, rows, _IGNORE[frappe.db.db_type])


def update_rows(doctype: str, rows: Sequence[Mapping[str, Any]]) -> None:
	"""Write the same fields of rows that exist, each by its `name`; a row that is gone comes back with these alone."""
	if not rows:
		return
	fields = [field for field in rows[0] if field != "name"]
	if frappe.db.db_type == "sqlite":
		sets = ", ".join(f"`{field}` = excluded.`{field}`" for field in fields)
		_write(doctype, rows, f"on conflict (`name`) do update set {sets}")
	else:
		sets = ", ".join(f"`{field}` = values(`{field}`)" for field in fields)
		_write(doctype, rows, f"on duplicate key update {sets}")


def delete_rows(doctype: str, names: Iterable[str]) -> None:
	"""Delete rows by name."""
	wanted = list(names)
	if wanted:
		table = frappe.qb.DocType(doctype)
		frappe.qb.from_(table).delete().where(table.name.isin(wanted)).run()


def _write(doctype: str, rows: Sequence[Mapping[str, Any]], clause: str) -> None:
	for start in range(0, len(rows), CHUNK):
		chunk = rows[start : start + CHUNK]
		fields = list(chunk[0])
		columns = ", ".join(f"`{field}`" for field in fields)
		places = ", ".join(["(" + ", ".join(["%s"] * len(fields)) + ")"] * len(chunk))
		values = [row[field] for row in chunk for field in fields]
		# nosemgrep: names come from the code, every value is bound
		frappe.db.sql(f"insert into `tab{doctype}` ({columns}) values {places} {clause}", values)
