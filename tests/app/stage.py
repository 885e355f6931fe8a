"""A site on MariaDB with the usual world (`own_site`), made once a run, and processes of their own on a copy of it: what the
tests about several at once share.

`python -m tests.app.stage SITE LOGIN` makes it, in a process of its own: who makes a site loses the one it has open.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from tests.app import own_site
from tests.app.own_site import FOLDER

PATIENCE = 300
"""Seconds after which a process is taken for hanging."""
WORLD_IS_OLD = -3
"""Days: the world is from before whatever a test does."""


@dataclass(frozen=True, slots=True)
class Stage:
	"""A site that is the test's own, and how to log in to its database."""

	site: Path
	login: dict[str, Any]

	def start(self, module: str, command: str, *arguments: object) -> "subprocess.Popen[str]":
		"""A process of one of the modules here, on this site."""
		words = [command, str(self.site), *map(str, arguments)]
		return subprocess.Popen(
			[sys.executable, "-W", "ignore", "-m", f"tests.app.{module}", *words],
			cwd=FOLDER,
			stdin=subprocess.PIPE,
			stdout=subprocess.PIPE,
			stderr=subprocess.STDOUT,
			text=True,
		)

	def run(self, module: str, command: str, *arguments: object) -> Any:
		"""The same to its end; what it answered."""
		return finish(self.start(module, command, *arguments))

	def at_once(self, module: str, *calls: tuple[object, ...]) -> list[Any]:
		"""Processes that begin together, once each is ready; what each answered."""
		running = [self.start(module, str(command), *arguments) for command, *arguments in calls]
		for process in running:
			wait_for(process, "ready")
		for process in running:
			assert process.stdin is not None
			process.stdin.write("\n")
			process.stdin.flush()
		return [finish(process) for process in running]

	def read(self, query: str, *values: object) -> list[tuple[Any, ...]]:
		"""What the database says, or does."""
		import pymysql

		with pymysql.connect(**self.login, autocommit=True) as connection, connection.cursor() as cursor:
			cursor.execute(query, values)
			return list(cursor.fetchall())


def open_ready(site: str, doctype: str) -> Any:
	"""In such a process: `frappe` on its site, once those of `at_once` begin.

	It has counted a DocType before, as a request or a tick may have: its snapshot is older than what the others write.
	"""
	frappe = own_site.connect(Path(site))
	frappe.db.count(doctype)
	print("ready", flush=True)
	sys.stdin.readline()
	return frappe


def wait_for(process: "subprocess.Popen[str]", word: str) -> None:
	"""Until it has said that word on a line of its own."""
	assert process.stdout is not None
	said = []
	for line in process.stdout:
		said.append(line)
		if line.strip() == word:
			return
	raise AssertionError("".join(said) or "it ended without a word")


def finish(process: "subprocess.Popen[str]") -> Any:
	"""Wait for a process; its last line, read as JSON."""
	output, _errors = process.communicate(timeout=PATIENCE)
	assert process.returncode == 0, output
	return json.loads(output.strip().splitlines()[-1])


def keep(folder: Path) -> Path:
	"""Make the site and its database below a folder, for `stage` to copy."""
	from tests.mariadb import mariadb

	with mariadb(keep=folder / "data") as server:
		login = json.dumps(asdict(server))
		done = subprocess.run(
			[sys.executable, "-W", "ignore", "-m", "tests.app.stage", str(folder / "sites" / "site"), login],
			cwd=FOLDER,
			capture_output=True,
			text=True,
			timeout=PATIENCE,
		)
		assert done.returncode == 0, done.stdout + done.stderr
	return folder


@contextmanager
def stage(kept: Path, folder: Path) -> Iterator[Stage]:
	"""A copy of what was kept, with a server of its own."""
	from tests.mariadb import mariadb

	with mariadb(data=kept / "data") as server:
		shutil.copytree(kept / "sites", folder / "sites", symlinks=True)
		(folder / "logs").mkdir()
		site = folder / "sites" / "site"
		own_site.move(site, server.port)
		yield Stage(site, {"host": "127.0.0.1", **asdict(server)})


def _make(site: str, login: dict[str, Any]) -> None:
	import time_machine

	own_site.make(Path(site), {"host": "127.0.0.1", **login})
	frappe = own_site.connect(Path(site), in_test=True)
	from tests.app import world

	with time_machine.travel(frappe.utils.add_days(frappe.utils.now_datetime(), WORLD_IS_OLD), tick=True):
		world.prepare()
		frappe.db.commit()
	own_site.disconnect()


if __name__ == "__main__":
	_make(sys.argv[1], json.loads(sys.argv[2]))
