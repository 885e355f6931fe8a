"""Writes many rows in one statement, on MariaDB and SQLite alike. Frappe's documents would write them one by
one.

It is for rows of our own DocTypes and our own fields of the hosts', and bypasses their hooks. Names of tables
and columns come from the code, never from people.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

import frappe

CHUNK = 500
_Item = TypeVar("_Item")
_PASS_OVER = {"sqlite": "on conflict do nothing", "mariadb": "on duplicate key update `name` = `name`"}


def chunks(names: Sequence[_Item], together: int = CHUNK) -> Iterator[Sequence[_Item]]:
	"""The items in order, so many at a time."""
	for start in range(0, len(names), together):
		yield names[start : start + together]


def insert_rows(doctype: str, rows: Sequence[Mapping[str, Any]], *, pass_over: bool = True) -> None:
	"""Insert rows that all have the same fields.

	A row whose unique key exists is skipped. With `pass_over` False it makes the statement fail.
	"""
	for start in range(0, len(rows), CHUNK):
		chunk = rows[start : start + CHUNK]
		columns = ", ".join(f"`{field}`" for field in chunk[0])
		places = ", ".join(["(" + ", ".join(["%s"] * len(chunk[0])) + ")"] * len(chunk))
		statement = f"insert into `tab{doctype}` ({columns}) values {places}"
		if pass_over:
			statement += f" {_PASS_OVER[frappe.db.db_type]}"
		# the query builder has no way to pass over; every value is bound
		frappe.db.sql(statement, [value for row in chunk for value in row.values()])  # nosemgrep


_REPLACE = {
	"sqlite": ("on conflict (`name`) do update set", "`{0}` = excluded.`{0}`"),
	"mariadb": ("on duplicate key update", "`{0}` = values(`{0}`)"),
}
_STAYS = frozenset({"name", "creation", "owner"})


def upsert_rows(doctype: str, rows: Sequence[Mapping[str, Any]]) -> None:
	"""Insert rows that all have the same fields; one whose name exists takes over the fields instead.

	It reads nothing before, and locks nothing but the rows of those names.
	"""
	for chunk in chunks(rows):
		columns = ", ".join(f"`{field}`" for field in chunk[0])
		places = ", ".join(["(" + ", ".join(["%s"] * len(chunk[0])) + ")"] * len(chunk))
		begin, take_over = _REPLACE[frappe.db.db_type]
		sets = ", ".join(take_over.format(field) for field in chunk[0] if field not in _STAYS)
		statement = f"insert into `tab{doctype}` ({columns}) values {places} {begin} {sets}"
		# the query builder has no way to take over; every value is bound
		frappe.db.sql(statement, [value for row in chunk for value in row.values()])  # nosemgrep


def insert_all_or_none(doctype: str, rows: Sequence[Mapping[str, Any]]) -> bool:
	"""Insert rows that all have the same fields, at most `CHUNK`. False, with nothing written, if the unique key of one
	exists.

	It needs no savepoint: a statement that fails has written nothing.
	"""
	try:
		insert_rows(doctype, rows, pass_over=False)
	except Exception as error:
		if not frappe.db.is_duplicate_entry(error):
			raise
		return False
	return True


def stamp_new() -> dict[str, Any]:
	"""What Frappe would write into every new row, with a name by chance."""
	now, user = frappe.utils.now_datetime(), frappe.session.user
	return {
		"name": frappe.generate_hash(length=10),
		"creation": now,
		"modified": now,
		"owner": user,
		"modified_by": user,
		"docstatus": 0,
		"idx": 0,
	}


def child_row(parent: tuple[str, str], table: str, number: int, values: Mapping[str, Any]) -> dict[str, Any]:
	"""A new row in a table of that record (DocType and name), at that place."""
	where = {"parent": parent[1], "parenttype": parent[0], "parentfield": table, "idx": number}
	return {**stamp_new(), **where, **values}


def update_rows(
	doctype: str, changes: Mapping[Any, Mapping[str, Any]], unless_newer: tuple[str, Any] | None = None
) -> None:
	"""Write the changed fields of rows, given by name.

	Rows that change in the same fields share a statement, and a value that is the same for all of them is
	sent once. With `unless_newer`, a row is left alone if that field of it is later.
	"""
	alike: dict[tuple[str, ...], dict[Any, Mapping[str, Any]]] = {}
	for name, values in changes.items():
		if values:
			alike.setdefault(tuple(sorted(values)), {})[name] = values
	for fields, rows in alike.items():
		names = list(rows)
		for start in range(0, len(names), CHUNK):
			chunk = names[start : start + CHUNK]
			_update(doctype, fields, {name: rows[name] for name in chunk}, unless_newer)


def delete_rows(doctype: str, names: Iterable[str]) -> None:
	"""Delete rows by name."""
	wanted = list(names)
	if wanted:
		table = frappe.qb.DocType(doctype)
		frappe.qb.from_(table).delete().where(table.name.isin(wanted)).run()


def by_name(query: Any, table: Any, names: Sequence[Any]) -> Any:
	"""Make a query lock the rows of those names. Where the database can, it skips rows that somebody else has
	locked.

	Rows are looked up by primary key, however small the table. A scan would lock all rows and the gaps
	between them.
	"""
	query = query.where(table.name.isin(list(names)))
	if frappe.db.db_type == "sqlite":
		return query
	return query.force_index("PRIMARY").for_update(skip_locked=True)


def _update(
	doctype: str,
	fields: Sequence[str],
	rows: Mapping[Any, Mapping[str, Any]],
	unless_newer: tuple[str, Any] | None,
) -> None:
	sets, bound = [], []
	for field in fields:
		values = [row[field] for row in rows.values()]
		if all(value == values[0] for value in values):
			sets.append(f"`{field}` = %s")
			bound.append(values[0])
		else:
			sets.append(f"`{field}` = case `name`" + " when %s then %s" * len(rows) + " end")
			bound += [part for name, row in rows.items() for part in (name, row[field])]
	places = ", ".join(["%s"] * len(rows))
	hint = "" if frappe.db.db_type == "sqlite" else " force index (primary)"
	statement = f"update `tab{doctype}`{hint} set {', '.join(sets)} where `name` in ({places})"
	bound += rows
	if unless_newer:
		statement += f" and `{unless_newer[0]}` <= %s"
		bound.append(unless_newer[1])
	# the query builder takes longer for a long case than the database does; every value is bound
	frappe.db.sql(statement, bound)  # nosemgrep
