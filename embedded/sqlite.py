"""SQLite made to behave like the database Frappe expects. Called by `runtime`.

Mended here, each because the engine as packaged gets it wrong:

- values are bound, not pasted into the statement (numbers stayed text, quotes and percent signs were altered);
- a transaction takes the write lock when it first writes or asks FOR UPDATE, and waits for it; before, two threads
  that had read and then wrote failed with "database is locked", and FOR UPDATE meant nothing;
- index names carry the table's name (SQLite's are global: a second table's index of that name was silently skipped);
- a changed table keeps its primary key, its NOT NULLs and its indexes, and a new one gets its indexes at once;
- an instant some days before NOW() is understood; the engine's own daily jobs ask for one in MariaDB's words;
- dates and times come back as the types MariaDB's driver returns.
"""

from __future__ import annotations

import datetime as dt
import decimal
import re
import sqlite3
import uuid
from typing import Any

LOCK_WAIT_SECONDS = 20

_NAMED = re.compile(r"%\((\w+)\)s")
_FOR_UPDATE = re.compile(r"\s+FOR\s+UPDATE(\s+(NOWAIT|SKIP\s+LOCKED))?\s*;?\s*$", re.IGNORECASE)
_LOSES_TYPE = re.compile(r"\b(max|min|coalesce)\s*\(", re.IGNORECASE)
_INSTANT = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d{1,6})?$")
_ZERO_FRACTION = re.compile(r"^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\.0+$")
_DAYS_AGO = re.compile(r"\bNOW\(\)\s*-\s*INTERVAL\s*'(\d+)(?:'\s*DAY\b|\s*DAY')", re.IGNORECASE)
_ZERO_FRACTION_LITERAL = re.compile(r"'(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)\.0+'")


def install(engine: Any) -> None:
	"""Patch PyPika's SQLite dialect and the engine's SQLite driver and schema classes."""
	_mend_query_builder()
	_mend_types()
	_mend_driver(engine)
	_mend_schema(engine)


def canonical(value: Any) -> Any:
	"""One spelling for an instant: SQLite compares dates as text, so "09:00:00" must not differ from "09:00:00.000000"."""
	if isinstance(value, str):
		match = _ZERO_FRACTION.match(value)
		return match.group(1) if match else value
	if isinstance(value, bool):
		return int(value)
	return value


def _mend_query_builder() -> None:
	from pypika import dialects

	builder = dialects.SQLLiteQueryBuilder
	insert = builder._insert_sql

	def __init__(self: Any, **kwargs: Any) -> None:
		kwargs.setdefault("wrapper_cls", dialects.SQLLiteValueWrapper)
		super(builder, self).__init__(dialect=dialects.Dialects.SQLLITE, **kwargs)
		self._insert_or_replace = False

	def _insert_sql(self: Any, **kwargs: Any) -> str:
		return insert(self, **kwargs).replace("INSERT IGNORE", "INSERT OR IGNORE", 1)

	def for_update(self: Any, nowait: bool = False, skip_locked: bool = False, of: tuple = ()) -> Any:
		self._for_update = True
		return self

	builder.__init__ = __init__
	builder._insert_sql = _insert_sql
	builder.for_update = for_update
	builder._for_update_sql = lambda self, **kwargs: " FOR UPDATE" if self._for_update else ""


def _mend_types() -> None:
	sqlite3.register_adapter(uuid.UUID, str)
	sqlite3.register_adapter(decimal.Decimal, float)
	sqlite3.register_adapter(dt.timedelta, _timedelta_text)
	sqlite3.register_adapter(dt.time, lambda value: value.isoformat())
	sqlite3.register_adapter(dt.datetime, lambda value: value.isoformat(" "))
	sqlite3.register_adapter(dt.date, lambda value: value.isoformat())


def _timedelta_text(value: dt.timedelta) -> str:
	seconds, micro = divmod(round(value.total_seconds() * 1_000_000), 1_000_000)
	hours, rest = divmod(seconds, 3600)
	text = f"{hours:02d}:{rest // 60:02d}:{rest % 60:02d}"
	return f"{text}.{micro:06d}" if micro else text


def _to_date(raw: bytes) -> dt.date | None:
	text = raw.decode()
	return dt.date.fromisoformat(text[:10]) if text else None


def _to_datetime(raw: bytes) -> dt.datetime | None:
	text = raw.decode()
	return dt.datetime.fromisoformat(text) if text else None


