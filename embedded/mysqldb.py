"""PyMySQL in the place of mysqlclient, which has no Linux wheel and which the engine imports even on SQLite."""

from __future__ import annotations

import sys
from types import ModuleType


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

	pymysql.install_as_MySQLdb()
	for name in ("constants", "converters", "cursors", "connections"):
		sys.modules[f"MySQLdb.{name}"] = getattr(pymysql, name)
	for name in ("ER", "FIELD_TYPE"):
		sys.modules[f"MySQLdb.constants.{name}"] = getattr(pymysql.constants, name)

	low_level = ModuleType("MySQLdb._mysql")
	low_level.escape_string = pymysql.converters.escape_string  # type: ignore[attr-defined]
	sys.modules["MySQLdb._mysql"] = low_level
	pymysql._mysql = low_level  # type: ignore[attr-defined]
