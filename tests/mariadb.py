"""A MariaDB server of the tests' own: a temporary data folder, loopback only, stopped by its own process id."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

import pymysql

USER, PASSWORD, DATABASE = "sla_id", "sla_id", "sla_id_test"


@dataclass(frozen=True, slots=True)
class Server:
	"""Where it listens, and with what one logs in."""

	port: int
	user: str = USER
	password: str = PASSWORD
	database: str = DATABASE


@contextmanager
def mariadb(*options: str) -> Iterator[Server]:
	"""Start a server with an empty database, and more options; gone, with its data, at the end."""
	folder = Path(mkdtemp(prefix="sla_id_mariadb_"))
	port = _free_port()
	try:
		subprocess.run(
			[
				"mariadb-install-db",
				"--no-defaults",
				f"--datadir={folder}/data",
				"--auth-root-authentication-method=normal",
			]
			+ ["--user=root", "--skip-test-db"],
			check=True,
			capture_output=True,
		)
		with (folder / "server.log").open("w") as log:
			process = subprocess.Popen(
				["mariadbd", "--no-defaults", f"--datadir={folder}/data", f"--socket={folder}/sock"]
				+ [f"--port={port}", "--bind-address=127.0.0.1", "--user=root", "--skip-log-bin"]
				+ ["--character-set-server=utf8mb4", "--collation-server=utf8mb4_unicode_ci"]
				+ ["--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=256M", *options],
				stdout=log,
				stderr=subprocess.STDOUT,
			)
		try:
			_prepare(folder, process)
			yield Server(port)
		finally:
			process.terminate()
			process.wait(timeout=30)
	finally:
		shutil.rmtree(folder, ignore_errors=True)


def _prepare(folder: Path, process: "subprocess.Popen[bytes]") -> None:
	for _try in range(100):
		try:
			connection = pymysql.connect(unix_socket=f"{folder}/sock", user="root")
			break
		except pymysql.err.OperationalError:
			if process.poll() is not None:
				raise RuntimeError((folder / "server.log").read_text()) from None
			time.sleep(0.2)
	else:
		raise RuntimeError("MariaDB did not come up in 20 s")
	with connection, connection.cursor() as cursor:
		cursor.execute(f"create database `{DATABASE}` character set utf8mb4 collate utf8mb4_unicode_ci")
		cursor.execute(f"create user '{USER}'@'127.0.0.1' identified by '{PASSWORD}'")
		cursor.execute(f"create user '{USER}'@'localhost' identified by '{PASSWORD}'")
		cursor.execute(f"grant all on *.* to '{USER}'@'127.0.0.1'")
		cursor.execute(f"grant all on *.* to '{USER}'@'localhost'")


def _free_port() -> int:
	with socket.socket() as probe:
		probe.bind(("127.0.0.1", 0))
		return int(probe.getsockname()[1])