def _to_timedelta(raw: bytes) -> dt.timedelta | None:
	text = raw.decode()
	if not text:
		return None
	hours, minutes, *seconds = text.split(":")
	return dt.timedelta(hours=int(hours), minutes=int(minutes), seconds=float(seconds[0]) if seconds else 0.0)


def _now() -> str:
	"""The machine's local time, as MariaDB's NOW() is."""
	return dt.datetime.now().isoformat(" ", "seconds")  # noqa: DTZ005


def _concat(*parts: Any) -> str | None:
	return None if None in parts else "".join(map(str, parts))


def _mend_driver(engine: Any) -> None:
	from monoframe.database.sqlite.database import SQLiteDatabase

	def create_connection(self: Any, read_only: bool = False) -> sqlite3.Connection:
		for name, converter in (
			("timestamp", _to_datetime),
			("datetime", _to_datetime),
			("date", _to_date),
			("time", _to_timedelta),
		):
			sqlite3.register_converter(name, converter)
		path = self.get_db_path()
		source = f"file:{path}?mode=ro" if read_only else str(path)
		connection = sqlite3.connect(
			source,
			uri=read_only,
			detect_types=sqlite3.PARSE_DECLTYPES,
			timeout=LOCK_WAIT_SECONDS,
			isolation_level="IMMEDIATE",
			check_same_thread=False,
		)
		connection.create_function("concat", -1, _concat)
		connection.create_function("greatest", -1, lambda *parts: None if None in parts else max(parts))
		connection.create_function("least", -1, lambda *parts: None if None in parts else min(parts))
		connection.create_function("now", 0, _now)
		return connection

	opened = SQLiteDatabase.get_connection

	def get_connection(self: Any, read_only: bool = False) -> sqlite3.Connection:
		connection = opened(self, read_only)
		connection.execute(f"PRAGMA busy_timeout={LOCK_WAIT_SECONDS * 1000}")
		connection.execute("PRAGMA cache_size=-65536")
		connection.execute("PRAGMA temp_store=memory")
		return connection

	def begin(self: Any, *, read_only: bool = False) -> None:
		"""Reopen in the other mode where asked; the write lock itself is taken by the first statement that needs it."""
		wanted = bool(read_only or engine.flags.read_only)
		if wanted != bool(getattr(self, "read_only", False)):
			if self._conn:
				self._conn.close()
			self._conn = self.get_connection(read_only=wanted)
			self._cursor = self._conn.cursor()
			self.read_only = wanted

	def take_write_lock(self: Any) -> None:
		if not self._conn.in_transaction and not getattr(self, "read_only", False):
			self._cursor.execute("BEGIN IMMEDIATE")

	def execute_query(self: Any, query: str, values: Any = None) -> Any:
		query = _ZERO_FRACTION_LITERAL.sub(r"'\1'", query)
		query = _DAYS_AGO.sub(r"datetime(NOW(), '-\1 days')", query)
		self._loses_type = bool(_LOSES_TYPE.search(query))
		locked = _FOR_UPDATE.sub("", query)
		if locked != query or query.lstrip()[:9].lower() == "savepoint":
			# outside a transaction a savepoint would itself be one, and releasing it would commit
			take_write_lock(self)
			query = locked
		if isinstance(values, dict):
			query, values = _bind_names(query, values)
		elif values:
			query = query.replace("%s", "?").replace("%%", "%")
			query, values = _spread_lists(query, [canonical(value) for value in values])
		return self._cursor.execute(query, values or ())

	def transform_result(self: Any, result: list[tuple]) -> list[tuple]:
		"""SQLite knows a column's type, not that of max(column): there an instant would come back as text."""
		if not getattr(self, "_loses_type", False):
			return result
		return [
			tuple(
				dt.datetime.fromisoformat(value)
				if isinstance(value, str) and _INSTANT.match(value)
				else value
				for value in row
			)
			for row in result
		]

	def rollback(self: Any, *, save_point: str | None = None, chain: Any = None) -> None:
		original_rollback(self, save_point=save_point, chain=chain)
		if not save_point:
			self.transaction_writes = 0

	def qualified(table: str, index: str) -> str:
		return index if index.startswith(table) else f"{table}_{index}"

	def add_index(self: Any, doctype: str, fields: list[str], index_name: str | None = None) -> None:
		fields = [re.sub(r"\(.*?\)", "", field) for field in fields]
		name = index_name or self.get_index_name(fields)
		_create_index(self, f"tab{doctype}", fields, qualified(f"tab{doctype}", name), unique=False)
		if len(fields) == 1 and not (engine.flags.in_install or engine.flags.in_migrate):
			from monoframe.custom.doctype.property_setter.property_setter import make_property_setter

			make_property_setter(
				doctype,
				fields[0],
				property="search_index",
				value="1",
				property_type="Check",
				for_doctype=False,
			)

	def add_unique(self: Any, doctype: str, fields: Any, constraint_name: str | None = None) -> None:
		fields = [fields] if isinstance(fields, str) else list(fields)
		name = constraint_name or f"unique_{'_'.join(fields)}"
		_create_index(self, f"tab{doctype}", fields, qualified(f"tab{doctype}", name), unique=True)

	def has_index(self: Any, table_name: str, index_name: str) -> Any:
		wanted = {index_name, qualified(table_name, index_name)}
		return [
			row for row in self.sql(f"PRAGMA index_list(`{table_name}`)", as_dict=1) if row.name in wanted
		]

	def get_table_columns_description(self: Any, table_name: str) -> list[Any]:
		return _describe(engine, self, table_name)

	def get_db_table_columns(self: Any, table: str) -> list[str]:
		key = f"table_columns::{table}"
		columns = engine.client_cache.get_value(key)
		if columns is None:
			columns = [row["name"] for row in self.sql(f"PRAGMA table_info(`{table}`)", as_dict=True)]
			if columns:
				engine.client_cache.set_value(key, columns)
		return columns

	original_rollback = SQLiteDatabase.rollback
	for function in (
		create_connection,
		get_connection,
		begin,
		execute_query,
		rollback,
		add_index,
		add_unique,
		has_index,
		get_table_columns_description,
		get_db_table_columns,
	):
		setattr(SQLiteDatabase, function.__name__, function)
	SQLiteDatabase._transform_result = transform_result
	SQLiteDatabase.is_duplicate_entry = staticmethod(lambda error: "UNIQUE constraint failed" in str(error))


