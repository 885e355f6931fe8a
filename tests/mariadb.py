"""A MariaDB server of the tests' own: a temporary data folder, loopback only, stopped by its own process id."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pymysql

from tests.ports import free_port

CARELESS = ("--innodb-flush-method=nosync", "--innodb-doublewrite=OFF", "--sync-frm=OFF")
"""Nothing here outlives the machine: a process that is killed loses nothing by it, only a power cut would."""
USER, PASSWORD, DATABASE = "sla_id_test", "sla_id", "sla_id_test"
"""Frappe 15 logs in as a user of the database's name."""


def find(program: str) -> str:
	"""Where a program of MariaDB's is, or an empty text. Debian's server isn't on the path of who isn't root."""
	return shutil.which(program, path=f"{os.environ.get('PATH', '')}{os.pathsep}/usr/sbin") or ""


@dataclass(frozen=True, slots=True)
class Server:
	"""Where it listens, and with what one logs in."""

	port: int
	user: str = USER
	password: str = PASSWORD
	database: str = DATABASE


@contextmanager
def mariadb(*options: str, data: Path | None = None, keep: Path | None = None) -> Iterator[Server]:
	"""Start a server with an empty database, and more options; gone, with its data, at the end.

	`keep` is where a copy of its data is left when it has stopped, `data` such a copy to begin with.
	"""
	folder = Path(mkdtemp(prefix="sla_id_mariadb_"))
	port = free_port()
	try:
		if data is None:
			_install(folder)
		else:
			shutil.copytree(data, folder / "data")
		with (folder / "server.log").open("w") as log:
			process = subprocess.Popen(
				[find("mariadbd"), "--no-defaults", f"--datadir={folder}/data", f"--socket={folder}/sock"]
				# of its own: a server that starts clears away the temporary tables of others
				+ [f"--tmpdir={folder}"]
				+ [f"--port={port}", "--bind-address=127.0.0.1", "--user=root", "--skip-log-bin"]
				+ ["--character-set-server=utf8mb4", "--collation-server=utf8mb4_unicode_ci"]
				+ ["--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=256M"]
				+ ["--innodb-log-file-size=32M", *CARELESS, *options],
				stdout=log,
				stderr=subprocess.STDOUT,
			)
		try:
			connection = _wait(folder, process)
			if data is None:
				_prepare(connection)
			yield Server(port)
		finally:
			process.terminate()
			process.wait(timeout=30)
		if keep is not None:
			shutil.copytree(folder / "data", keep)
	finally:
		shutil.rmtree(folder, ignore_errors=True)


def _install(folder: Path) -> None:
	subprocess.run(
		[
			find("mariadb-install-db"),
			"--no-defaults",
			f"--datadir={folder}/data",
			"--auth-root-authentication-method=normal",
			"--user=root",
			"--skip-test-db",
		],
		check=True,
		capture_output=True,
		env={**os.environ, "TMPDIR": str(folder)},  # as below
	)


def _wait(folder: Path, process: "subprocess.Popen[bytes]") -> Any:
	"""A connection as root, once the server answers."""
	for _try in range(400):
		try:
			return pymysql.connect(unix_socket=f"{folder}/sock", user="root")
		except pymysql.err.OperationalError:
			if process.poll() is not None:
				raise RuntimeError((folder / "server.log").read_text()) from None
			time.sleep(0.05)
	raise RuntimeError("MariaDB did not come up in 20 s")


def _prepare(connection: Any) -> None:
	with connection, connection.cursor() as cursor:
		cursor.execute(f"create database `{DATABASE}` character set utf8mb4 collate utf8mb4_unicode_ci")
		cursor.execute(f"create user '{USER}'@'127.0.0.1' identified by '{PASSWORD}'")
		cursor.execute(f"create user '{USER}'@'localhost' identified by '{PASSWORD}'")
		cursor.execute(f"grant all on *.* to '{USER}'@'127.0.0.1'")
		cursor.execute(f"grant all on *.* to '{USER}'@'localhost'")
