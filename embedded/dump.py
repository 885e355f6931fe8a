"""Copies a MariaDB database's tables as statements, without a client program. Used by `site` for templates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

_ROWS_PER_INSERT = 200


def _connect(conf: dict[str, Any]) -> Any:
	import pymysql

	return pymysql.connect(
		host=conf["db_host"],
		port=int(conf["db_port"]),
		unix_socket=conf.get("db_socket") or None,
		user=conf["db_user"],
		password=conf["db_password"],
		database=conf["db_name"],
		charset="utf8mb4",
		autocommit=False,
	)


def split(script: str) -> Iterator[str]:
	"""Statements of a dump. A statement ends with a semicolon at the end of a line, outside quotes."""
	lines: list[str] = []
	for line in script.splitlines():
		if not lines and (not line.strip() or line.startswith(("--", "/*M!"))):
			continue
		lines.append(line)
		if line.rstrip().endswith(";"):
			statement = "\n".join(lines)
			if _outside_quotes(statement):
				yield statement.rstrip().removesuffix(";")
				lines = []
	if lines and "".join(lines).strip():
		yield "\n".join(lines)


def _outside_quotes(statement: str) -> bool:
	quote = ""
	skip = False
	for character in statement:
		if skip:
			skip = False
		elif quote:
			if character == "\\" and quote != "`":
				skip = True
			elif character == quote:
				quote = ""
		elif character in "'\"`":
			quote = character
	return not quote


def load(conf: dict[str, Any], script: str) -> None:
	"""Run a dump into the database that `conf` names."""
	connection = _connect(conf)
	try:
		with connection.cursor() as cursor:
			cursor.execute("set foreign_key_checks = 0")
			for statement in split(script):
				cursor.execute(statement)
		connection.commit()
	finally:
		connection.close()


def save(conf: dict[str, Any]) -> str:
	"""The tables, sequences and rows of the database as a script that `load` can run."""
	connection = _connect(conf)
	out: list[str] = []
	try:
		with connection.cursor() as cursor:
			cursor.execute("show full tables")
			kinds = cursor.fetchall()
			for name, kind in sorted(kinds, key=lambda row: (row[1] != "SEQUENCE", row[0])):
				if kind == "SEQUENCE":
					cursor.execute(f"show create sequence `{name}`")
					out.append(f"{cursor.fetchone()[1]};")
					cursor.execute(f"select next_not_cached_value from `{name}`")
					out.append(f"select setval(`{name}`, {int(cursor.fetchone()[0])}, 0);")
				elif kind == "BASE TABLE":
					cursor.execute(f"show create table `{name}`")
					out.append(f"{cursor.fetchone()[1]};")
					out.extend(_rows(connection, cursor, name))
	finally:
		connection.close()
	return "\n".join(out)


def _rows(connection: Any, cursor: Any, table: str) -> Iterator[str]:
	cursor.execute(f"select * from `{table}`")
	while rows := cursor.fetchmany(_ROWS_PER_INSERT):
		values = ",\n".join(f"({', '.join(connection.literal(value) for value in row)})" for row in rows)
		yield f"insert into `{table}` values {values};"