def _bind_names(query: str, values: dict[str, Any]) -> tuple[str, dict[str, Any]]:
	"""Turn %(name)s into SQLite's :name; a list becomes a parenthesised series, as MariaDB's driver makes it."""
	bound: dict[str, Any] = {}

	def replace(match: re.Match[str]) -> str:
		name = match.group(1)
		value = values[name]
		if isinstance(value, list | tuple | set):
			names = []
			for position, item in enumerate(value):
				bound[f"{name}_{position}"] = canonical(item)
				names.append(f":{name}_{position}")
			return f"({', '.join(names) or 'NULL'})"
		bound[name] = canonical(value)
		return f":{name}"

	return _NAMED.sub(replace, query).replace("%%", "%"), bound


def _spread_lists(query: str, values: list[Any]) -> tuple[str, list[Any]]:
	if not any(isinstance(value, list | tuple | set) for value in values):
		return query, values
	pieces = query.split("?")
	text, flat = pieces[0], []
	for value, piece in zip(values, pieces[1:], strict=True):
		if isinstance(value, list | tuple | set):
			items = [canonical(item) for item in value]
			text += f"({', '.join('?' * len(items)) or 'NULL'})"
			flat.extend(items)
		else:
			text += "?"
			flat.append(value)
		text += piece
	return text, flat


def _create_index(db: Any, table: str, fields: list[str], name: str, *, unique: bool) -> None:
	db.commit()
	columns = ", ".join(f"`{field}`" for field in fields)
	kind = "UNIQUE INDEX" if unique else "INDEX"
	db.sql(f"CREATE {kind} IF NOT EXISTS `{name}` ON `{table}` ({columns})")


def _describe(engine: Any, db: Any, table: str) -> list[Any]:
	"""The columns with the keys the schema code compares: name, type, default, not_nullable, index, unique."""
	indexed: set[str] = set()
	unique: set[str] = set()
	for index in db.sql(f"PRAGMA index_list(`{table}`)", as_dict=1):
		columns = [row["name"] for row in db.sql(f"PRAGMA index_info(`{index['name']}`)", as_dict=1)]
		if len(columns) == 1:
			(unique if index["unique"] else indexed).add(columns[0])
	return [
		engine._dict(
			name=row["name"],
			type=row["type"],
			default=row["dflt_value"],
			not_nullable=bool(row["notnull"]),
			index=row["name"] in indexed,
			unique=row["name"] in unique,
		)
		for row in db.sql(f"PRAGMA table_info(`{table}`)", as_dict=1)
	]


