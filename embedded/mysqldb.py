"""PyMySQL in the place of mysqlclient, which has no Linux wheel and which the engine imports even on SQLite."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


def install() -> None:
	"""Register PyMySQL as `MySQLdb` with the submodules the engine imports."""
	if "MySQLdb" in sys.modules:
		return

	import pymysql
	import pymysql.connections
	import pymysql.constants
	import pymysql.constants.ER
	import pymysql.constants.FIELD_TYPE
	import pymysql.converters
	import pymysql.cursors

	_remember_columns()
	pymysql.install_as_MySQLdb()
	for name in ("constants", "converters", "cursors", "connections"):
		sys.modules[f"MySQLdb.{name}"] = getattr(pymysql, name)
	for name in ("ER", "FIELD_TYPE"):
		sys.modules[f"MySQLdb.constants.{name}"] = getattr(pymysql.constants, name)

	low_level = ModuleType("MySQLdb._mysql")
	low_level.escape_string = pymysql.converters.escape_string  # type: ignore[attr-defined]
	sys.modules["MySQLdb._mysql"] = low_level
	pymysql._mysql = low_level  # type: ignore[attr-defined]


def _remember_columns() -> None:
	"""Read the description of a column once: every answer describes all of its columns anew, and a DocType has dozens.

	Reading them in Python took a quarter of the time of a test on MariaDB.
	"""
	from pymysql.protocol import FieldDescriptorPacket

	read = FieldDescriptorPacket._parse_field_descriptor
	known: dict[tuple[bytes, str], dict[str, Any]] = {}

	def remembered(self: Any, encoding: str) -> None:
		told = bytes(self._data), encoding
		if told not in known:
			read(self, encoding)
			known[told] = dict(vars(self))
		vars(self).update(known[told])

	FieldDescriptorPacket._parse_field_descriptor = remembered
