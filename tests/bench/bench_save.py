"""What a ticket's save costs beside the helpdesk without the app: statements and milliseconds, on SQLite and on MariaDB, and on
the bench's own engine and helpdesks where there is one.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from tests.bench.measure import Measure
from tests.layers import BENCH_SITE, ROOT, bench_folder, bench_site, mariadb_missing

ROUNDS = 15
MOST_MS = 10.0
"""Of each operation, over the host's own, on MariaDB."""


def measures() -> Iterator[Measure]:
	"""Each database in a process of its own: an engine serves one in its life."""
	places = ["sqlite", *([] if mariadb_missing() else ["mariadb"]), *(["bench"] if bench_site() else [])]
	for place in places:
		python, folder = (
			(str(bench_folder() / "env" / "bin" / "python"), bench_folder() / "sites")
			if place == "bench"
			else (sys.executable, ROOT)
		)
		command = [python, "-W", "ignore", "-m", "tests.bench.bench_save", place]
		around = {**os.environ, "PYTHONPATH": str(ROOT), BENCH_SITE: bench_site() if place == "bench" else ""}
		done = subprocess.run(command, cwd=folder, env=around, capture_output=True, text=True, check=False)
		if done.returncode:
			yield Measure(f"{place}: not measured ({done.stderr.strip().splitlines()[-1:]})", 0, "")
			continue
		for row in map(json.loads, done.stdout.splitlines()):
			yield Measure(f"{row['name']}: statements over {row['own']}", row["over"], "", row["most"])
			limit = None if place == "sqlite" else MOST_MS
			yield Measure(f"  and time over {row['own_ms']:.1f} ms", row["over_ms"], "ms", limit)


def _measure(place: str) -> None:
	"""In the process of its own: a line of JSON for each operation on each helpdesk."""
	with tempfile.TemporaryDirectory() as folder, ExitStack() as stack:
		frappe = _connect(place, Path(folder), stack)
		import time_machine

		from tests.app import save_cost, world

		with time_machine.travel("2026-03-16 09:00:00.000001+07:00", tick=True):
			world.prepare()
			frappe.db.commit()
			for host in world.HOSTS:
				if not frappe.db.exists("DocType", host):
					continue
				for operation in save_cost.OPERATIONS:
					ours, own = save_cost.compare(operation, host, ROUNDS)
					row = {
						"name": f"{place}, {host}: {operation.name}",
						"own": len(own.statements),
						"over": len(ours.statements) - len(own.statements),
						"most": operation.most,
						"own_ms": own.seconds * 1e3,
						"over_ms": (ours.seconds - own.seconds) * 1e3,
					}
					print(json.dumps(row), flush=True)


def _connect(place: str, folder: Path, stack: ExitStack):  # type: ignore[no-untyped-def]
	if place == "sqlite":
		import embedded

		stack.callback(embedded.disconnect)
		return embedded.connect(embedded.new_site(folder / "site"), in_test=True)
	from tests.mariadb import mariadb

	login = {"host": "127.0.0.1", **asdict(stack.enter_context(mariadb()))}
	if place == "mariadb":
		import embedded

		stack.callback(embedded.disconnect)
		site = embedded.new_site(folder / "site", db_type="mariadb", **login)
		return embedded.connect(site, in_test=True)
	from tests.app import own_site

	site = folder / "sites" / "site"
	own_site.make(site, login)
	stack.callback(own_site.disconnect)
	return own_site.connect(site, in_test=True)


if __name__ == "__main__":
	_measure(sys.argv[1])
