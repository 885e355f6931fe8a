"""The layers of `make test`: what each runs, and why it can't where it can't.

A layer is a pytest call in its own process (the app layers give the name `frappe` to another engine each). `missing`
says in one sentence what a machine lacks; such a layer is reported, never silently left out.
"""

import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
SQLITE = ("sqlite",)
BENCH_SITE = "SLA_ID_BENCH_SITE"
ABOUT_THE_DATABASE = (
	*("hosts", "bulk", "take_over", "permissions", "soak"),
	*("concurrency", "crowd_concurrency", "outbox_concurrency", "digests_concurrency"),
	*("desk_concurrency", "reconcile", "save_cost"),
	*("outages", "outage_concurrency", "service_months", "audit_trail"),
	*("monitors", "monitors_concurrency", "maintenance", "maintenance_concurrency"),
	*("statements", "statement_concurrency"),
	*("exclusions", "exclusion_concurrency"),
)
"""Tests of what differs from one database to another: locks, snapshots, unique keys, statements of our own. The others
run on SQLite, on a bench, and with MARIADB=all on MariaDB too."""


@dataclass(frozen=True, slots=True)
class Layer:
	"""One pytest call: `paths` under `environment`, by `python`."""

	name: str
	paths: tuple[str, ...]
	missing: Callable[[], str] = field(default=lambda: "")
	environment: Mapping[str, str] = field(default_factory=dict)
	python: tuple[str, ...] = ()
	folder: Path = ROOT
	sites: tuple[str, ...] = ()
	"""The databases of the embedded sites that it copies."""
	waits: bool = False
	"""Most of its time passes in waiting, so it runs beside the two that work."""


def mariadb_missing() -> str:
	"""Why the MariaDB layer can't run here, or an empty text."""
	try:
		from tests.mariadb import find
	except ImportError:
		return "PyMySQL isn't installed (make setup)"
	if find("mariadbd") and find("mariadb-install-db"):
		return ""
	return "mariadbd isn't installed (Debian: apt-get install mariadb-server)"


def mariadb_paths() -> tuple[str, ...]:
	"""What the MariaDB layer runs: the tests about the database, or with MARIADB=all every test of the app."""
	if os.environ.get("MARIADB") == "all":
		return ("tests/app",)
	return tuple(f"tests/app/test_{name}.py" for name in ABOUT_THE_DATABASE)


def browser_missing() -> str:
	"""Why the browser layer can't run here, or an empty text."""
	if not any(shutil.which(name) for name in CHROMIUM):
		return "no Chromium (Debian: apt-get install chromium)"
	if not shutil.which("node"):
		return "no Node.js"
	if not (ROOT / "embedded" / "desk" / "node_modules" / "playwright-core").is_dir():
		return "the front end isn't built (make assets)"
	return ""


def bench_folder() -> Path:
	"""Where a bench would be: FRAPPE_BENCH, else ~/frappe-bench."""
	return Path(os.environ.get("FRAPPE_BENCH") or "~/frappe-bench").expanduser()


def bench_site() -> str:
	"""The bench's site to run on: FRAPPE_SITE, else the first that has the app installed."""
	named = os.environ.get("FRAPPE_SITE")
	if named:
		return named
	sites = sorted(path.parent.name for path in bench_folder().glob("sites/*/site_config.json"))
	return next(iter((sites and [site for site in sites if site.startswith("sla")]) or sites), "")


def bench_missing() -> str:
	"""Why the bench layer doesn't run, or an empty text. It runs for BENCH=1, and for BENCH=auto where it can."""
	wanted = os.environ.get("BENCH", "")
	if wanted in ("", "0"):
		return "not asked for (make test BENCH=1)"
	bench = bench_folder()
	if not (bench / "env" / "bin" / "python").exists():
		return "no bench found (FRAPPE_BENCH, else ~/frappe-bench)"
	if not bench_site():
		return "the bench has no site (name one with FRAPPE_SITE)"
	apps = bench / "sites" / "apps.txt"
	if not apps.exists() or "sla_id" not in apps.read_text(encoding="utf-8").split():
		return "the bench doesn't have the app (bench get-app, bench install-app sla_id)"
	return _bench_services_missing(bench)


def _bench_services_missing(bench: Path) -> str:
	import json
	import socket
	from urllib.parse import urlsplit

	common = json.loads((bench / "sites" / "common_site_config.json").read_text(encoding="utf-8"))
	cache = urlsplit(common.get("redis_cache", "redis://127.0.0.1:13000"))
	places = {
		"database": (common.get("db_host") or "127.0.0.1", int(common.get("db_port") or 3306)),
		"Redis": (cache.hostname or "127.0.0.1", cache.port or 13000),
	}
	for service, (host, port) in places.items():
		try:
			socket.create_connection((host, port), timeout=2).close()
		except OSError:
			return f"a bench is there, but its {service} doesn't answer (start it, e.g. bench start)"
	return ""


def layers() -> list[Layer]:
	"""Every layer, those that take longest first: two work at a time, and the last shall not work alone."""
	bench = bench_folder()
	return [
		Layer(
			"app on a bench",
			# what commits comes first: afterwards one transaction is open to the end
			(str(ROOT / "tests" / "live"), str(ROOT / "tests" / "app")),
			bench_missing,
			{BENCH_SITE: bench_site()},
			(str(bench / "env" / "bin" / "python"),),
			bench / "sites",
		),
		Layer("app on the embedded engine, SQLite", ("embedded/tests", "tests/app"), sites=SQLITE),
		Layer(
			"app on the embedded engine, MariaDB",
			mariadb_paths(),
			mariadb_missing,
			{"SLA_ID_DATABASE": "mariadb"},
			sites=("mariadb",),
		),
		Layer("browser", ("tests/browser",), browser_missing, sites=SQLITE),
		Layer("demo", ("tests/demo",), sites=SQLITE, waits=True),
		Layer("agreement files and holidays", ("tests/agreements",)),
		Layer("replay of an incident log", ("tests/replay",), sites=SQLITE),
		Layer("engine", ("tests/engine",)),
		Layer("availability", ("tests/availability", "tests/monitors", "tests/statements")),
		Layer("reporting", ("tests/reporting",)),
		Layer("static checks", ("tests/test_checks.py", "tests/test_docs.py")),
	]