def _mend_schema(engine: Any) -> None:
	from monoframe.database.sqlite.schema import SQLiteTable

	create = SQLiteTable.create

	def create_with_indexes(self: Any) -> None:
		create(self)
		for column in self.columns.values():
			if column.set_index and not column.unique and engine.db.type_map.get(column.fieldtype):
				_index_column(self.table_name, column.fieldname, unique=False)

	def alter(self: Any) -> None:
		for column in self.columns.values():
			column.build_for_alter_table(self.current_columns.get(column.fieldname.lower()))

		for column in self.add_column:
			# SQLite can't add a UNIQUE column; the index below does the same
			definition = column.get_definition().removesuffix(" UNIQUE")
			engine.db.sql_ddl(f"ALTER TABLE `{self.table_name}` ADD COLUMN `{column.fieldname}` {definition}")

		changed = {
			column.fieldname: column
			for column in (*self.change_type, *self.set_default, *self.change_nullability)
			if _really_changed(column, self.current_columns.get(column.fieldname.lower()))
		}
		if changed:
			_rebuild(self.table_name, changed)
		for column in self.add_unique:
			_index_column(self.table_name, column.fieldname, unique=True)
		for column in self.add_index:
			_index_column(self.table_name, column.fieldname, unique=False)
		for column in (*self.drop_unique, *self.drop_index):
			engine.db.sql_ddl(f"DROP INDEX IF EXISTS `{self.table_name}_{column.fieldname}_index`")
			engine.db.sql_ddl(f"DROP INDEX IF EXISTS `{self.table_name}_{column.fieldname}_unique`")

	def _index_column(table: str, field: str, *, unique: bool) -> None:
		_create_index(
			engine.db, table, [field], f"{table}_{field}_{'unique' if unique else 'index'}", unique=unique
		)

	def _rebuild(table: str, changed: dict[str, Any]) -> None:
		db = engine.db
		definitions, names = [], []
		for row in db.sql(f"PRAGMA table_info(`{table}`)", as_dict=1):
			name = row["name"]
			names.append(f"`{name}`")
			if name in changed:
				definitions.append(f"`{name}` {changed[name].get_definition(for_modification=True)}")
				continue
			text = f"`{name}` {row['type']}"
			if row["pk"]:
				text += " PRIMARY KEY"
			if row["notnull"]:
				text += " NOT NULL"
			if row["dflt_value"] is not None:
				text += f" DEFAULT {row['dflt_value']}"
			definitions.append(text)
		unique_columns = [
			info[0]["name"]
			for index in db.sql(f"PRAGMA index_list(`{table}`)", as_dict=1)
			if index["origin"] == "u"
			and len(info := db.sql(f"PRAGMA index_info(`{index['name']}`)", as_dict=1)) == 1
		]
		indexes = db.sql(
			"select sql from sqlite_master where type = 'index' and tbl_name = %s and sql is not null",
			(table,),
			pluck=True,
		)
		temporary = f"{table}__rebuilt"
		columns = ", ".join(names)
		db.sql_ddl(f"DROP TABLE IF EXISTS `{temporary}`")
		db.sql_ddl(f"CREATE TABLE `{temporary}` ({', '.join(definitions)})")
		filled = ", ".join(
			f"coalesce({name}, {_not_null_default(changed[name.strip('`')])})"
			if name.strip("`") in changed and " NOT NULL" in changed[name.strip("`")].get_definition()
			else name
			for name in names
		)
		db.sql_ddl(f"INSERT INTO `{temporary}` ({columns}) SELECT {filled} FROM `{table}`")
		db.sql_ddl(f"DROP TABLE `{table}`")
		db.sql_ddl(f"ALTER TABLE `{temporary}` RENAME TO `{table}`")
		for statement in indexes:
			db.sql_ddl(statement)
		for column in unique_columns:
			_index_column(table, column, unique=True)

	SQLiteTable.create = create_with_indexes
	SQLiteTable.alter = alter


def _really_changed(column: Any, current: Any) -> bool:
	"""Whether the column's stored definition differs in more than its spelling."""
	if not current:
		return False
	if column.fieldname == "name":
		return False
	wanted = column.get_definition(for_modification=True) or ""
	parts = [str(current.type)]
	if current.not_nullable:
		parts.append("NOT NULL")
	if current.default is not None:
		parts.append(f"DEFAULT {current.default}")
	return _plain(wanted) != _plain(" ".join(parts))


def _plain(definition: str) -> str:
	return definition.replace("%%", "%").replace('"', "'").lower()


def _not_null_default(column: Any) -> str:
	match = re.search(r"DEFAULT (.+?)(?: UNIQUE)?$", column.get_definition())
	return match.group(1) if match else "''"
